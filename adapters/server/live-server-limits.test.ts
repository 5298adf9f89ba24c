import { describe, expect, it } from 'vitest';
import { createLiveServer } from './live-server.ts';
import { keyFrame, Stage } from './testing/stage.ts';
import { MemoryVod, movie } from './testing/vod.ts';

describe('LiveServerLimits', () => {
  it.each([
    ['connections', { connections: 0 }],
    ['recordingsPlayed', { recordingsPlayed: Number.NaN }],
  ])('refuses %s that nobody could use', (name, limits) => {
    expect(() => createLiveServer({ limits })).toThrow(`limits.${name} must be a number from 1 on`);
  });
});

describe('a server with as many connections as it may have', () => {
  it('drops the next unread, tells of it, and lets one in when one has left', async () => {
    const stage = new Stage({ limits: { connections: 2 } });
    const [publisher, player] = [await stage.publisher(), await stage.player()];
    const refused = stage.open();
    await stage.settle();
    expect(refused.events.map(({ type }) => type)).toEqual(['closed']);
    expect(refused.driver.failure?.code).toBe('ECONNRESET');
    expect(stage.told('connectionDropped').map(({ connection }) => connection)).toMatchObject([
      { id: 3, app: '', peer: { address: 'client' } },
    ]);
    publisher.send(keyFrame(1));
    await stage.settle();
    expect(player.marks).toEqual([1]);
    player.driver.close();
    await stage.settle();
    expect((await stage.player()).marks).toEqual([1]);
    expect(stage.server.stats().connections.map(({ id }) => id)).toEqual([1, 4]);
  });
});

describe('a server that plays as many recordings as it may', () => {
  for (const isSlow of [false, true]) {
    it(`refuses the next, and plays it when one is over${isSlow ? ', from a slow source' : ''}`, async () => {
      const vod = new MemoryVod({ 'live/a.flv': movie({ seconds: 60 }), 'live/bad.flv': new Error('broken') });
      vod.isSlow = isSlow;
      const stage = new Stage({ vod, limits: { recordingsPlayed: 2 } });
      // What does not open takes no place.
      for (const name of ['bad', 'absent', 'bad', 'absent']) await stage.player(name);
      const first = await stage.player('a');
      await stage.player('a');
      expect(vod.openCount).toBe(2);
      const refused = await stage.player('a');
      expect(refused.codes).toEqual(['NetStream.Play.Failed']);
      expect(stage.told('vodFailed').at(-1)).toMatchObject({ path: 'live/a', failure: 'busy' });
      expect(stage.told('requestRefused').at(-1)).toMatchObject({
        reason: 'busy',
        description: 'Too many recordings are being played.',
      });
      first.driver.close();
      await stage.settle();
      expect((await stage.player('a')).codes).toContain('NetStream.Play.Start');
      expect(vod.openCount).toBe(2);
    });
  }
});
