import { expect, it } from 'vitest';
import { Stage } from './testing/stage.ts';
import { MemoryVod, movie } from './testing/vod.ts';

const HOURS = 10;
const SECONDS = HOURS * 3_600;

/** Ten pictures and sounds a second: what takes time here is their number. */
const PER_SECOND = 10;
const FILM = movie({ seconds: SECONDS, picturesPerSecond: PER_SECOND });

interface Session {
  /** Over all bytes that the player was sent, and the instants at which they came. */
  readonly checksum: number;
  readonly byteCount: number;
  readonly pictureCount: number;
  readonly lastTimestamp: number;
  readonly code: string;
}

/** Plays the film, with a pause and some seeks in it that cancel each other out. */
async function play(): Promise<Session> {
  let checksum = 0;
  let byteCount = 0;
  const stage = new Stage({ vod: new MemoryVod({ 'live/film.flv': FILM }) });
  const { clock } = stage.network;
  const tap = (bytes: Uint8Array): void => {
    byteCount += bytes.length;
    checksum = (Math.imul(checksum, 31) + clock.now()) | 0;
    for (const byte of bytes) checksum = (Math.imul(checksum, 31) + byte) | 0;
  };
  const player = await stage.player('film', 'live', { toClient: { tap } });
  let pictureCount = 0;
  let lastTimestamp = 0;
  const count = (): void => {
    for (const { media, timestamp } of player.media) {
      if (media === 'video') pictureCount += 1;
      lastTimestamp = timestamp;
    }
    player.events.length = 0;
  };
  const run = player.run.bind(player);
  for (let hour = 0; hour < HOURS; hour += 1) {
    clock.advance(3_500_000, 100_000_000);
    run((connection, now) => connection.pause(1, true, 0, now));
    clock.advance(100_000, 100_000_000);
    run((connection, now) => connection.pause(1, false, 0, now));
    count();
  }
  run((connection, now) => connection.seek(1, 5_000, now));
  run((connection, now) => connection.seek(1, (SECONDS - 1_000) * 1_000, now));
  clock.advance(1_100_000, 100_000_000);
  const code = player.codes.at(-1) ?? '';
  count();
  return { checksum, byteCount, pictureCount, lastTimestamp, code };
}

it('plays ten hours in seconds, and twice the same, byte for byte and instant for instant', async () => {
  const first = await play();
  expect(first).toMatchObject({ lastTimestamp: SECONDS * 1_000 - 1_000 / PER_SECOND, code: 'NetStream.Play.Stop' });
  expect(first.pictureCount).toBeGreaterThan(SECONDS * PER_SECOND);
  expect(await play()).toEqual(first);
});
