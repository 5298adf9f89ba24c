import { describe, expect, it } from 'vitest';
import { amfObject, encodeData } from '../../core/index.ts';
import { interFrame, keyFrame, Stage, sound, videoHeader } from './testing/stage.ts';

const METADATA = encodeData('onMetaData', amfObject({ width: 320 }));

describe('a stream through a live server', () => {
  it('reaches a player that waited from the first message on, unchanged', async () => {
    const stage = new Stage();
    const player = await stage.player();
    const publisher = await stage.publisher();
    publisher.run((connection, now) =>
      connection.sendData({ messageStreamId: 1, timestamp: 0, payload: METADATA }, now),
    );
    const published = [videoHeader(1), keyFrame(2), sound(3), interFrame(4, 9_000)];
    publisher.send(...published);
    await stage.settle();
    expect(player.media.map(({ media, timestamp, payload }) => ({ media, timestamp, payload }))).toEqual(published);
    expect(player.eventsOf('dataReceived').map(({ handler }) => handler)).toContain('onMetaData');
    expect(player.codes).toEqual(['NetStream.Play.Reset', 'NetStream.Play.Start', 'NetStream.Play.PublishNotify']);
    expect(publisher.codes).toEqual(['NetStream.Publish.Start']);
  });

  it('gives a late player metadata, headers and the GOP, after Play.Start', async () => {
    const stage = new Stage();
    const publisher = await stage.publisher();
    publisher.send(videoHeader(1), keyFrame(2), keyFrame(3), interFrame(4));
    await stage.settle();
    const player = await stage.player();
    publisher.send(interFrame(5));
    await stage.settle();
    expect(player.marks).toEqual([1, 3, 4, 5]);
    const order = player.events.map(({ type }) => type).filter((type) => /playStarted|mediaReceived/.test(type));
    expect(order[0]).toBe('playStarted');
  });

  it('ends for its players when the publisher leaves, and comes back to those who stay', async () => {
    const stage = new Stage();
    const player = await stage.player();
    const publisher = await stage.publisher();
    publisher.send(keyFrame(1));
    await stage.settle();
    publisher.driver.close();
    await stage.settle();
    expect(player.codes.at(-1)).toBe('NetStream.Play.UnpublishNotify');
    const next = await stage.publisher();
    next.send(interFrame(2), videoHeader(3), keyFrame(4));
    await stage.settle();
    expect(player.codes.at(-1)).toBe('NetStream.Play.PublishNotify');
    expect(player.marks).toEqual([1, 3, 4]);
  });

  it('is one path for clients that split its URL differently (CMD-52)', async () => {
    const stage = new Stage();
    const player = await stage.player('b/c?token=1', 'live');
    const publisher = await stage.publisher('c?key=2', 'live/b?x=3');
    publisher.send(keyFrame(1));
    await stage.settle();
    expect(player.marks).toEqual([1]);
    expect(stage.told('streamPublished')).toMatchObject([{ path: 'live/b/c', playerCount: 1, tookOver: false }]);
  });

  it('stops for a player that switches sound off, and begins again with what it needs (CMD-28)', async () => {
    const stage = new Stage();
    const player = await stage.player();
    const publisher = await stage.publisher();
    const receiveVideo = (on: boolean) => player.run((connection, now) => connection.receiveVideo(1, on, now));
    publisher.send(videoHeader(1), keyFrame(2));
    await stage.settle();
    receiveVideo(false);
    await stage.settle();
    publisher.send(interFrame(3), sound(4));
    await stage.settle();
    receiveVideo(true);
    await stage.settle();
    publisher.send(interFrame(5), keyFrame(6));
    await stage.settle();
    expect(player.marks).toEqual([1, 2, 4, 1, 6]);
  });

  it('stops for a player that pauses, and goes on with headers and a key frame (CMD-29)', async () => {
    const stage = new Stage();
    const player = await stage.player();
    const publisher = await stage.publisher();
    const pause = (paused: boolean) => player.run((connection, now) => connection.pause(1, paused, 0, now));
    publisher.send(videoHeader(1), keyFrame(2));
    await stage.settle();
    pause(true);
    await stage.settle();
    publisher.send(interFrame(3), sound(4));
    await stage.settle();
    pause(false);
    await stage.settle();
    publisher.send(interFrame(5), sound(6), keyFrame(7));
    await stage.settle();
    expect(player.marks).toEqual([1, 2, 1, 6, 7]);
    expect(player.codes.slice(-2)).toEqual(['NetStream.Pause.Notify', 'NetStream.Unpause.Notify']);
  });

  it('has no other time to seek to, nothing to follow it, and no stream to change to (CMD-25, CMD-27, CMD-32)', async () => {
    const stage = new Stage();
    const player = await stage.player();
    const publisher = await stage.publisher();
    player.run((connection, now) => connection.seek(1, 5_000, now));
    player.run((connection, now) => connection.play2(1, { streamName: 'b' }, now));
    player.run((connection, now) => connection.play(1, { name: 'b', start: -2, duration: -1, reset: false }, now));
    await stage.settle();
    publisher.send(keyFrame(1));
    await stage.settle();
    expect(player.codes.slice(-3)).toEqual(['NetStream.Seek.Failed', 'NetStream.Play.Failed', 'NetStream.Play.Failed']);
    expect(player.marks).toEqual([1]);
    expect(stage.told('requestRefused')).toMatchObject([{ request: 'play', reason: 'liveHasNoEnd' }]);
  });

  it('goes to a player on the connection that publishes it', async () => {
    const stage = new Stage();
    const both = await stage.publisher();
    both.run((connection, now) => connection.createStream(now));
    await stage.settle();
    both.run((connection, now) => connection.play(2, { name: 'a' }, now));
    both.send(keyFrame(1));
    await stage.settle();
    both.send(interFrame(2));
    await stage.settle();
    expect(both.media.map(({ messageStreamId, payload }) => [messageStreamId, payload.at(-1)])).toEqual([
      [2, 1],
      [2, 2],
    ]);
  });
});

describe('a second publisher', () => {
  it('is refused by a status, and the first goes on', async () => {
    const stage = new Stage();
    const player = await stage.player();
    const first = await stage.publisher();
    const second = await stage.publisher();
    first.send(keyFrame(1));
    await stage.settle();
    expect(second.codes).toEqual(['NetStream.Publish.BadName']);
    expect(player.marks).toEqual([1]);
    expect(stage.told('requestRefused')).toMatchObject([{ request: 'publish', path: 'live/a', reason: 'nameInUse' }]);
  });

  it('takes over where policy says so; players hear of a new publisher, not of an end', async () => {
    const stage = new Stage({ live: { onDuplicate: 'takeOver' } });
    const player = await stage.player();
    const first = await stage.publisher();
    first.send(keyFrame(1));
    await stage.settle();
    const second = await stage.publisher();
    second.send(videoHeader(2), keyFrame(3));
    await stage.advance(10_000);
    expect(first.codes).toEqual(['NetStream.Publish.Start', 'NetStream.Publish.BadName']);
    expect(first.heard('closed')).toBe(true);
    expect(player.marks).toEqual([1, 2, 3]);
    expect(player.codes.filter((code) => code.includes('ublish'))).toEqual([
      'NetStream.Play.PublishNotify',
      'NetStream.Play.PublishNotify',
    ]);
    expect(stage.told('streamPublished').map(({ tookOver }) => tookOver)).toEqual([false, true]);
    expect(stage.told('streamEnded').map(({ reason }) => reason)).toEqual(['takenOver']);
  });

  it('takes over from one that was silent too long (Q-40)', async () => {
    const stage = new Stage();
    const first = await stage.publisher();
    await stage.advance(15_001);
    const second = await stage.publisher();
    expect(second.codes).toEqual(['NetStream.Publish.Start']);
    expect(first.codes.at(-1)).toBe('NetStream.Publish.BadName');
  });

  it('leaves the other streams of the first alone', async () => {
    const stage = new Stage({ live: { onDuplicate: 'takeOver' } });
    const first = await stage.publisher();
    first.run((connection, now) => connection.createStream(now));
    await stage.settle();
    first.run((connection, now) => connection.publish(2, { name: 'other' }, now));
    await stage.settle();
    await stage.publisher();
    await stage.advance(10_000);
    expect(first.heard('closed')).toBe(false);
    expect(stage.server.stats().streams.map(({ path }) => path)).toEqual(['live/a', 'live/other']);
  });
});

describe('LiveServer.close', () => {
  it('tells players and publishers, ends all in order, and answers', async () => {
    const stage = new Stage();
    const player = await stage.player();
    const publisher = await stage.publisher();
    publisher.send(keyFrame(1));
    await stage.settle();
    let isDone = false;
    const closing = stage.server.close().then(() => {
      isDone = true;
    });
    expect(stage.server.close()).toBeInstanceOf(Promise);
    await stage.settle();
    await closing;
    expect(isDone).toBe(true);
    expect(player.codes.slice(-1)).toEqual(['NetStream.Play.Stop']);
    expect(publisher.codes.slice(-1)).toEqual(['NetStream.Unpublish.Success']);
    expect(stage.told('connectionClosed').map(({ fault }) => fault)).toEqual([undefined, undefined]);
    expect(stage.server.stats()).toEqual({ connections: [], streams: [], waitingCount: 0 });
    expect(() => stage.open()).toThrow('Nothing listens');
  });

  it('waits no longer than it is told for a client that does not end', async () => {
    const stage = new Stage({}, { toClient: { delayMs: 60_000 } });
    stage.open();
    await stage.advance(1);
    let isDone = false;
    void stage.server.close({ drainMs: 1_000 }).then(() => {
      isDone = true;
    });
    await stage.advance(999);
    expect(isDone).toBe(false);
    await stage.advance(2);
    expect(isDone).toBe(true);
  });

  it('lets nobody in who was under way', async () => {
    const stage = new Stage({}, { toServer: { delayMs: 10 } });
    const other = stage.network.listen(stage.server.acceptOptions);
    void stage.server.close();
    const late = stage.network.connect({
      port: other.address.port,
      connection: { connect: { app: 'live', tcUrl: 'rtmp://memory/live' } },
      onConnection: () => ({ onEvent: () => {} }),
    });
    await stage.advance(100);
    expect(stage.told('requestRefused')).toMatchObject([{ request: 'connect', path: 'live', reason: 'closing' }]);
    expect(late.isClosed).toBe(true);
  });
});

describe('LiveServer.disconnect', () => {
  it('ends one client and no other', async () => {
    const stage = new Stage();
    const publisher = await stage.publisher();
    const player = await stage.player();
    const [first] = stage.server.stats().connections;
    expect(stage.server.disconnect(first?.id ?? 0)).toBe(true);
    await stage.settle();
    expect(publisher.heard('closed')).toBe(true);
    expect(player.heard('closed')).toBe(false);
    expect(stage.server.disconnect(first?.id ?? 0)).toBe(false);
  });
});
