import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { joinBytes, payloadsIn, readFlv } from '../../core/flv/testing/files.ts';
import { movieTags, recorded } from '../../core/flv/testing/movie.ts';
import { type FlvPayload, FlvTagType, type MediaReceived } from '../../core/index.ts';
import { connect, listen, nodeRuntime } from '../node/index.ts';
import { LiveServer } from '../server/live-server.ts';
import { until } from '../testing/until.ts';
import { FlvPlayer, type FlvPlayerOptions, FlvPublisher, openStream } from './index.ts';
import { Studio } from './testing/studio.ts';

/** Servers at `a` and, further off, at `b` and at `c` that lets nobody do anything. */
function servers(): Studio {
  const studio = new Studio({ link: (_, to) => ({ toServer: { delayMs: to === 'a' ? 0 : 200 } }) });
  studio.serve('a');
  studio.serve('b');
  studio.serve('c', { onPublish: () => ({ refuse: 'No.' }), onPlay: () => ({ refuse: 'No.' }) });
  return studio;
}

function publish(studio: Studio, host: string, tags: readonly FlvPayload[], follows = true): FlvPublisher {
  const file = recorded(tags, { metadata: { width: 640 } });
  const open = async function* () {
    yield file;
  };
  return new FlvPublisher({ ...studio.common, url: `rtmp://${host}/live/s`, open, followsReconnects: follows });
}

interface Watched {
  readonly media: MediaReceived[];
  readonly names: string[];
}

/** What a player gets that stays. */
function watch(studio: Studio, host: string): Watched {
  const watched: Watched = { media: [], names: [] };
  openStream({
    ...studio.common,
    url: `rtmp://${host}/live/s`,
    order: { kind: 'play' },
    listener: {
      onEvent: (event) => {
        if (event.type === 'mediaReceived') watched.media.push(event);
        if (event.type === 'dataReceived' && event.handler === 'onMetaData') watched.names.push(event.handler);
      },
    },
  });
  return watched;
}

const isFrame = ({ payload }: MediaReceived): boolean => payload[1] === 1;
const isKeyFrame = ({ payload }: MediaReceived): boolean => payload[0] === 0x17 && payload[1] === 1;
const timesOf = ({ media }: Watched): number[] => media.filter(isFrame).map(({ timestamp }) => timestamp);

function play(studio: Studio, options: Partial<FlvPlayerOptions> = {}) {
  const pieces: Uint8Array[] = [];
  const write = (bytes: Uint8Array): void => void pieces.push(bytes);
  const player = new FlvPlayer({ ...studio.common, url: 'rtmp://a/live/s', write, ...options });
  const media = (): FlvPayload[] =>
    payloadsIn(readFlv(joinBytes(...pieces)).items).filter(({ type }) => type !== FlvTagType.script);
  return { player, media };
}

describe('a publisher that is asked to go on elsewhere (ERTMP-40 to ERTMP-42)', () => {
  it('does so at a key frame, with metadata and headers before it, and nothing is lost or sent twice', async () => {
    const studio = servers();
    const [here, there] = [watch(studio, 'a'), watch(studio, 'b')];
    await studio.advance(1_000);
    const publisher = publish(studio, 'a', movieTags({ seconds: 8, audio: false }));
    await studio.advance(3_333);
    expect(studio.sendAway('a', 'rtmp://b/live')).toBe(1);
    await studio.until(publisher.done);
    await studio.advance(1_000);
    expect([...timesOf(here), ...timesOf(there)]).toEqual(Array.from({ length: 200 }, (_, index) => index * 40));
    expect(there.names).toEqual(['onMetaData']);
    expect(there.media[0]?.payload.subarray(0, 2)).toEqual(Uint8Array.of(0x17, 0));
    expect(there.media[1]).toSatisfy(isKeyFrame);
    expect(timesOf(there)[0]).toBe(6_000); // the first key frame after the new place said yes
    expect(publisher.totals.pictures).toBe(200);
  });

  it('does so at any sound where there are no pictures', async () => {
    const studio = servers();
    const [here, there] = [watch(studio, 'a'), watch(studio, 'b')];
    await studio.advance(1_000);
    const publisher = publish(studio, 'a', movieTags({ seconds: 4, video: false }));
    await studio.advance(2_001);
    studio.sendAway('a', 'rtmp://b/live');
    await studio.until(publisher.done);
    await studio.advance(1_000);
    expect([...timesOf(here), ...timesOf(there)]).toEqual(Array.from({ length: 100 }, (_, index) => index * 40 + 3));
    expect(timesOf(there).length).toBeGreaterThan(20);
  });

  it('stays where it is while the new place does not take it', async () => {
    const studio = servers();
    const here = watch(studio, 'a');
    await studio.advance(1_000);
    const publisher = publish(studio, 'a', movieTags({ seconds: 6, audio: false }));
    for (const place of ['rtmp://c/live', 'rtmp://nowhere/live']) {
      await studio.advance(1_500);
      expect(studio.sendAway('a', place)).toBe(1);
    }
    await studio.until(publisher.done);
    await studio.advance(1_000);
    expect(timesOf(here)).toHaveLength(150);
  });

  it('goes on there at the next key frame when the old place does not wait', async () => {
    const studio = servers();
    const there = watch(studio, 'b');
    await studio.advance(1_000);
    const publisher = publish(studio, 'a', movieTags({ seconds: 6, audio: false }));
    await studio.advance(2_500);
    studio.sendAway('a', 'rtmp://b/live');
    await studio.advance(50);
    studio.network.isolate('a');
    await studio.until(publisher.done);
    await studio.advance(1_000);
    expect(there.media.filter(isFrame)[0]).toSatisfy(isKeyFrame);
    expect(timesOf(there).at(-1)).toBe(5_960);
  });

  it('fails with what broke here when the new place does not take it either', async () => {
    const studio = servers();
    const publisher = publish(studio, 'a', movieTags({ seconds: 6 }));
    await studio.advance(2_500);
    studio.sendAway('a', 'rtmp://c/live');
    await studio.advance(50);
    studio.network.isolate('a');
    await expect(studio.until(publisher.done)).rejects.toMatchObject({ name: 'ClientError', code: 'lost' });
  });

  it('is not asked when it said that it stays', async () => {
    const studio = servers();
    const publisher = publish(studio, 'a', movieTags({ seconds: 2 }), false);
    await studio.advance(1_000);
    expect(studio.sendAway('a', 'rtmp://b/live')).toBe(0);
    await studio.until(publisher.done);
  });

  it('ends in order on the way', async () => {
    const studio = servers();
    const publisher = publish(studio, 'a', movieTags({ seconds: 6 }));
    await studio.advance(1_500);
    studio.sendAway('a', 'rtmp://b/live');
    await studio.advance(50);
    publisher.stop();
    await studio.until(publisher.done);
    expect(studio.network.cut('client', 'a') + studio.network.cut('client', 'b')).toBe(0);
  });
});

describe('a player that is asked to go on elsewhere', () => {
  it('plays what follows from there, and repeats nothing', async () => {
    const studio = servers();
    const { player, media } = play(studio);
    const tags = movieTags({ seconds: 6 });
    await studio.advance(1_000);
    const publishers = [publish(studio, 'a', tags, false), publish(studio, 'b', tags, false)];
    await studio.advance(3_300);
    studio.sendAway('a', 'rtmp://b/live');
    await studio.advance(1_000);
    expect(studio.network.cut('client', 'a')).toBe(1); // the publisher is left there, and breaks
    await expect(studio.until(publishers[0]?.done ?? Promise.resolve())).rejects.toMatchObject({ code: 'lost' });
    await studio.until(player.done);
    expect(media().map(({ data }) => data)).toEqual(tags.map(({ data }) => data));
    expect(player.totals).toMatchObject({ pictures: 150, sounds: 150, timeMs: 5_960 });
  });

  it('goes where its publisher goes, and waits there for it', async () => {
    const studio = servers();
    const { player, media } = play(studio);
    const publisher = publish(studio, 'a', movieTags({ seconds: 6, audio: false }));
    await studio.advance(3_300);
    expect(studio.sendAway('a', 'rtmp://b/live')).toBe(2);
    await studio.until(publisher.done);
    await studio.until(player.done);
    const frames = media().filter(({ data }) => data[1] === 1);
    expect(frames.map(({ timestamp }) => timestamp)).toEqual(Array.from({ length: 150 }, (_, index) => index * 40));
  });

  it('goes on being held, and reads to its end what it has left', async () => {
    const studio = servers();
    const { player, media } = play(studio);
    const tags = movieTags({ seconds: 6 });
    const publishers = [publish(studio, 'a', tags, false), publish(studio, 'b', tags, false)];
    await studio.advance(2_000);
    studio.sendAway('a', 'rtmp://b/live');
    player.hold();
    await studio.advance(2_000);
    const before = media().length;
    await studio.advance(500);
    expect(media()).toHaveLength(before);
    player.release();
    await studio.until(Promise.all(publishers.map(({ done }) => done)));
    await studio.until(player.done);
    expect(player.totals).toMatchObject({ pictures: 150, sounds: 150 });
  });

  it('is not asked when it plays from a place in a recording', async () => {
    const studio = servers();
    const publisher = publish(studio, 'a', movieTags({ seconds: 2 }), false);
    const { player } = play(studio, { start: 0 });
    await studio.advance(1_000);
    expect(studio.sendAway('a', 'rtmp://b/live')).toBe(0);
    player.stop();
    await studio.until(publisher.done);
  });
});

describe('a server that closes, over TCP', () => {
  it('is left for the next one by publisher and player alike', async () => {
    const published: number[] = [];
    const serverOf = (place: number) =>
      new LiveServer({
        onEvent: (event) => {
          if (event.type === 'streamEnded') published[place] = event.counters.pictures;
        },
      });
    const [old, next] = [serverOf(0), serverOf(1)];
    const ports: number[] = [];
    for (const server of [old, next]) {
      const listener = await listen({ ...server.acceptOptions, host: '127.0.0.1', port: 0 });
      ports.push(listener.address.port);
      server.attach(listener);
    }
    const common = { ...nodeRuntime, connect, url: `rtmp://127.0.0.1:${ports[0]}/live/s` };
    const tags = movieTags({ seconds: 4, audio: false });
    const [before, after] = [recorded(tags.slice(0, 51)), recorded(tags.slice(51)).subarray(13)];
    let closing: Promise<void> | undefined;
    const publisher = new FlvPublisher({
      ...common,
      pace: 'fast',
      open: async function* () {
        yield before;
        await until(() => player.totals.pictures > 40);
        closing = old.close({ reconnectTo: `rtmp://127.0.0.1:${ports[1]}/live` });
        await until(() => next.stats().streams.some(({ publisher, players }) => publisher && players.length > 0));
        await setImmediate(); // what the new server said is read
        yield after;
      },
    });
    const player = new FlvPlayer({ ...common, write: () => {} });
    await publisher.done;
    await player.done;
    await closing;
    expect(player.totals.pictures).toBe(100);
    expect(published).toEqual([50, 50]);
    await next.close();
  });
});
