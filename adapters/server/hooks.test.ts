import { describe, expect, it } from 'vitest';
import type { ConnectRequest, PlayRequest, PublishRequest } from './hooks.ts';
import { interFrame, keyFrame, Stage, videoHeader } from './testing/stage.ts';

/** A promise that the test decides. */
function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('hooks', () => {
  it('are asked with what the client said, taken apart and as it came', async () => {
    const asked: (ConnectRequest | PublishRequest | PlayRequest)[] = [];
    const note = (request: ConnectRequest | PublishRequest | PlayRequest): void => {
      asked.push(request);
    };
    const stage = new Stage({ onConnect: note, onPublish: note, onPlay: note });
    await stage.publisher('key?token=a%20b', 'live?x=1');
    await stage.player('key', 'live');
    const connection = { id: 1, peer: { address: 'client', secure: false } };
    const raw = { rawApp: 'live?x=1', rawName: 'key?token=a%20b', tcUrl: 'rtmp://memory/live?x=1' };
    expect(asked).toMatchObject([
      { connection, app: 'live?x=1', tcUrl: 'rtmp://memory/live?x=1' },
      { connection, path: 'live/key', app: 'live', name: 'key', publishType: 'live', ...raw },
      { app: 'live' },
      { path: 'live/key', connection: { id: 2 } },
    ]);
    expect(Object.fromEntries((asked[1] as PublishRequest).parameters)).toEqual({ x: '1', token: 'a b' });
  });

  it('may take their time: nothing is started before (Q-44)', async () => {
    const decision = later<{ refuse: string }>();
    const stage = new Stage({ onPublish: () => decision.promise });
    const publisher = await stage.publisher();
    await stage.advance(3_000);
    expect(publisher.codes).toEqual([]);
    decision.resolve({ refuse: 'Wrong key.' });
    await stage.settle();
    expect(publisher.eventsOf('streamRefused')).toMatchObject([
      { code: 'NetStream.Publish.Rejected', description: 'Wrong key.' },
    ]);
    expect(stage.told('requestRefused')).toMatchObject([{ reason: 'hook', description: 'Wrong key.' }]);
    expect(stage.told('streamPublished')).toEqual([]);
  });

  it('that say yes late lose nothing of what was sent meanwhile', async () => {
    const decision = later<undefined>();
    const stage = new Stage({ onPublish: async () => await decision.promise });
    const player = await stage.player();
    const publisher = await stage.publisher();
    publisher.sendUnasked(keyFrame(1));
    await stage.settle();
    expect(player.marks).toEqual([]);
    decision.resolve(undefined);
    await stage.settle();
    expect(player.marks).toEqual([1]);
    const notes = player.events.filter(({ type }) => type === 'statusReceived' || type === 'mediaReceived');
    expect(notes.at(-1)?.type).toBe('mediaReceived');
  });

  it('that let a client play what it publishes itself: the opening comes before what it sent meanwhile', async () => {
    const decision = later<undefined>();
    const stage = new Stage({ onPlay: () => decision.promise });
    const both = await stage.publisher();
    both.send(videoHeader(1), keyFrame(2));
    both.run((connection, now) => connection.createStream(now));
    await stage.settle();
    both.driver.cork();
    both.run((connection, now) => connection.play(2, { name: 'a' }, now));
    both.send(interFrame(3));
    both.driver.uncork();
    await stage.settle();
    decision.resolve(undefined);
    await stage.settle();
    expect(both.marks).toEqual([1, 2, 3]);
  });

  it('that let in a player who has left on the way: nothing is sent on its stream', async () => {
    const decision = later<undefined>();
    const stage = new Stage({ onPlay: () => decision.promise });
    const publisher = await stage.publisher();
    publisher.send(videoHeader(1), keyFrame(2, 5_000));
    const player = await stage.connected();
    player.driver.cork();
    player.run((connection, now) => connection.play(1, { name: 'a' }, now));
    player.run((connection, now) => connection.deleteStream(1, now));
    player.driver.uncork();
    await stage.settle();
    decision.resolve(undefined);
    await stage.settle();
    expect(stage.told('playerLeft').map(({ reason }) => reason)).toEqual(['deletedStream']);
    expect(stage.server.stats().connections[1]?.bytesSent).toBeLessThan(5_000);
    expect(player.heard('closed')).toBe(false);
  });

  it.each([
    ['onConnect', 'connect'],
    ['onPublish', 'publish'],
    ['onPlay', 'play'],
  ] as const)('%s refuses when it throws or rejects, and the event says why', async (hook, request) => {
    const failures = [
      () => {
        throw new Error('the database is away');
      },
      () => Promise.reject(new Error('the database is away')),
    ];
    for (const failure of failures) {
      const stage = new Stage({ [hook]: failure });
      await stage.publisher();
      await stage.player();
      expect(stage.told('hookFailed')[0]).toMatchObject({ hook, error: new Error('the database is away') });
      expect(stage.told('requestRefused')[0]).toMatchObject({ request, reason: 'hook', description: 'Refused.' });
    }
  });

  it('say no in the words and codes that they choose', async () => {
    const stage = new Stage({
      onConnect: ({ app }) =>
        app === 'old'
          ? { refuse: 'Moved.', code: 'NetConnection.Connect.Rejected', redirect: 'rtmp://new/' }
          : undefined,
      onPublish: () => ({ refuse: 'Read only.', code: 'NetStream.Publish.Denied' }),
      onPlay: ({ name }) =>
        name === 'gone' ? { refuse: 'Gone.', code: 'NetStream.Play.StreamNotFound' } : { refuse: 'No.' },
    });
    const moved = stage.open('old');
    await stage.settle();
    expect(moved.eventsOf('connectRefused')).toMatchObject([{ description: 'Moved.', redirect: 'rtmp://new/' }]);
    expect((await stage.publisher()).codes).toEqual(['NetStream.Publish.Denied']);
    expect((await stage.player('gone')).codes).toEqual(['NetStream.Play.StreamNotFound']);
    expect((await stage.player('other')).codes).toEqual(['NetStream.Play.Failed']);
  });

  it('say yes by saying nothing, and no by anything but an answer of theirs', async () => {
    const stage = new Stage({
      onConnect: () => {},
      onPublish: async () => {},
      // What a hook in plain JavaScript may do; the types forbid it.
      onPlay: (() => false) as unknown as () => undefined,
    });
    expect((await stage.publisher()).codes).toEqual(['NetStream.Publish.Start']);
    expect((await stage.player()).codes).toEqual(['NetStream.Play.Failed']);
  });

  it.each([
    ['a symbol', { refuse: Symbol('no') }, 'refuse: symbol'],
    ['a function', { path: () => 'live/a' }, 'path: function'],
    ['a code that is none', { refuse: 'No.', code: { of: 'mine' } }, 'refuse: string, code: object'],
    ['a redirect that is none', { refuse: 'No.', redirect: 5 }, 'refuse: string, redirect: number'],
    ['neither yes nor no', { allowed: true }, 'neither'],
  ])('that answer %s refuse, at once or later, and the operator is told', async (_, answer, came) => {
    for (const given of [answer, Promise.resolve(answer)]) {
      const hook = (() => given) as unknown as () => undefined; // as plain JavaScript may
      const stage = new Stage({ onPublish: hook, onPlay: hook });
      expect((await stage.publisher()).codes).toEqual(['NetStream.Publish.Rejected']);
      expect((await stage.player()).codes).toEqual(['NetStream.Play.Failed']);
      const closed = new Stage({ onConnect: hook });
      const client = closed.open();
      await closed.settle();
      expect(client.eventsOf('connectRefused')).toMatchObject([{ description: 'Refused.' }]);
      const message = `expected { refuse: string } or { path: string }, or nothing, of a hook, came ${came}`;
      const failed = [...stage.told('hookFailed'), ...closed.told('hookFailed')];
      expect(failed.map(({ hook: name, error }) => [name, (error as Error).message])).toEqual([
        ['onPublish', message],
        ['onPlay', message],
        ['onConnect', message],
      ]);
    }
  });

  it('that answer with a getter that throws refuse', async () => {
    const answer = {
      get refuse(): string {
        throw new Error('no such thing');
      },
    };
    const stage = new Stage({ onPublish: async () => answer });
    await stage.publisher();
    expect(stage.told('hookFailed')).toMatchObject([{ error: { message: 'no such thing' } }]);
  });

  it('may put a stream under another path', async () => {
    const stage = new Stage({
      onPublish: ({ name }) => (name === 'secret' ? { path: 'live/public' } : undefined),
      onPlay: ({ name }) => (name === 'alias' ? { path: 'live/public' } : undefined),
    });
    const [player, alias] = [await stage.player('public'), await stage.player('alias')];
    const publisher = await stage.publisher('secret');
    publisher.send(keyFrame(1));
    await stage.settle();
    expect([player.marks, alias.marks]).toEqual([[1], [1]]);
  });

  it('that decide too late decide nothing', async () => {
    const publish = later<undefined>();
    const play = later<undefined>();
    const stage = new Stage({
      onPublish: () => publish.promise,
      onPlay: () => play.promise,
      connection: { timeouts: { decision: 1_000 } },
    });
    const [slow, gone] = [await stage.publisher(), await stage.player()];
    gone.driver.abort();
    await stage.advance(1_001);
    expect(slow.codes).toEqual(['NetStream.Publish.Rejected']);
    publish.resolve(undefined);
    play.resolve(undefined);
    await stage.settle();
    expect(stage.server.stats().streams).toEqual([]);
  });
});

describe('paths that nobody may use', () => {
  it.each([
    ['../x', 'parentComponent'],
    ['a\u001b[31m', 'controlCharacter'],
    ['x'.repeat(2_000), 'tooLong'],
  ])('%j is refused before any hook is asked: %s', async (name, reason) => {
    const stage = new Stage({ onPublish: () => ({ path: 'asked' }), onPlay: () => ({ path: 'asked' }) });
    const publisher = await stage.publisher(name);
    const player = await stage.player(name);
    expect([publisher.codes, player.codes]).toEqual([['NetStream.Publish.BadName'], ['NetStream.Play.StreamNotFound']]);
    expect(stage.told('requestRefused').map((told) => told.reason)).toEqual([reason, reason]);
    expect(player.heard('closed')).toBe(false);
  });
});
