import { describe, expect, it, vi } from 'vitest';
import { trackLine } from '../../core/index.ts';
import { MemoryNetwork } from '../memory/index.ts';
import { createLiveServer } from './live-server.ts';
import { interFrame, keyFrame, Stage, sound, videoHeader } from './testing/stage.ts';

const KIB = 1024;

describe('events', () => {
  it('tell the whole life of a stream, in order', async () => {
    const stage = new Stage();
    const player = await stage.player();
    const publisher = await stage.publisher();
    publisher.send(keyFrame(1));
    await stage.settle();
    player.driver.close();
    await stage.settle();
    publisher.driver.close();
    await stage.settle();
    expect(stage.events.map(({ type, connection }) => `${connection.id} ${type}`)).toEqual([
      '1 connectionOpened',
      '1 clientConnected',
      '1 playerJoined',
      '2 connectionOpened',
      '2 clientConnected',
      '2 streamPublished',
      '2 trackDescribed',
      '1 playerLeft',
      '1 connectionClosed',
      '2 streamEnded',
      '2 connectionClosed',
    ]);
    expect(stage.told('playerLeft')).toMatchObject([
      { path: 'live/a', reason: 'connectionClosed', counters: { messages: 1 } },
    ]);
    expect(stage.told('streamEnded')).toMatchObject([{ reason: 'connectionClosed', counters: { keyFrames: 1 } }]);
  });

  it('describe each track when it is found, and again when more is known', async () => {
    const stage = new Stage();
    const publisher = await stage.publisher();
    publisher.send(keyFrame(1), interFrame(2), sound(3), sound(4));
    await stage.settle();
    expect(stage.told('trackDescribed').map(({ path, track }) => `${path}: ${trackLine(track)}`)).toEqual([
      'live/a: AVC',
      'live/a: AAC',
    ]);
  });

  it('tell why a transport was lost', async () => {
    const stage = new Stage({}, { toServer: { cutAfterBytes: 2_000 } });
    stage.open();
    await stage.settle();
    expect(stage.told('connectionClosed')).toMatchObject([{ failure: { code: 'ECONNRESET' } }]);
  });

  it('tell of deviations that were accepted', async () => {
    const stage = new Stage();
    const client = await stage.connected();
    client.sendUnasked(sound(1));
    await stage.settle();
    expect(stage.told('clientDeviated')).toMatchObject([{ code: 'mediaWithoutPublish', rule: 'MSG-8' }]);
    expect(stage.server.stats().connections).toMatchObject([{ deviations: { mediaWithoutPublish: 1 } }]);
  });

  it('may be thrown at: the server goes on, and the error is not swallowed', async () => {
    const microtasks = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => {});
    const stage = new Stage({
      onEvent: ({ type }) => {
        if (type === 'playerJoined') throw new Error('observer');
      },
    });
    const player = await stage.player();
    const publisher = await stage.publisher();
    publisher.send(keyFrame(1));
    await stage.settle();
    const uncaught = microtasks.mock.calls.map(([microtask]) => microtask);
    microtasks.mockRestore();
    expect(player.marks).toEqual([1]);
    expect(uncaught).toHaveLength(1);
    expect(() => uncaught[0]?.()).toThrow('observer');
  });

  it('need no one to hear them', () => {
    const network = new MemoryNetwork();
    const server = createLiveServer();
    const listener = network.listen(server.acceptOptions);
    const connection = { connect: { app: 'live', tcUrl: 'rtmp://memory/live' } };
    network.connect({ port: listener.address.port, connection, onConnection: () => ({ onEvent: () => {} }) });
    network.clock.runUntilIdle();
    expect(server.stats().connections).toMatchObject([{ id: 1, app: 'live' }]);
  });
});

it('createLiveServer refuses options that no connection can be made with', () => {
  const connection = { limits: { messageLength: -1 } };
  expect(() => createLiveServer({ connection })).toThrow(expect.objectContaining({ code: 'optionOutOfRange' }));
});

describe('LiveServer.stats', () => {
  it('counts connections, streams and players', async () => {
    const stage = new Stage();
    const publisher = await stage.publisher();
    const player = await stage.player();
    await stage.player('nobody');
    publisher.send(videoHeader(1), keyFrame(2), sound(3));
    await stage.settle();
    const { connections, streams, waitingCount } = stage.server.stats();
    expect(connections).toMatchObject([
      { id: 1, app: 'live', publishes: ['live/a'], plays: [], unsentBytes: 0, heldBytes: expect.any(Number) },
      { id: 2, publishes: [], plays: ['live/a'] },
      { id: 3, plays: ['live/nobody'] },
    ]);
    expect(streams).toMatchObject([
      {
        path: 'live/a',
        publisher: {
          connectionId: 1,
          messages: 3,
          keyFrames: 1,
          headerBytes: videoHeader(1).payload.length,
          gopMessages: 2,
          recording: undefined,
          tracks: [
            { media: 'video', trackId: 0, codec: 'AVC' },
            { media: 'audio', trackId: 0, codec: 'AAC' },
          ],
        },
        players: [{ connectionId: 2, messages: player.marks.length, skips: 0 }],
      },
      { path: 'live/nobody', publisher: undefined, players: [{ connectionId: 3, messages: 0 }] },
    ]);
    expect(waitingCount).toBe(1);
  });
});

describe('players', () => {
  it('that wait are bounded', async () => {
    const stage = new Stage({ live: { waitingPerPath: 1 } });
    await stage.player();
    const second = await stage.player();
    expect(second.codes).toEqual(['NetStream.Play.StreamNotFound']);
    expect(stage.told('requestRefused')).toMatchObject([{ request: 'play', reason: 'tooManyWaiting' }]);
  });

  it('that read nothing are cut at their budget, and others never notice', async () => {
    const slowPlayer = { skipAboveBytes: 40 * KIB, resumeBelowBytes: 8 * KIB, cutAboveBytes: 100 * KIB };
    const stage = new Stage({ live: { slowPlayer } });
    const good = await stage.player();
    const stalled = await stage.player('a', 'live', { toClient: { capacity: 8 * KIB } });
    stalled.driver.holdReading();
    const publisher = await stage.publisher();
    for (let mark = 1; mark <= 120; mark += 1) {
      publisher.send(mark % 30 === 1 ? keyFrame(mark, 4 * KIB) : interFrame(mark, KIB), sound(mark, 2 * KIB));
      await stage.settle();
    }
    expect(good.marks).toHaveLength(240);
    expect(stage.told('playerLeft')).toMatchObject([
      { connection: { id: 2 }, reason: 'backlog', counters: { skips: 1 } },
    ]);
    expect(stage.told('connectionClosed')).toMatchObject([{ failure: { code: 'PLAYER_TOO_SLOW' } }]);
    expect(stage.told('connectionClosed')[0]?.bytesSent).toBeLessThan(160 * KIB);
  });

  it('that take no byte for too long are cut as stalled', async () => {
    const slowPlayer = { skipAboveBytes: 10 * KIB, cutAboveBytes: 10_000 * KIB, stallMs: 5_000 };
    const stage = new Stage({ live: { slowPlayer } });
    const stalled = await stage.player('a', 'live', { toClient: { capacity: 8 * KIB } });
    stalled.driver.holdReading();
    const publisher = await stage.publisher();
    for (let second = 0; second < 10; second += 1) {
      publisher.send(keyFrame(second, 20 * KIB));
      await stage.advance(1_000);
    }
    expect(stage.told('playerLeft')).toMatchObject([{ reason: 'stalled' }]);
  });

  it('get one write for all that one read of the publisher brought', async () => {
    const stage = new Stage();
    const player = await stage.player();
    const publisher = await stage.publisher();
    const before = stage.writes.get(1)?.length;
    publisher.driver.cork();
    publisher.send(videoHeader(1), keyFrame(2), sound(3), interFrame(4));
    publisher.driver.uncork();
    await stage.settle();
    expect(player.marks).toEqual([1, 2, 3, 4]);
    expect(stage.writes.get(1)?.slice(before)).toEqual([4]);
  });

  it('get it in the same turn also when a decision let the publisher go on', async () => {
    let decide = (): void => {};
    const decision = new Promise<undefined>((resolve) => {
      decide = () => resolve(undefined);
    });
    const stage = new Stage({ onPublish: () => decision });
    await stage.player();
    const publisher = await stage.connected();
    publisher.driver.cork();
    publisher.run((connection, now) => connection.publish(1, { name: 'a' }, now));
    publisher.sendUnasked(videoHeader(1));
    publisher.sendUnasked(keyFrame(2));
    publisher.driver.uncork();
    await stage.settle();
    const before = stage.writes.get(1)?.length;
    decide();
    await stage.decide();
    const announcement = 2;
    expect(stage.writes.get(1)?.slice(before)).toEqual([announcement, 2]);
  });
});

describe('limits of a connection', () => {
  it('leave room for all that a player may be given, unless they are set', () => {
    const roomy = new Stage({ live: { gopCacheBytes: 100 * KIB * KIB } }).server.acceptOptions;
    expect(roomy.connection?.limits?.sendBacklogMax).toBeGreaterThan(100 * KIB * KIB);
    const set = new Stage({ connection: { limits: { sendBacklogMax: 1_000 } } }).server.acceptOptions;
    expect(set.connection?.limits?.sendBacklogMax).toBe(1_000);
  });
});
