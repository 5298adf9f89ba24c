import { describe, expect, it } from 'vitest';
import { movieTags, recorded } from '../../core/flv/testing/movie.ts';
import type { FlvPayload, MediaReceived } from '../../core/index.ts';
import type { LiveServer } from '../server/live-server.ts';
import { FlvPublisher, openStream, Relay, type RelayEvent, type RelayOptions } from './index.ts';
import { Studio } from './testing/studio.ts';

const FROM = 'rtmp://source/live/a';

function publish(studio: Studio, tags: readonly FlvPayload[], url = FROM): FlvPublisher {
  const file = recorded(tags, { metadata: { width: 640 } });
  const open = async function* () {
    yield file;
  };
  return new FlvPublisher({ ...studio.common, url, open });
}

/** What a player at a host gets, in order: media and the names of data. */
function watch(studio: Studio, host: string) {
  const media: MediaReceived[] = [];
  const data: string[] = [];
  openStream({
    ...studio.common,
    url: `rtmp://${host}/live/b`,
    order: { kind: 'play' },
    listener: {
      onEvent: (event) => {
        if (event.type === 'mediaReceived') media.push(event);
        if (event.type === 'dataReceived') data.push(event.handler);
      },
    },
  });
  return { media, data };
}

function relay(studio: Studio, hosts: readonly string[], options: Partial<RelayOptions> = {}) {
  const told: RelayEvent[] = [];
  const started = new Relay({
    ...studio.common,
    connect: studio.connectFrom('relay'),
    from: FROM,
    to: hosts.map((host) => `rtmp://${host}/live/b`),
    onEvent: (event) => told.push(event),
    ...options,
  });
  const typesOf = (target?: number): string[] =>
    told.filter((event) => !('target' in event) || event.target === target).map(({ type }) => type);
  return { relay: started, told, typesOf };
}

const timesOf = (media: readonly MediaReceived[], kind: 'audio' | 'video'): number[] =>
  media.filter((event) => event.media === kind && event.payload[1] === 1).map(({ timestamp }) => timestamp);

const published = (server: LiveServer): boolean =>
  server.stats().streams.some(({ publisher }) => publisher !== undefined);

describe('a relay', () => {
  it('publishes to all what it plays, unchanged, and ends with the stream when it is told to', async () => {
    const studio = new Studio();
    for (const host of ['source', 'x', 'y']) studio.serve(host);
    const players = [watch(studio, 'x'), watch(studio, 'y')];
    const { relay: relaying, typesOf } = relay(studio, ['x', 'y'], { once: true });
    await studio.advance(1_000);
    const tags = movieTags({ seconds: 4, begin: 16_776_000 });
    const publisher = publish(studio, tags);
    await studio.until(publisher.done);
    await studio.until(relaying.done);
    await studio.advance(1_000);
    const sent = tags.map(({ timestamp, data }) => ({ timestamp, payload: data }));
    sent.splice(2, 1); // a sound before the first picture: targets come when there is something, and begin at a key frame
    for (const { media, data } of players) {
      expect(media.map(({ timestamp, payload }) => ({ timestamp, payload }))).toEqual(sent);
      expect(data).toContain('onMetaData');
    }
    expect(typesOf(0)).toEqual([
      'sourceStarted',
      'streamBegan',
      'targetStarted',
      'streamEnded',
      'targetEnded',
      'sourceEnded',
    ]);
    expect(relaying.totals).toMatchObject({ pictures: 100, sounds: 100 });
  });

  it('stays when the stream has ended, and relays the next one', async () => {
    const studio = new Studio();
    const server = studio.serve('x');
    studio.serve('source');
    const { media } = watch(studio, 'x');
    const { relay: relaying } = relay(studio, ['x']);
    for (let round = 0; round < 2; round += 1) {
      await studio.advance(5_000);
      await studio.until(publish(studio, movieTags({ seconds: 2, audio: false })).done);
      await studio.advance(5_000);
      expect(published(server)).toBe(false);
    }
    expect(timesOf(media, 'video')).toHaveLength(100);
    relaying.stop();
    await studio.until(relaying.done);
  });

  it('waits for a source that is not there yet, longer each time', async () => {
    const studio = new Studio();
    studio.serve('x');
    const { told, relay: relaying } = relay(studio, ['x']);
    await studio.advance(120_000);
    const waits = told.flatMap((event) => (event.type === 'sourceEnded' ? [event.retryMs ?? 0] : []));
    expect(waits[0]).toBeLessThanOrEqual(1_500);
    expect(Math.max(...waits)).toBeGreaterThan(15_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(45_000);
    studio.serve('source');
    const publisher = publish(studio, movieTags({ seconds: 60, audio: false }));
    await studio.advance(50_000);
    expect(told.map(({ type }) => type)).toContain('targetStarted');
    relaying.stop();
    publisher.stop();
    await studio.until(relaying.done);
  });

  it('fails with what the source said when it is for one stream only', async () => {
    const studio = new Studio();
    studio.serve('source', { onPlay: () => ({ refuse: 'No.', code: 'NetStream.Play.StreamNotFound' }) });
    const { relay: relaying } = relay(studio, ['x'], { once: true });
    await expect(studio.until(relaying.done)).rejects.toMatchObject({ code: 'streamNotFound' });
    expect(studio.dialled).toEqual(['source']);
  });
});

describe('a target that fails', () => {
  it('stops no other, and comes back at a key frame with headers before it', async () => {
    const studio = new Studio();
    for (const host of ['source', 'x', 'y']) studio.serve(host);
    const players = [watch(studio, 'x'), watch(studio, 'y')];
    const { relay: relaying, typesOf } = relay(studio, ['x', 'y'], { once: true });
    await studio.advance(1_000);
    const publisher = publish(studio, movieTags({ seconds: 20, audio: false }));
    await studio.advance(5_000);
    studio.network.cut('relay', 'y');
    await studio.advance(100);
    const again = watch(studio, 'y');
    await studio.until(publisher.done);
    await studio.until(relaying.done);
    expect(timesOf(players[0]?.media ?? [], 'video')).toHaveLength(500);
    expect(typesOf(0).filter((type) => type === 'targetStarted')).toHaveLength(1);
    expect(typesOf(1).filter((type) => type === 'targetStarted')).toHaveLength(2);
    expect(again.media[0]?.payload.slice(0, 2)).toEqual(Uint8Array.of(0x17, 0));
    expect(again.media[1]?.payload.slice(0, 2)).toEqual(Uint8Array.of(0x17, 1));
    expect(timesOf(again.media, 'video').at(-1)).toBe(19_960);
  });

  it('is tried again though it was never there', async () => {
    const studio = new Studio();
    for (const host of ['source', 'x']) studio.serve(host);
    const { media } = watch(studio, 'x');
    const { relay: relaying, told } = relay(studio, ['x', 'nowhere'], { once: true });
    await studio.advance(1_000);
    await studio.until(publish(studio, movieTags({ seconds: 10, audio: false })).done);
    await studio.until(relaying.done);
    expect(timesOf(media, 'video')).toHaveLength(250);
    const failures = told.filter((event) => event.type === 'targetEnded' && event.target === 1);
    expect(failures.length).toBeGreaterThan(2);
    expect(failures[0]).toMatchObject({ error: { code: 'unreachable' } });
  });

  it('that takes nothing is cut, and costs no memory without end', async () => {
    const studio = new Studio({
      link: (from, to) => (to === 'slow' && from === 'relay' ? { toServer: { bytesPerSecond: 20_000 } } : {}),
    });
    for (const host of ['source', 'x', 'slow']) studio.serve(host);
    const { media } = watch(studio, 'x');
    const { relay: relaying, told } = relay(studio, ['x', 'slow'], { once: true });
    await studio.advance(1_000);
    const publisher = publish(studio, movieTags({ seconds: 120, audio: false, pictureLength: 20_000 }));
    await studio.until(publisher.done);
    await studio.until(relaying.done);
    expect(timesOf(media, 'video')).toHaveLength(3_000);
    expect(told.some((event) => event.type === 'targetEnded' && event.target === 0 && event.error)).toBe(false);
  });
});

describe('a source that is lost', () => {
  it('is taken up where it was, while the targets stay', async () => {
    const studio = new Studio();
    for (const host of ['source', 'x']) studio.serve(host);
    const { media } = watch(studio, 'x');
    const { relay: relaying, typesOf } = relay(studio, ['x'], { once: true });
    await studio.advance(1_000);
    const connections = studio.dialled.length;
    const publisher = publish(studio, movieTags({ seconds: 20 }));
    await studio.advance(7_100);
    expect(studio.network.cut('relay', 'source')).toBe(1);
    await studio.until(publisher.done);
    await studio.until(relaying.done);
    expect(studio.dialled.length).toBeGreaterThan(connections);
    for (const kind of ['audio', 'video'] as const) {
      const times = timesOf(media, kind);
      expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
      expect(times.at(-1)).toBeGreaterThan(19_900);
    }
    expect(typesOf(0).filter((type) => type === 'targetStarted')).toHaveLength(1);
  });

  it('is given up for its targets when it does not come back in time', async () => {
    const studio = new Studio();
    for (const host of ['source', 'x']) studio.serve(host);
    const { relay: relaying, typesOf } = relay(studio, ['x'], { holdMs: 4_000 });
    await studio.advance(1_000);
    publish(studio, movieTags({ seconds: 60, audio: false })).done.catch(() => {});
    await studio.advance(3_000);
    studio.network.isolate('source');
    await studio.advance(3_000);
    expect(typesOf(0)).not.toContain('streamEnded');
    await studio.advance(3_000);
    expect(typesOf(0)).toContain('streamEnded');
    relaying.stop();
    await studio.until(relaying.done);
  });
});

describe('a server that asks to reconnect elsewhere (ERTMP-40 to ERTMP-42)', () => {
  it('is left for that place, by a target and by the source, with nothing missed', async () => {
    const studio = new Studio();
    for (const host of ['source', 'mirror', 'x', 'y']) studio.serve(host);
    const first = watch(studio, 'x');
    const second = watch(studio, 'y');
    const { relay: relaying, told } = relay(studio, ['x'], { once: true });
    await studio.advance(1_000);
    const tags = movieTags({ seconds: 20, audio: false });
    const publishers = [publish(studio, tags), publish(studio, tags, 'rtmp://mirror/live/a')];
    await studio.advance(7_000);
    expect(studio.sendAway('x', 'rtmp://y/live')).toBe(1);
    await studio.advance(5_000);
    expect(studio.sendAway('source', 'rtmp://mirror/live')).toBe(2);
    await studio.until(Promise.all(publishers.map(({ done }) => done)));
    await studio.until(relaying.done);
    const places = told.flatMap((event) => ('url' in event ? [event.url.host] : []));
    expect(places).toEqual(['source', 'x', 'y', 'mirror']);
    const times = [...timesOf(first.media, 'video'), ...timesOf(second.media, 'video')];
    expect(new Set(times).size).toBe(500);
    const there = timesOf(second.media, 'video');
    expect(there).toEqual([...new Set(there)].sort((one, other) => one - other));
    expect(there.at(-1)).toBe(19_960);
    expect(told.filter((event) => 'error' in event && event.error !== undefined)).toEqual([]);
  });
});
