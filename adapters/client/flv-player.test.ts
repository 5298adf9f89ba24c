import { describe, expect, it } from 'vitest';
import { joinBytes, payloadsIn, readFlv } from '../../core/flv/testing/files.ts';
import { AVC_HEADER, movieTags, recorded } from '../../core/flv/testing/movie.ts';
import { encodeData, type FlvPayload, FlvTagType, readMetadata } from '../../core/index.ts';
import { FlvPlayer, type FlvPlayerOptions, FlvPublisher, openStream } from './index.ts';
import { Studio } from './testing/studio.ts';

interface Playing {
  readonly player: FlvPlayer;
  /** The file as it is by now, patched. */
  readonly file: () => Uint8Array;
}

function play(studio: Studio, options: Partial<FlvPlayerOptions> = {}): Playing {
  const pieces: Uint8Array[] = [];
  const player = new FlvPlayer({
    ...studio.common,
    url: 'rtmp://h/live/a',
    write: (bytes) => pieces.push(bytes),
    ...options,
  });
  const file = (): Uint8Array => {
    const bytes = joinBytes(...pieces);
    for (const patch of player.patches()) bytes.set(patch.bytes, patch.at);
    return bytes;
  };
  return { player, file };
}

function publish(studio: Studio, tags: readonly FlvPayload[]): FlvPublisher {
  const file = recorded(tags, { metadata: { width: 640 } });
  const open = async function* () {
    yield file;
  };
  return new FlvPublisher({ ...studio.common, url: 'rtmp://h/live/a', open });
}

const payloadsOf = (file: Uint8Array): FlvPayload[] => payloadsIn(readFlv(file).items);
const mediaOf = (file: Uint8Array): FlvPayload[] => payloadsOf(file).filter(({ type }) => type !== FlvTagType.script);

describe('a stream played into a file', () => {
  it('is what was published, with duration and index, and ends with the stream', async () => {
    const studio = new Studio();
    studio.serve('h');
    const { player, file } = play(studio, { keyFrames: 16 });
    await studio.advance(1_000);
    const tags = movieTags({ seconds: 4, audio: false });
    const publisher = publish(studio, tags);
    await studio.until(publisher.done);
    await studio.until(player.done);
    expect(mediaOf(file())).toEqual(tags);
    const metadata = payloadsOf(file())
      .map(readMetadata)
      .find((found) => found !== undefined);
    expect(metadata?.get('width')).toBe(640);
    expect(metadata?.get('duration')).toBeCloseTo(3.96);
    expect(metadata?.has('keyframes')).toBe(true);
    expect(player.totals).toMatchObject({ pictures: 100, sounds: 0, timeMs: 3_960 });
  });

  it('begins at 0, whenever the player came', async () => {
    const studio = new Studio();
    studio.serve('h');
    const publisher = publish(studio, movieTags({ seconds: 8, begin: 100_000 }));
    await studio.advance(5_000);
    const { player, file } = play(studio);
    await studio.until(player.done);
    await studio.until(publisher.done);
    const times = mediaOf(file()).map(({ timestamp }) => timestamp);
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBeLessThan(5_000);
    expect(mediaOf(file())[0]).toMatchObject({ data: AVC_HEADER.data });
  });

  it('ends when enough of it has come', async () => {
    const studio = new Studio();
    studio.serve('h');
    const { player, file } = play(studio, { durationMs: 2_000 });
    await studio.advance(1_000);
    publish(studio, movieTags({ seconds: 60, audio: false }));
    await studio.until(player.done);
    expect(mediaOf(file()).at(-1)?.timestamp).toBe(1_960);
    expect(studio.clock.now()).toBeLessThan(10_000);
  });

  it('ends when it is told to, and when nothing came for too long', async () => {
    const studio = new Studio();
    studio.serve('h');
    const { player, file } = play(studio);
    const patient = play(studio, { silenceMs: 5_000 });
    const before = studio.clock.now();
    await studio.until(patient.player.done);
    expect(studio.clock.now() - before).toBeGreaterThan(4_999);
    expect(studio.clock.now() - before).toBeLessThan(6_000);
    player.stop();
    await studio.until(player.done);
    expect(file()).toHaveLength(0);
  });

  it('waits for a disk that is behind: the server is not read meanwhile', async () => {
    const studio = new Studio({ link: { toClient: { capacity: 16_384 } } });
    const server = studio.serve('h');
    const { player, file } = play(studio);
    await studio.advance(1_000);
    player.hold();
    publish(studio, movieTags({ seconds: 4, pictureLength: 5_000 }));
    await studio.advance(2_000);
    expect(player.totals.pictures).toBe(0);
    expect(server.stats().connections[0]?.unsentBytes).toBeGreaterThan(100_000);
    player.release();
    await studio.until(player.done);
    expect(mediaOf(file())).toHaveLength(202);
  });

  it('ends while the disk is behind', async () => {
    const studio = new Studio({ link: { toClient: { capacity: 16_384 } } });
    studio.serve('h');
    const { player } = play(studio);
    await studio.advance(1_000);
    publish(studio, movieTags({ seconds: 10, pictureLength: 5_000 }));
    await studio.advance(1_000);
    player.hold();
    await studio.advance(1_000);
    const before = studio.clock.now();
    player.stop();
    await studio.until(player.done);
    expect(studio.clock.now() - before).toBeLessThan(1_000);
  });

  it('fails as the writing fails', async () => {
    const studio = new Studio();
    studio.serve('h');
    const failing = (): void => {
      throw new Error('ENOSPC');
    };
    const { player } = play(studio, { write: failing });
    await studio.advance(1_000);
    publish(studio, movieTags({ seconds: 4 }));
    await expect(studio.until(player.done)).rejects.toThrow('ENOSPC');
  });
});

it('has the data messages of the stream, but not what only players need', async () => {
  const studio = new Studio();
  studio.serve('h');
  const { player, file } = play(studio);
  const source = openStream({
    ...studio.common,
    url: 'rtmp://h/live/a',
    order: { kind: 'publish' },
    listener: { onEvent: () => {} },
  });
  await studio.advance(1_000);
  source.sendMedia('audio', 10, Uint8Array.of(0xaf, 1, 2));
  source.sendData(20, encodeData('onTextData', 'hello'));
  source.close();
  await studio.until(player.done);
  const scripts = payloadsOf(file()).filter(({ type }) => type === FlvTagType.script);
  expect(scripts.slice(1)).toEqual([
    { type: FlvTagType.script, timestamp: 10, data: encodeData('onTextData', 'hello') },
  ]);
});
