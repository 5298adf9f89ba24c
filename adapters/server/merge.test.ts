import { describe, expect, it } from 'vitest';
import { createLiveServer } from './live-server.ts';
import { interFrame, keyFrame, Stage, type StageClient, sound, videoHeader } from './testing/stage.ts';

const MERGE_MS = 50;

/** A publisher and players of it, and how much was written to each player before. */
async function scene(playerCount: number) {
  const stage = new Stage({ mergeMs: MERGE_MS });
  const players: StageClient[] = [];
  for (let count = 0; count < playerCount; count += 1) players.push(await stage.player());
  const publisher = await stage.publisher();
  const before = players.map((_, index) => stage.writes.get(index + 1)?.length ?? 0);
  const written = () => players.map((_, index) => stage.writes.get(index + 1)?.slice(before[index]));
  return { stage, players, publisher, written };
}

describe('merging', () => {
  it('sends what came within the window in one write, and one buffer once a second player shares it', async () => {
    const { stage, players, publisher, written } = await scene(3);
    publisher.send(videoHeader(1), keyFrame(2));
    await stage.advance(30);
    publisher.send(sound(3));
    await stage.advance(19);
    expect(written()).toEqual([[], [], []]);
    await stage.advance(1);
    expect(written()).toEqual([[3], [1], [1]]);
    await stage.advance(1);
    for (const player of players) expect(player.marks).toEqual([1, 2, 3]);
  });

  it('begins the next window with the next message', async () => {
    const { stage, players, publisher, written } = await scene(1);
    publisher.send(keyFrame(1));
    await stage.advance(200);
    publisher.send(interFrame(2));
    await stage.advance(MERGE_MS - 1);
    expect(written()).toEqual([[1]]);
    await stage.advance(1);
    expect(written()).toEqual([[1, 1]]);
    await stage.advance(1);
    expect(players[0]?.marks).toEqual([1, 2]);
  });

  it('counts what it holds back as unsent', async () => {
    const { stage, publisher } = await scene(1);
    publisher.send(keyFrame(1, 1_000));
    await stage.advance(1);
    expect(stage.server.stats().connections[0]?.unsentBytes).toBeGreaterThan(1_000);
    await stage.advance(MERGE_MS);
    expect(stage.server.stats().connections[0]?.unsentBytes).toBe(0);
  });

  it('sends all that was published before the end of the stream, and before it tells of the end', async () => {
    const { stage, players, publisher } = await scene(1);
    publisher.send(keyFrame(1));
    publisher.run((connection, now) => connection.fcUnpublish('a', now));
    await stage.advance(1);
    const types = players[0]?.events.map(({ type }) => type) ?? [];
    expect(types.indexOf('mediaReceived')).toBeGreaterThan(0);
    expect(types.indexOf('streamEofReceived')).toBeGreaterThan(types.indexOf('mediaReceived'));
  });

  it('gives a late player its opening at once, and then what follows in order', async () => {
    const { stage, publisher } = await scene(1);
    publisher.send(videoHeader(1), keyFrame(2));
    await stage.advance(10);
    const late = await stage.connected();
    late.run((connection, now) => connection.play(1, { name: 'a' }, now));
    await stage.advance(1);
    expect(late.marks).toEqual([1, 2]);
    publisher.send(interFrame(3), interFrame(4));
    await stage.advance(MERGE_MS);
    expect(late.marks).toEqual([1, 2, 3, 4]);
  });

  it('forgets what it holds for a player that leaves', async () => {
    const { stage, players, publisher } = await scene(2);
    publisher.send(keyFrame(1));
    await stage.advance(1);
    players[0]?.driver.abort();
    await stage.advance(MERGE_MS);
    expect(players.map((player) => player.marks)).toEqual([[], [1]]);
  });

  it.each([-1, 1_001, Number.NaN])('refuses a window of %s ms', (mergeMs) => {
    expect(() => createLiveServer({ mergeMs })).toThrow(`mergeMs must be 0 to 1000, not ${mergeMs}`);
  });
});
