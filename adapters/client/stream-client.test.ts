import { describe, expect, it } from 'vitest';
import type { LiveServerHooks } from '../server/hooks.ts';
import { readAuthDemand } from './authentication.ts';
import { openStream, type StreamClient, type StreamClientEvent, type StreamOrder } from './index.ts';
import { Studio } from './testing/studio.ts';

const PUBLISH: StreamOrder = { kind: 'publish' };
const PLAY: StreamOrder = { kind: 'play' };

/** A client, and what it told. */
async function opened(studio: Studio, url: string, order: StreamOrder = PUBLISH) {
  const told: StreamClientEvent[] = [];
  const client = openStream({ ...studio.common, url, order, listener: { onEvent: (event) => told.push(event) } });
  await studio.advance(1_000);
  return { client, told };
}

function errorIn(told: readonly StreamClientEvent[]) {
  const end = told.at(-1);
  if (end?.type !== 'ended') throw new Error(`the last event is ${end?.type}`);
  return end.error && { code: end.error.code, status: end.error.status, message: end.error.message };
}

const typesOf = (told: readonly StreamClientEvent[]): string[] =>
  told.filter(({ type }) => type !== 'statusReceived').map(({ type }) => type);

async function closed(studio: Studio, client: StreamClient): Promise<void> {
  client.close();
  await studio.advance(10_000);
}

describe('a stream client', () => {
  it('publishes, and another plays what it sends', async () => {
    const studio = new Studio();
    const server = studio.serve('h');
    const player = await opened(studio, 'rtmp://h/live/a', PLAY);
    const publisher = await opened(studio, 'rtmp://h/live/a');
    expect(server.stats().streams).toMatchObject([{ path: 'live/a', players: [{}] }]);
    const payload = Uint8Array.of(0xaf, 1, 2, 3);
    publisher.client.sendMedia('audio', 4_294_967_295, payload);
    await studio.advance(10);
    const media = player.told.filter((event) => event.type === 'mediaReceived');
    expect(media).toMatchObject([{ media: 'audio', timestamp: 4_294_967_295, payload }]);
    await closed(studio, publisher.client);
    expect(typesOf(publisher.told)).toEqual(['started', 'ended']);
    expect(errorIn(publisher.told)).toBeUndefined();
    await studio.advance(10);
    expect(typesOf(player.told)).toEqual(['started', 'dataReceived', 'mediaReceived', 'finished']);
    await closed(studio, player.client);
    expect(errorIn(player.told)).toBeUndefined();
    expect(server.stats().connections).toEqual([]);
  });

  it('says what publishers and players say of themselves', async () => {
    const studio = new Studio();
    const said: unknown[] = [];
    studio.serve('h', {
      onConnect: ({ flashVer, commandObject }) => {
        const { properties } = commandObject;
        said.push([flashVer, properties.get('type'), properties.get('fourCcList') !== undefined]);
      },
    });
    await opened(studio, 'rtmp://h/live/a');
    await opened(studio, 'rtmp://h/live/a', PLAY);
    expect(said).toEqual([
      ['FMLE/3.0 (compatible; millrace)', 'nonprivate', true],
      ['LNX 9,0,124,2', undefined, true],
    ]);
  });

  it('ends in order when it is closed before anybody answered', async () => {
    const studio = new Studio();
    studio.serve('h', { onConnect: () => new Promise(() => {}) });
    const { client, told } = await opened(studio, 'rtmp://h/live/a');
    await closed(studio, client);
    expect(told).toEqual([{ type: 'ended', error: undefined }]);
  });

  it('is encrypted for rtmpe', async () => {
    const studio = new Studio();
    const server = studio.serve('h', { connection: { rtmpe: true } });
    await opened(studio, 'rtmpe://h/live/a');
    expect(server.stats().streams).toHaveLength(1);
  });
});

describe('what goes wrong', () => {
  it('nobody is there', async () => {
    const { told } = await opened(new Studio(), 'rtmp://h/live/key');
    expect(errorIn(told)).toEqual({
      code: 'unreachable',
      status: '',
      message: 'cannot connect to rtmp://h: nobody listens there',
    });
  });

  it.each<[string, LiveServerHooks, StreamOrder, object]>([
    [
      'connect is refused',
      { onConnect: () => ({ refuse: 'No such app.', code: 'NetConnection.Connect.InvalidApp' }) },
      PUBLISH,
      { code: 'refused', status: 'NetConnection.Connect.InvalidApp' },
    ],
    [
      'publish is refused',
      { onPublish: ({ name }) => ({ refuse: `${name} is taken`, code: 'NetStream.Publish.BadName' }) },
      PUBLISH,
      {
        code: 'refused',
        status: 'NetStream.Publish.BadName',
        message: 'publishing was refused: NetStream.Publish.BadName: … is taken',
      },
    ],
    ['play is refused', { onPlay: () => ({ refuse: 'No.' }) }, PLAY, { code: 'refused' }],
    [
      'there is no such stream',
      { onPlay: () => ({ refuse: 'Gone.', code: 'NetStream.Play.StreamNotFound' }) },
      PLAY,
      { code: 'streamNotFound', message: 'the stream was not found: NetStream.Play.StreamNotFound: Gone.' },
    ],
  ])('%s', async (_, hooks, order, error) => {
    const studio = new Studio();
    studio.serve('h', hooks);
    const { told } = await opened(studio, 'rtmp://h/live/my-key', order);
    expect(typesOf(told)).toEqual(['ended']);
    expect(errorIn(told)).toMatchObject(error);
    expect(errorIn(told)?.message).not.toContain('my-key');
  });

  it('the server drops a connection before it answered, and after', async () => {
    const studio = new Studio();
    const server = studio.serve('h');
    const { told } = await opened(studio, 'rtmp://h/live/a');
    server.disconnect(1);
    await studio.advance(10_000);
    expect(errorIn(told)).toMatchObject({ code: expect.stringMatching(/lost|refused/) });
    const silent = new Studio();
    silent.network.listen({
      address: 'h',
      port: 1935,
      onConnection: (driver) => ({
        onEvent: (event) => {
          if (event.type === 'connectRequested') driver.close();
        },
      }),
    });
    const early = await opened(silent, 'rtmp://h/live/a');
    expect(errorIn(early.told)).toEqual({
      code: 'ended',
      status: '',
      message: 'rtmp://h ended the connection without an answer',
    });
  });
});

describe('a server that takes the connection and says nothing', () => {
  it('is given up, and that is what is told', async () => {
    const studio = new Studio({ link: { toClient: { delayMs: 3_600_000 } } });
    studio.serve('h');
    const { told } = await opened(studio, 'rtmp://h/live/a');
    await studio.advance(60_000);
    const message = 'rtmp://h fell silent: expected a handshake of 3073 bytes, got 0';
    expect(errorIn(told)).toEqual({ code: 'lost', status: '', message });
  });

  it('is left at once: it would not end either', async () => {
    const studio = new Studio({ link: { toClient: { delayMs: 3_600_000 } } });
    studio.serve('h');
    const { client, told } = await opened(studio, 'rtmp://h/live/a');
    client.close();
    await studio.advance(1);
    expect(told).toEqual([{ type: 'ended', error: undefined }]);
  });
});

describe('a server that sends us on (CMD-10)', () => {
  it('is followed', async () => {
    const studio = new Studio();
    studio.serve('a', { onConnect: () => ({ refuse: 'Elsewhere.', redirect: 'rtmp://b/other' }) });
    const server = studio.serve('b');
    const { told, client } = await opened(studio, 'rtmp://a/live/key');
    expect(typesOf(told)).toEqual(['started']);
    expect(server.stats().streams).toMatchObject([{ path: 'other/key' }]);
    expect(client.url.host).toBe('b');
  });

  it('is not followed in a circle, nor to where there is nothing', async () => {
    const studio = new Studio();
    studio.serve('a', { onConnect: () => ({ refuse: 'Elsewhere.', redirect: 'rtmp://a/live' }) });
    studio.serve('b', { onConnect: () => ({ refuse: 'Elsewhere.', redirect: 'http://c/' }) });
    expect(errorIn((await opened(studio, 'rtmp://a/live/key')).told)?.code).toBe('badRedirect');
    expect(studio.dialled).toEqual(['a', 'a', 'a', 'a']);
    expect(errorIn((await opened(studio, 'rtmp://b/live/key')).told)?.code).toBe('badRedirect');
  });
});

describe('a server that asks who we are (CMD-49)', () => {
  /** As in FFmpeg's vector, which the response to our challenge below was computed by the same formula as. */
  function guarded(app: string): { refuse: string; code: 'NetConnection.Connect.Rejected' } | undefined {
    const code = 'NetConnection.Connect.Rejected';
    const query = new Map(
      (app.split('?')[1] ?? '').split('&').map((pair): [string, string] => {
        const [key = '', ...value] = pair.split('=');
        return [key, value.join('=')];
      }),
    );
    if (query.get('user') === undefined) return { code, refuse: '[ code=403 need auth; authmod=adobe ] : ' };
    if (query.get('user') !== 'alice') return { code, refuse: '[ authmod=adobe ] : ?reason=nosuchuser' };
    if (!query.has('response')) {
      return { code, refuse: '[ authmod=adobe ] : ?reason=needauth&user=alice&salt=c2FsdA==&challenge=Y2hhbA==' };
    }
    const isRight = query.get('challenge') === '6d0b8833' && query.get('response') === 'fyNKrRMcVuABr6v5OgG/PQ==';
    return isRight ? undefined : { code, refuse: '[ authmod=adobe ] : ?reason=authfailed' };
  }

  async function asked(url: string) {
    const studio = new Studio();
    const apps: string[] = [];
    studio.serve('h', {
      onConnect: ({ app }) => {
        apps.push(app);
        return guarded(app);
      },
    });
    const told: StreamClientEvent[] = [];
    openStream({
      ...studio.common,
      random: (into) => into.set([0x6d, 0x0b, 0x88, 0x33]),
      url,
      order: PUBLISH,
      listener: { onEvent: (event) => told.push(event) },
    });
    await studio.advance(1_000);
    return { told, apps };
  }

  it('is told, and given the answer to its challenge', async () => {
    const { told, apps } = await asked('rtmp://alice:secret@h/live/key');
    expect(typesOf(told)).toEqual(['started']);
    expect(apps).toEqual([
      'live',
      'live?authmod=adobe&user=alice',
      'live?authmod=adobe&user=alice&challenge=6d0b8833&response=fyNKrRMcVuABr6v5OgG/PQ==',
    ]);
  });

  it.each([
    ['rtmp://h/live/key', 'rtmp://h wants a user and a password', 1],
    ['rtmp://bob:secret@h/live/key', 'rtmp://h does not take the user and password', 2],
    ['rtmp://alice:wrong@h/live/key', 'rtmp://h does not take the user and password', 3],
  ])('refuses %s in the end', async (url, message, connects) => {
    const { told, apps } = await asked(url);
    expect(errorIn(told)).toEqual({ code: 'unauthorized', status: 'NetConnection.Connect.Rejected', message });
    expect(apps).toHaveLength(connects);
  });

  it('is not answered for ever', async () => {
    const studio = new Studio();
    const refuse = '[ authmod=adobe ] : ?reason=needauth&user=alice&salt=c2FsdA==';
    expect(readAuthDemand(refuse)?.kind).toBe('response');
    studio.serve('h', { onConnect: () => ({ refuse }) });
    const { told } = await opened(studio, 'rtmp://alice:secret@h/live/key');
    expect(errorIn(told)?.code).toBe('unauthorized');
    expect(studio.dialled).toHaveLength(3);
  });
});
