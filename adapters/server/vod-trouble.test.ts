import { describe, expect, it } from 'vitest';
import { Stage } from './testing/stage.ts';
import { MemoryVod, movie } from './testing/vod.ts';

const LONG = movie({ seconds: 300, pictureLength: 4_000 });

describe('a recording that cannot be played', () => {
  const trouble = Object.assign(new Error('/secret/place: EACCES'), { code: 'EACCES' });
  const files = {
    'live/locked.flv': trouble,
    'live/garbage.flv': new Uint8Array(100_000).fill(0x46),
    'live/empty.flv': new Uint8Array(0),
    'live/headless.flv': Uint8Array.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]),
  };

  for (const isSlow of [false, true]) {
    it(`is refused by a status${isSlow ? ', when the source says so' : ''}`, async () => {
      const vod = new MemoryVod(files);
      vod.isSlow = isSlow;
      const stage = new Stage({ vod });
      const codes: string[] = [];
      for (const name of ['locked', 'garbage', 'empty', 'headless']) codes.push(...(await stage.player(name)).codes);
      const invalid = 'NetStream.Play.FileStructureInvalid';
      expect(codes).toEqual(['NetStream.Play.Failed', invalid, invalid, invalid]);
      expect(stage.told('vodFailed')).toMatchObject([
        { path: 'live/locked', failure: 'unreadable', error: trouble },
        { path: 'live/garbage', failure: 'notFlv' },
        { path: 'live/empty', failure: 'notFlv' },
        { path: 'live/headless', failure: 'notFlv' },
      ]);
      expect(
        stage
          .told('requestRefused')
          .map(({ description }) => description)
          .join(),
      ).not.toContain('secret');
      expect(vod.openCount).toBe(0);
    });
  }

  for (const isSlow of [false, true]) {
    it(`ends where it cannot be read any more${isSlow ? ', from a slow source' : ''}`, async () => {
      const vod = new MemoryVod({ 'live/a.flv': LONG });
      const stage = new Stage({ vod });
      const player = await stage.player('a');
      vod.isSlow = isSlow;
      vod.trouble = new Error('The disk is gone.');
      for (let second = 0; second < 10; second += 1) await stage.advance(1_000);
      expect(player.codes.at(-1)).toBe('NetStream.Play.Failed');
      expect(stage.told('vodFailed')).toMatchObject([{ failure: 'unreadable', error: vod.trouble }]);
      expect(stage.told('vodEnded')).toMatchObject([{ reason: 'failed' }]);
      expect([player.driver.isClosed, vod.openCount]).toEqual([false, 0]);
      vod.trouble = undefined;
      player.run((connection, now) => connection.play(1, { name: 'a' }, now));
      await stage.settle();
      expect(player.codes.at(-1)).toBe('NetStream.Play.Start');
    });
  }

  it('ends where the file was truncated', async () => {
    const vod = new MemoryVod({ 'live/a.flv': LONG });
    const stage = new Stage({ vod });
    const player = await stage.player('a');
    vod.files.set('live/a.flv', LONG.subarray(0, LONG.length / 2));
    await stage.advance(300_000);
    expect(player.codes.at(-1)).toBe('NetStream.Play.Failed');
    expect(stage.told('vodFailed')).toMatchObject([{ failure: 'truncated' }]);
    expect(player.media.at(-1)?.timestamp).toBeGreaterThan(140_000);
  });
});

describe('a slow source', () => {
  it('is closed when its player has left before it answered', async () => {
    const vod = new MemoryVod({ 'live/a.flv': LONG });
    const stage = new Stage({ vod });
    const players = [await stage.connected(), await stage.connected()];
    vod.isSlow = true;
    for (const player of players) player.run((connection, now) => connection.play(1, { name: 'a' }, now));
    stage.network.clock.runUntilIdle();
    for (const player of players) player.driver.abort();
    await stage.settle();
    await stage.settle();
    expect([vod.asked.length, vod.openCount, stage.told('vodStarted')]).toEqual([2, 0, []]);
    vod.isSlow = false;
    const player = await stage.player('a');
    vod.isSlow = true;
    await stage.advance(5_000);
    player.driver.abort();
    await stage.settle();
    expect([vod.openCount, stage.told('vodEnded').length]).toEqual([0, 1]);
  });
});

describe('a slow player', () => {
  it('delays its recording: what waits for it is bounded, and nothing is lost', async () => {
    const vod = new MemoryVod({ 'live/a.flv': LONG });
    const stage = new Stage({ vod });
    const player = await stage.connected('live', { toClient: { capacity: 65_536, delayMs: 500 } });
    player.run((connection, now) => connection.play(1, { name: 'a' }, now));
    player.run((connection, now) => connection.setBufferLength(1, 36_000_000, now));
    let most = 0;
    for (let second = 0; second < 400 && player.codes.at(-1) !== 'NetStream.Play.Stop'; second += 1) {
      await stage.advance(1_000);
      most = Math.max(most, stage.server.stats().connections[0]?.unsentBytes ?? 0);
    }
    expect(player.codes.at(-1)).toBe('NetStream.Play.Stop');
    expect(player.media.filter(({ media }) => media === 'video')).toHaveLength(300 * 25 + 1);
    expect(most).toBeGreaterThan(500_000);
    expect(most).toBeLessThan(1_300_000);
  });

  it('is cut when it takes nothing', async () => {
    const vod = new MemoryVod({ 'live/a.flv': LONG });
    const stage = new Stage({ vod, live: { slowPlayer: { stallMs: 7_000 } } });
    const player = await stage.player('a', 'live', { toClient: { capacity: 65_536 } });
    player.driver.holdReading();
    player.run((connection, now) => connection.setBufferLength(1, 36_000_000, now));
    await stage.advance(6_000);
    expect(stage.told('vodEnded')).toEqual([]);
    await stage.advance(2_000);
    expect(stage.told('vodEnded')).toMatchObject([{ reason: 'stalled' }]);
    expect(stage.told('connectionClosed')).toMatchObject([{ failure: { code: 'PLAYER_TOO_SLOW' } }]);
    expect(vod.openCount).toBe(0);
  });
});

describe('calls to a server with recordings', () => {
  it('asks how long they are: one after the other, 0 for what is live or is not there (CMD-21)', async () => {
    const vod = new MemoryVod({ 'live/a.flv': LONG, 'live/b.flv': movie({ seconds: 2 }) });
    const stage = new Stage({ vod });
    await stage.publisher('b');
    const client = await stage.connected();
    vod.isSlow = true;
    for (const name of ['a', 'b', 'nothing', '../a', 'a']) {
      client.run((connection, now) => connection.getStreamLength(name, now));
    }
    for (let turn = 0; turn < 8; turn += 1) await stage.settle();
    expect(client.eventsOf('callAnswered').map(({ values }) => values[0])).toEqual([299.96, 0, 0, 0, 299.96]);
    expect(vod.openCount).toBe(0);
  });

  it('are refused where nobody knows them (CMD-4)', async () => {
    const stage = new Stage({ vod: new MemoryVod({}) });
    const client = await stage.connected();
    client.run((connection, now) => connection.call('doSomething', null, [], now));
    await stage.settle();
    expect(client.eventsOf('callAnswered')).toMatchObject([{ succeeded: false }]);
  });

  it('tells players that it closes', async () => {
    const vod = new MemoryVod({ 'live/a.flv': LONG });
    const stage = new Stage({ vod });
    const player = await stage.player('a');
    void stage.server.close();
    await stage.settle();
    expect(player.codes.at(-1)).toBe('NetStream.Play.Stop');
    expect([stage.told('vodEnded').length, vod.openCount]).toEqual([1, 0]);
  });
});
