import { describe, expect, it } from 'vitest';
import { Stage, type StageClient } from './testing/stage.ts';
import { MemoryVod, movie } from './testing/vod.ts';

const vod = () => new MemoryVod({ 'live/a.flv': movie({ seconds: 8, picturesPerSecond: 1 }) });
/** Each read brings little, as from a peer whose requests come one by one. */
const BY_BYTES = { toServer: { split: [64] } } as const;

function askLengths(client: StageClient, count: number): void {
  for (let index = 0; index < count; index += 1) {
    client.run((connection, now) => connection.call('getStreamLength', null, ['a'], now));
  }
}

function seek(client: StageClient, count: number): void {
  for (let index = 0; index < count; index += 1) {
    client.run((connection, now) => connection.seek(1, (index % 5) * 1_000, now));
  }
}

describe('requests that a recording is looked into for', () => {
  it('are answered as they come while they are few', async () => {
    const stage = new Stage({ vod: vod() }, BY_BYTES);
    const client = await stage.connected();
    askLengths(client, 50);
    await stage.settle();
    expect(client.eventsOf('callAnswered')).toHaveLength(50);
  });

  it('are read more slowly from a client that floods, and all are answered in the end', async () => {
    const source = vod();
    const stage = new Stage({ vod: source }, BY_BYTES);
    const client = await stage.connected();
    askLengths(client, 100);
    await stage.settle();
    const atOnce = source.asked.length;
    expect(atOnce).toBeLessThan(70);
    await stage.advance(1_000);
    expect(source.asked.length - atOnce).toBeGreaterThan(10);
    expect(source.asked.length - atOnce).toBeLessThan(30);
    await stage.advance(10_000);
    expect(client.eventsOf('callAnswered')).toHaveLength(100);
  });

  it('include seeks', async () => {
    const stage = new Stage({ vod: vod() }, BY_BYTES);
    const client = await stage.player('a', 'live', BY_BYTES);
    seek(client, 90);
    await stage.settle();
    const notices = () => client.codes.filter((code) => code === 'NetStream.Seek.Notify').length;
    expect(notices()).toBeLessThan(70);
    await stage.advance(10_000);
    expect(notices()).toBe(90);
  });

  it('hold up nothing where no recordings are played, nor after their client has left', async () => {
    const stage = new Stage({ vod: vod() }, BY_BYTES);
    const client = await stage.connected();
    askLengths(client, 100);
    await stage.settle();
    client.driver.abort();
    await stage.advance(10_000);
    expect(stage.server.stats().connections).toEqual([]);

    const live = new Stage({}, BY_BYTES);
    const player = await live.player('a', 'live', BY_BYTES);
    seek(player, 90);
    await live.settle();
    expect(player.codes.filter((code) => code === 'NetStream.Seek.Failed')).toHaveLength(90);
  });
});
