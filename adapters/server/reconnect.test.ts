import { describe, expect, it } from 'vitest';
import { amfObject } from '../../core/index.ts';
import { keyFrame, Stage, type StageClient } from './testing/stage.ts';

const reconnects = { properties: amfObject({ capsEx: 1 }) };

/** A client that takes requests to reconnect, with message stream 1. */
async function mover(stage: Stage): Promise<StageClient> {
  const client = stage.open('live', undefined, reconnects);
  await stage.settle();
  client.run((connection, now) => connection.createStream(now));
  await stage.settle();
  return client;
}

async function movingPublisher(stage: Stage): Promise<StageClient> {
  const client = await mover(stage);
  client.run((connection, now) => connection.publish(1, { name: 'a' }, now));
  await stage.settle();
  return client;
}

async function movingPlayer(stage: Stage): Promise<StageClient> {
  const client = await mover(stage);
  client.run((connection, now) => connection.play(1, { name: 'a' }, now));
  await stage.settle();
  return client;
}

/** Closes the server and tells when that is done. */
function close(stage: Stage, reconnectTo?: string): { isDone: boolean } {
  const closing = { isDone: false };
  const options = { drainMs: 5_000, ...(reconnectTo !== undefined && { reconnectTo }) };
  void stage.server.close(options).then(() => {
    closing.isDone = true;
  });
  return closing;
}

describe('LiveServer.close: clients that take requests to reconnect (ERTMP-42)', () => {
  it('asks them, serves them while they move, and is done when they have left', async () => {
    const stage = new Stage();
    const publisher = await movingPublisher(stage);
    const player = await movingPlayer(stage);
    const closing = close(stage, 'rtmp://b.example/live');
    await stage.settle();
    const asked = { type: 'reconnectRequested', tcUrl: 'rtmp://b.example/live', description: 'The server is closing.' };
    expect([publisher.events.at(-1), player.events.at(-1)]).toEqual([asked, asked]);
    expect(stage.told('reconnectRequested')).toMatchObject([
      { connection: { id: 1 }, tcUrl: 'rtmp://b.example/live' },
      { connection: { id: 2 }, tcUrl: 'rtmp://b.example/live' },
    ]);
    publisher.send(keyFrame(7));
    await stage.settle();
    expect(player.marks).toEqual([7]);
    expect(() => stage.open()).toThrow('Nothing listens');
    publisher.driver.close();
    await stage.settle();
    expect([player.codes.at(-1), closing.isDone]).toEqual(['NetStream.Play.UnpublishNotify', false]);
    player.driver.close();
    await stage.settle();
    expect(closing.isDone).toBe(true);
    expect(stage.told('connectionClosed').map(({ fault }) => fault)).toEqual([undefined, undefined]);
  });

  it('ends in order those that have not left when four fifths of the time are over', async () => {
    const stage = new Stage();
    const publisher = await movingPublisher(stage);
    const player = await movingPlayer(stage);
    const closing = close(stage);
    await stage.advance(3_999);
    expect(player.events.at(-1)).toMatchObject({ type: 'reconnectRequested', tcUrl: 'rtmp://memory/live' });
    expect(stage.told('streamEnded')).toEqual([]);
    await stage.advance(1);
    await stage.settle();
    expect(player.codes.at(-1)).toBe('NetStream.Play.Stop');
    expect(publisher.codes.at(-1)).toBe('NetStream.Unpublish.Success');
    expect(closing.isDone).toBe(true);
    expect(stage.told('connectionClosed').map(({ failure }) => failure)).toEqual([undefined, undefined]);
  });

  it('drops those that do not end even then', async () => {
    const stage = new Stage({}, { toServer: { delayMs: 20 } });
    const client = stage.open('live', { toServer: { delayMs: 20 } }, reconnects);
    await stage.advance(1_000);
    client.driver.transport.end = () => {}; // never says that it has ended
    const closing = close(stage);
    await stage.advance(4_999);
    expect(closing.isDone).toBe(false);
    await stage.advance(1);
    expect(closing.isDone).toBe(true);
    expect(stage.told('connectionClosed')).toMatchObject([{ failure: { code: 'DRAIN_TIMEOUT' } }]);
  });

  it('ends all others at once', async () => {
    const stage = new Stage();
    const moving = await movingPublisher(stage);
    const player = await stage.player();
    const closing = close(stage);
    await stage.settle();
    expect(player.codes.at(-1)).toBe('NetStream.Play.Stop');
    expect(player.heard('closed')).toBe(true);
    expect([moving.heard('closed'), closing.isDone]).toEqual([false, false]);
  });

  it('asks nobody who is not connected yet', async () => {
    const stage = new Stage({ onConnect: () => new Promise(() => {}) });
    const client = stage.open('live', undefined, reconnects);
    await stage.settle();
    const closing = close(stage);
    await stage.settle();
    expect([client.heard('reconnectRequested'), client.heard('closed'), closing.isDone]).toEqual([false, true, true]);
  });

  it('closes nothing when it does not understand where to', async () => {
    const stage = new Stage();
    const player = await movingPlayer(stage);
    const invalid = expect.objectContaining({ name: 'RtmpUsageError', code: 'tcUrlInvalid' });
    expect(() => stage.server.close({ reconnectTo: 'http://b.example/' })).toThrow(invalid);
    await stage.settle();
    expect(player.heard('closed')).toBe(false);
    expect(stage.open()).toBeDefined();
  });
});
