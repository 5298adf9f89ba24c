import { describe, expect, it } from 'vitest';
import { amfObject, encodeData, encodeFlvHeader, encodeFlvTag, type MediaReceived } from '../../core/index.ts';
import type { LiveServerOptions } from './live-server.ts';
import { keyFrame, Stage, type StageClient, videoHeader } from './testing/stage.ts';
import { MemoryVod, movie, tagsOf } from './testing/vod.ts';

const MOVIE = movie({ seconds: 20 });
const OTHER = movie({ seconds: 3, mark: 2 });

interface VodStage {
  readonly stage: Stage;
  readonly vod: MemoryVod;
}

function vodStage(options: LiveServerOptions = {}): VodStage {
  const vod = new MemoryVod({ 'live/a.flv': MOVIE, 'b.flv': OTHER });
  return { stage: new Stage({ vod, ...options }), vod };
}

/** A client that plays with these arguments. */
async function playing(stage: Stage, name: string, ...args: number[]): Promise<StageClient> {
  const client = await stage.connected();
  const [start, duration] = args;
  const numbers = { ...(start !== undefined && { start }), ...(duration !== undefined && { duration }) };
  client.run((connection, now) => connection.play(1, { name, ...numbers }, now));
  await stage.settle();
  return client;
}

const isPicture = ({ media, payload }: MediaReceived) => media === 'video' && payload[1] === 1;
const pictures = (client: StageClient) => client.media.filter(isPicture);
const times = (client: StageClient) => pictures(client).map(({ timestamp }) => timestamp);
const plain = (media: readonly MediaReceived[]) =>
  media.map(({ media, timestamp, payload }) => `${media} ${timestamp} ${payload}`);
const seek = (client: StageClient, timeMs: number) => client.run((connection, now) => connection.seek(1, timeMs, now));
const pause = (client: StageClient, paused: boolean) =>
  client.run((connection, now) => connection.pause(1, paused, 0, now));

const STARTED = ['NetStream.Play.Reset', 'NetStream.Play.Start'];

describe('a recording through a live server', () => {
  it('reaches its player whole and unchanged, at the pace of its timestamps, then ends (CMD-36, CMD-44)', async () => {
    const { stage, vod } = vodStage();
    const player = await playing(stage, 'a');
    expect(player.codes).toEqual(STARTED);
    expect(times(player).at(-1)).toBeGreaterThanOrEqual(3_000);
    expect(times(player).at(-1)).toBeLessThan(3_200);
    await stage.advance(10_000);
    expect(times(player).at(-1)).toBeGreaterThanOrEqual(12_900);
    expect(times(player).at(-1)).toBeLessThan(13_200);
    await stage.advance(10_000);
    const all = tagsOf(MOVIE).filter(({ type }) => type !== 18);
    expect(plain(player.media)).toEqual(
      all.map(({ type, timestamp, data }) => `${type === 9 ? 'video' : 'audio'} ${timestamp} ${data}`),
    );
    expect(player.eventsOf('dataReceived').map(({ handler }) => handler)).toEqual(['|RtmpSampleAccess', 'onMetaData']);
    expect(player.eventsOf('playStatusReceived')).toMatchObject([
      { code: 'NetStream.Play.Complete', duration: 19.96, bytes: 20 * 25 * 16 + tagsOf(MOVIE)[0]!.data.length + 9 },
    ]);
    expect(player.codes.slice(2)).toEqual(['NetStream.Play.Stop']);
    const control = player.eventsOf('userControlReceived').map(({ eventType }) => eventType);
    expect(control.filter((type) => type !== 6)).toEqual([4, 0, 1]); // recorded, begins, is at its end
    expect(stage.told('vodStarted')).toMatchObject([{ path: 'live/a', positionMs: 0, durationMs: 19_960 }]);
    player.driver.close();
    await stage.settle();
    expect(stage.told('vodEnded')).toMatchObject([{ path: 'live/a', reason: 'connectionClosed', positionMs: 19_960 }]);
    expect(vod.openCount).toBe(0);
  });

  it('is played to its end, though another player was told of an end in the middle of it (CMD-36)', async () => {
    const told = encodeFlvTag({ type: 18, timestamp: 0, data: encodeData('onPlayStatus', amfObject([])) });
    const { stage, vod } = vodStage();
    const [header, ...tags] = [encodeFlvHeader(), ...tagsOf(OTHER).map((tag) => encodeFlvTag(tag))];
    vod.files.set('b.flv', Uint8Array.from(Buffer.concat([header!, ...tags.slice(0, 10), told, ...tags.slice(10)])));
    const player = await playing(stage, 'b');
    await stage.advance(10_000);
    expect(times(player).at(-1)).toBe(2_960);
    expect(player.eventsOf('playStatusReceived')).toMatchObject([{ code: 'NetStream.Play.Complete' }]);
  });

  it('is found without its app, and under the names that players make of it (CMD-53, CMD-54)', async () => {
    const { stage, vod } = vodStage();
    for (const name of ['b', 'b.flv', 'mp4:b.mp4', 'flv:b', 'b?token=1']) {
      const player = await playing(stage, name, 0);
      expect(player.media.at(-1)?.payload[2]).toBe(2);
    }
    expect(new Set(vod.asked)).toEqual(new Set(['live/b.flv', 'b.flv']));
    expect(stage.server.stats().connections.map(({ plays }) => plays.length)).toEqual([1, 1, 1, 1, 1]);
  });

  it('fills the buffer that a player says it has (MSG-24, Q-46)', async () => {
    const { stage } = vodStage();
    const player = await stage.connected();
    player.run((connection, now) => connection.setBufferLength(0, 10_000, now));
    player.run((connection, now) => connection.play(1, { name: 'a' }, now));
    await stage.settle();
    expect(times(player).at(-1)).toBeGreaterThanOrEqual(10_000);
    expect(times(player).at(-1)).toBeLessThan(10_200);
    player.run((connection, now) => connection.setBufferLength(1, 36_000_000, now));
    await stage.settle();
    expect(times(player).at(-1)).toBe(19_960);
    expect(player.codes.at(-1)).toBe('NetStream.Play.Stop');
  });

  it('is read in turns where the source takes its time', async () => {
    const { stage, vod } = vodStage();
    vod.isSlow = true;
    const player = await playing(stage, 'a');
    for (let second = 0; second < 25; second += 1) await stage.advance(1_000);
    expect(pictures(player)).toHaveLength(500);
    expect(player.codes.at(-1)).toBe('NetStream.Play.Stop');
  });
});

describe('which one is played (CMD-25, CMD-26)', () => {
  it('is the live stream if it is published, for -2, and the recording for a time', async () => {
    const { stage } = vodStage();
    const publisher = await stage.publisher('a');
    publisher.send(videoHeader(9), keyFrame(7));
    await stage.settle();
    const any = await playing(stage, 'a');
    const fromFfmpeg = await playing(stage, 'a', -2_000);
    const recorded = await playing(stage, 'a', 0);
    expect([any.marks, fromFfmpeg.marks]).toEqual([
      [9, 7],
      [9, 7],
    ]);
    expect(pictures(recorded).length).toBeGreaterThan(70);
  });

  it('is nothing but the live stream for -1: it waits', async () => {
    const { stage, vod } = vodStage();
    for (const start of [-1, -1_000]) {
      const player = await playing(stage, 'a', start);
      expect([player.codes, player.media]).toEqual([STARTED, []]);
    }
    expect(vod.asked).toEqual([]);
  });

  it('waits for a publisher where there is no recording, but not from a time on', async () => {
    const { stage } = vodStage();
    const waits = await playing(stage, 'c');
    const refused = await playing(stage, 'c', 0);
    await stage.publisher('c');
    const librtmp = await playing(stage, 'c', 0); // says 0 whatever it wants
    const late = await playing(stage, 'c', 5);
    expect([waits.codes.at(-1), refused.codes, librtmp.codes, late.codes]).toEqual([
      'NetStream.Play.PublishNotify',
      ['NetStream.Play.StreamNotFound'],
      STARTED,
      ['NetStream.Play.StreamNotFound'],
    ]);
    expect(stage.told('requestRefused')[0]).toMatchObject({ request: 'play', path: 'live/c', reason: 'notFound' });
  });

  it('is decided by the hook, for lengths too', async () => {
    const asked: string[] = [];
    const { stage } = vodStage({
      onPlay: ({ name, purpose }) => {
        asked.push(`${purpose} ${name}`);
        return name === 'secret' ? { path: 'live/a' } : { refuse: 'No.' };
      },
    });
    const player = await playing(stage, 'secret');
    const refused = await playing(stage, 'a');
    for (const client of [player, refused]) {
      client.run((connection, now) => connection.getStreamLength(client === player ? 'secret' : 'a', now));
    }
    await stage.settle();
    expect([pictures(player).length > 0, refused.codes]).toEqual([true, ['NetStream.Play.Failed']]);
    expect([player, refused].map((client) => client.eventsOf('callAnswered').at(-1)?.values)).toEqual([[19.96], [0]]);
    expect(asked).toEqual(['play secret', 'play a', 'length secret', 'length a']);
  });
});

describe('start and duration', () => {
  it('are the part from the key frame before to the end of it, with times of the file', async () => {
    const { stage } = vodStage();
    const player = await playing(stage, 'a', 2.5, 1);
    await stage.advance(5_000);
    expect([times(player)[0], times(player).at(-1)]).toEqual([2_000, 3_480]);
    expect(player.media.slice(0, 2).map(({ payload }) => payload[1])).toEqual([0, 0]);
    expect(player.codes.at(-1)).toBe('NetStream.Play.Stop');
    expect(stage.told('vodStarted')).toMatchObject([{ positionMs: 2_500 }]);
  });

  it('are milliseconds from librtmp, which counts from there (CMD-26)', async () => {
    const { stage } = vodStage();
    const player = await playing(stage, 'a', 12_000, 3_000);
    const resumed = await playing(stage, 'a', 900);
    await stage.advance(5_000);
    expect([times(player)[0], times(player).at(-1)]).toEqual([0, 2_960]);
    expect(times(resumed)[0]).toBe(0);
  });

  it('are one frame for a duration of 0, and nothing behind the end', async () => {
    const { stage } = vodStage();
    const one = await playing(stage, 'a', 3, 0);
    const none = await playing(stage, 'a', 20_500);
    expect([times(one), one.codes.at(-1)]).toEqual([[3_000], 'NetStream.Play.Stop']);
    expect([none.media, none.codes.at(-1)]).toEqual([[], 'NetStream.Play.Stop']);
  });
});

describe('seek (CMD-32)', () => {
  it('goes to the key frame before, with its headers, also when all was played', async () => {
    const { stage } = vodStage();
    const player = await playing(stage, 'a');
    for (const [timeMs, first] of [
      [12_345, 12_000],
      [1_000, 1_000],
      [0, 0],
    ] as const) {
      await stage.advance(30_000);
      const before = player.media.length;
      seek(player, timeMs);
      await stage.settle();
      expect(player.codes.slice(-2)).toEqual(['NetStream.Seek.Notify', 'NetStream.Play.Start']);
      const media = player.media.slice(before);
      expect(media.slice(0, 3).map(({ timestamp, payload }) => [timestamp, payload[0], payload[1]])).toEqual([
        [first, 0x17, 0],
        [first, 0xaf, 0],
        [first, 0x17, 1],
      ]);
    }
  });

  it('is refused behind the end, and what plays goes on', async () => {
    const { stage } = vodStage();
    const player = await playing(stage, 'a');
    seek(player, 20_000);
    seek(player, 4_000_000_000);
    await stage.advance(30_000);
    expect(player.codes.slice(2)).toEqual([
      'NetStream.Seek.InvalidTime',
      'NetStream.Seek.InvalidTime',
      'NetStream.Play.Stop',
    ]);
    expect(pictures(player)).toHaveLength(500);
  });

  it('fifty times at once is bounded, and the last one counts', async () => {
    const { stage, vod } = vodStage();
    vod.isSlow = true;
    const player = await playing(stage, 'a');
    for (let second = 19; second >= 0; second -= 1) seek(player, second * 1_000);
    await stage.settle();
    await stage.advance(1);
    expect(player.codes.filter((code) => code === 'NetStream.Seek.Notify')).toHaveLength(20);
    await stage.advance(25_000);
    await stage.advance(25_000);
    expect(times(player).at(-1)).toBeGreaterThan(3_000);
  });
});

describe('pause (CMD-29)', () => {
  it('loses nothing and gives nothing twice', async () => {
    const { stage } = vodStage();
    const player = await playing(stage, 'a');
    await stage.advance(2_000);
    pause(player, true);
    pause(player, true);
    await stage.settle();
    const { length } = player.media;
    await stage.advance(50_000);
    expect(player.media).toHaveLength(length);
    pause(player, false);
    await stage.settle();
    await stage.advance(1_000);
    expect(times(player).at(-1)).toBeLessThan(6_200);
    await stage.advance(30_000);
    expect(times(player)).toEqual(
      tagsOf(MOVIE)
        .filter(({ type, data }) => type === 9 && data[1] === 1)
        .map(({ timestamp }) => timestamp),
    );
    expect(player.codes.slice(2)).toEqual([
      'NetStream.Pause.Notify',
      'NetStream.Pause.Notify',
      'NetStream.Unpause.Notify',
      'NetStream.Play.Stop',
    ]);
  });
});

describe('receiveVideo (CMD-28)', () => {
  it('leaves pictures out and brings them back with a header and a key frame', async () => {
    const { stage } = vodStage();
    const player = await playing(stage, 'a');
    const receiveVideo = (on: boolean) => player.run((connection, now) => connection.receiveVideo(1, on, now));
    receiveVideo(false);
    await stage.settle();
    const { length } = player.media;
    await stage.advance(3_300);
    expect(player.media.slice(length).map(({ media }) => media)).not.toContain('video');
    const later = player.media.length;
    receiveVideo(true);
    await stage.settle();
    await stage.advance(2_000);
    const video = player.media.slice(later).filter(({ media }) => media === 'video');
    expect(video.slice(0, 2).map(({ payload }) => [payload[0], payload[1]])).toEqual([
      [0x17, 0],
      [0x17, 1],
    ]);
  });
});
