import { describe, expect, it } from 'vitest';
import { Fleet } from '../server/testing/fleet.ts';
import { joinLists, keepShared, liveStreamsOf } from './live-streams.ts';

describe('the list of what is live', () => {
  it('has the streams of every worker once, with the players of all', async () => {
    const fleet = new Fleet(3);
    const publisher = await fleet.publisher(1);
    await fleet.publisher(2, 'b');
    for (const worker of [1, 2, 2, 3]) await fleet.player(worker);
    await fleet.player(3, 'none');
    const audio = Uint8Array.of(0xaf, 0, 0x12, 0x10);
    publisher.run((connection, now) =>
      connection.sendMedia({ messageStreamId: 1, media: 'audio', timestamp: 0, payload: audio }, now),
    );
    await fleet.advance(100);
    const lists = [1, 2, 3].map((number) => liveStreamsOf(fleet.worker(number).server.stats()));
    expect(lists.map((list) => list.map(({ path, players }) => `${path}: ${players}`))).toEqual([
      ['live/a: 1'],
      ['live/b: 0', 'live/a: 2'],
      ['live/a: 1'],
    ]);
    expect(joinLists([...lists].reverse())).toEqual(joinLists(lists));
    expect(joinLists(lists)).toEqual([
      { path: 'live/a', tracks: ['AAC LC, 44100 Hz, stereo'], players: 4 },
      { path: 'live/b', tracks: [], players: 0 },
    ]);
  });

  it('is shared within a second when it has changed, and not again', async () => {
    const fleet = new Fleet(1);
    const { server } = fleet.worker(1);
    const told: number[] = [];
    const board = { shared: new Map(), share: (list: readonly unknown[]) => void told.push(list.length) };
    const end = keepShared(board, () => liveStreamsOf(server.stats()), fleet.studio.clock);
    await fleet.advance(3_000);
    const publisher = await fleet.publisher(1);
    await fleet.advance(3_000);
    publisher.driver.close();
    await fleet.advance(3_000);
    expect(told).toEqual([1, 0]);
    end();
    await fleet.publisher(1);
    await fleet.advance(3_000);
    expect(told).toEqual([1, 0]);
  });
});
