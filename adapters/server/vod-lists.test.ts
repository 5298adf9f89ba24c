import { describe, expect, it } from 'vitest';
import { Stage, type StageClient } from './testing/stage.ts';
import { MemoryVod, movie } from './testing/vod.ts';

const FILES = {
  'live/a.flv': movie({ seconds: 2 }),
  'live/b.flv': movie({ seconds: 2, mark: 2 }),
  'live/c.flv': movie({ seconds: 20, mark: 3 }),
  'live/d.flv': movie({ seconds: 20, mark: 4 }),
};

async function playing(vod: MemoryVod, name = 'a'): Promise<{ stage: Stage; player: StageClient }> {
  const stage = new Stage({ vod });
  return { stage, player: await stage.player(name) };
}

const append = (player: StageClient, name: string, start = -2, duration = -1) =>
  player.run((connection, now) => connection.play(1, { name, start, duration, reset: false }, now));

/** Which recordings the pictures were of, in order, each once. */
function played(player: StageClient): number[] {
  const marks = player.media.filter(({ media }) => media === 'video').map(({ payload }) => payload[5] ?? 0);
  return marks.filter((mark, index) => mark !== marks[index - 1]);
}

describe('a playlist of recordings (CMD-25)', () => {
  for (const isSlow of [false, true]) {
    it(`plays one after the other, then ends${isSlow ? ', from a slow source' : ''}`, async () => {
      const vod = new MemoryVod(FILES);
      const { stage, player } = await playing(vod, 'c');
      vod.isSlow = isSlow;
      append(player, 'a');
      await stage.settle();
      append(player, 'b', 0, 1);
      for (let second = 0; second < 30; second += 1) await stage.advance(1_000);
      expect(played(player)).toEqual([3, 1, 2]);
      const codes = player.eventsOf('playStatusReceived').map(({ code }) => code);
      expect(codes).toEqual(['NetStream.Play.Switch', 'NetStream.Play.Switch', 'NetStream.Play.Complete']);
      expect(player.codes.at(-1)).toBe('NetStream.Play.Stop');
      expect(stage.told('vodEnded').map(({ path, reason }) => [path, reason])).toEqual([
        ['live/c', 'switched'],
        ['live/a', 'switched'],
      ]);
      append(player, 'a'); // behind what has ended: at once
      await stage.settle();
      await stage.advance(5_000);
      expect(played(player)).toEqual([3, 1, 2, 1]);
      expect(vod.openCount).toBe(1);
    });
  }

  it('leaves out what cannot be played any more', async () => {
    const vod = new MemoryVod(FILES);
    const { stage, player } = await playing(vod, 'c');
    for (const name of ['b', 'a']) append(player, name);
    await stage.settle();
    vod.files.delete('live/b.flv');
    await stage.advance(30_000);
    expect(played(player)).toEqual([3, 1]);
    expect(stage.told('vodFailed')).toMatchObject([{ path: 'live/b', failure: 'notFound' }]);
  });

  it('takes nothing that is not there, and no end of names; what plays goes on', async () => {
    const { stage, player } = await playing(new MemoryVod(FILES), 'c');
    append(player, 'nothing');
    for (let count = 0; count <= 100; count += 1) append(player, 'a');
    await stage.settle();
    expect(player.codes.slice(2)).toEqual(['NetStream.Play.StreamNotFound', 'NetStream.Play.Failed']);
    expect(stage.told('requestRefused').map(({ reason }) => reason)).toEqual(['notFound', 'playlistFull']);
    await stage.advance(30_000);
    expect(played(player).slice(0, 2)).toEqual([3, 1]);
  });

  it('stays paused and silent from one to the next', async () => {
    const { stage, player } = await playing(new MemoryVod(FILES));
    player.run((connection, now) => connection.receiveVideo(1, false, now));
    await stage.advance(10_000);
    player.run((connection, now) => connection.pause(1, true, 0, now));
    append(player, 'b');
    await stage.advance(10_000);
    expect(player.codes.slice(-2)).toEqual(['NetStream.Pause.Notify', 'NetStream.Play.Start']);
    const { length } = player.media;
    player.run((connection, now) => connection.pause(1, false, 0, now));
    await stage.advance(10_000);
    const media = player.media.slice(length);
    expect(new Set(media.map(({ media: medium }) => medium))).toEqual(new Set(['audio']));
  });

  it('begins with another play in its place', async () => {
    const vod = new MemoryVod(FILES);
    const { stage, player } = await playing(vod, 'c');
    append(player, 'b');
    player.run((connection, now) => connection.play(1, { name: 'd' }, now));
    await stage.advance(30_000);
    expect(played(player)).toEqual([3, 4]);
    expect(stage.told('vodEnded')).toMatchObject([{ path: 'live/c', reason: 'closedStream' }]);
    expect(vod.openCount).toBe(1);
  });
});

describe('play2 between recordings (CMD-27)', () => {
  it.each(['switch', 'swap'] as const)('goes on with another where the old one is: %s', async (transition) => {
    const { stage, player } = await playing(new MemoryVod(FILES), 'c');
    await stage.advance(5_000);
    player.run((connection, now) => connection.play2(1, { streamName: 'd', transition }, now));
    await stage.settle();
    expect(player.codes.at(-1)).toBe('NetStream.Play.Transition');
    expect(player.eventsOf('playStatusReceived')).toMatchObject([{ code: 'NetStream.Play.TransitionComplete' }]);
    const first = player.media.find(({ media, payload }) => media === 'video' && payload[1] === 1 && payload[5] === 4);
    expect(first).toMatchObject({ timestamp: 8_000 });
    await stage.advance(30_000);
    expect(played(player)).toEqual([3, 4]);
    expect(player.media.at(-1)?.timestamp).toBe(19_960);
  });

  it('begins anew, where it is told, or behind the old one', async () => {
    const { stage, player } = await playing(new MemoryVod(FILES), 'c');
    const play2 = (order: object) =>
      player.run((connection, now) => connection.play2(1, { streamName: 'd', ...order }, now));
    play2({ transition: 'switch', offset: 12 });
    await stage.settle();
    const times = () => player.media.filter(({ payload }) => payload[1] === 1).map(({ timestamp }) => timestamp);
    expect(times()).toContain(15_000);
    play2({ transition: 'append', streamName: 'a' });
    await stage.settle();
    play2({ transition: 'reset', streamName: 'b' });
    await stage.advance(30_000);
    expect(played(player)).toEqual([3, 4, 2]);
    play2({ transition: 'append', streamName: 'a' });
    await stage.advance(30_000);
    expect(played(player)).toEqual([3, 4, 2, 1]);
  });

  it('is refused for what is not there or means nothing here, and what plays goes on', async () => {
    const onPlay = ({ name }: { readonly name: string }) => (name === 'b' ? { refuse: 'No.' } : undefined);
    const stage = new Stage({ vod: new MemoryVod(FILES), onPlay });
    const player = await stage.player('c');
    for (const order of [
      { streamName: 'x' },
      { streamName: '../x' },
      { streamName: 'b' },
      { transition: 'stop' } as const,
    ]) {
      player.run((connection, now) => connection.play2(1, { streamName: 'd', ...order }, now));
    }
    await stage.advance(30_000);
    expect(player.codes.slice(2)).toEqual([
      ...new Array<string>(4).fill('NetStream.Play.Failed'),
      'NetStream.Play.Stop',
    ]);
    expect(played(player)).toEqual([3]);
  });
});
