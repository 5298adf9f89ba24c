import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { payloadsIn, readFlv } from '../../core/flv/testing/files.ts';
import { movieTags, recorded } from '../../core/flv/testing/movie.ts';
import { listen } from '../node/index.ts';
import { createLiveServer, type LiveServer, type LiveServerOptions } from '../server/index.ts';
import { until } from '../testing/until.ts';
import { Cli } from './testing/cli.ts';

// publish, play and relay as an operator runs them: exit codes, files, pipes, signals, and what is never printed.

const tags = movieTags({ seconds: 1 });
const sk = 'sk_live_0123456789';
let folder = '';
let movie = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'));
  movie = join(folder, 'movie.flv');
  await writeFile(movie, recorded(tags));
});
afterAll(() => rm(folder, { recursive: true }));

/** A live server in this process. @returns the server, and the URL of a stream whose name is a key */
async function serving(options: LiveServerOptions = {}): Promise<readonly [LiveServer, string]> {
  const server = createLiveServer(options);
  const listener = await listen({ ...server.acceptOptions, host: '127.0.0.1', port: 0 });
  server.attach(listener);
  onTestFinished(() => server.close({ drainMs: 0 }));
  return [server, `rtmp://alice:hunter2@127.0.0.1:${listener.address.port}/live/${sk}`];
}

const isPlayed = (server: LiveServer) => (): boolean =>
  server.stats().streams.some(({ players }) => players.length > 0);
const isPublished = (server: LiveServer) => (): boolean =>
  server.stats().streams.some(({ publisher }) => publisher !== undefined);

const mediaIn = async (file: string): Promise<number> =>
  payloadsIn(readFlv(await readFile(file)).items).filter(({ type }) => type !== 18).length;

describe('publish and play', () => {
  it('carry a file, exit with 0, and print nothing on pipes', async () => {
    const [server, url] = await serving();
    const file = join(folder, 'copy.flv');
    const play = new Cli('play', url, file);
    await until(isPlayed(server));
    const publish = new Cli('publish', movie, url);
    expect([await publish.exit(), await play.exit()]).toEqual([0, 0]);
    for (const { stdout, stderr } of [publish, play]) expect(stdout + stderr).toBe('');
    expect(await mediaIn(file)).toBe(tags.length);
  });

  it('take a file from a pipe, say what is damaged in it, and end with 141 when nobody reads what is played', async () => {
    const [server, url] = await serving();
    const play = new Cli('play', url, '-');
    await until(isPlayed(server));
    play.closeOutput();
    const publish = new Cli('publish', '-', url);
    publish.feed(Buffer.concat([recorded(tags), Buffer.from('damage')]));
    expect([await publish.exit(), await play.exit()]).toEqual([0, 141]);
    expect(publish.stderr).toMatch(/^millrace: the standard input: skipped 6 bytes at \d+: [^\n]+\n$/);
    expect(play.stderr).toBe('');
  });

  it('end in order at the first signal, and at once at the second', async () => {
    const [server, url] = await serving();
    const file = join(folder, 'stopped.flv');
    const publish = new Cli('publish', '--loop', movie, url);
    await until(isPublished(server));
    const play = new Cli('play', url, file);
    await until(isPlayed(server));
    play.signal('SIGTERM');
    expect(await play.exit()).toBe(0);
    publish.signal('SIGINT');
    expect(await publish.exit()).toBe(0);
    expect(isPublished(server)()).toBe(false);
  });
});

describe('exit codes', () => {
  const refusing: LiveServerOptions = {
    onPublish: ({ name }) => ({ refuse: `${name} is not allowed` }),
    onPlay: () => ({ refuse: 'No such stream.', code: 'NetStream.Play.StreamNotFound' }),
  };

  it('tell what went wrong, in one line without secrets', async () => {
    const [, refused] = await serving(refusing);
    const [server, url] = await serving();
    const nowhere = `rtmp://alice:hunter2@127.0.0.1:1/live/${sk}`;
    const guarded = await serving({
      onConnect: () => ({ refuse: '[ code=403 need auth; authmod=adobe ]' }),
    });
    const cases: readonly (readonly [number, Cli])[] = [
      [2, new Cli('publish', join(folder, 'none.flv'), url)],
      [2, new Cli('play', url, folder)],
      [3, new Cli('publish', movie, nowhere)],
      [3, new Cli('relay', '--once', '--log-level=silent', nowhere, url)],
      [4, new Cli('publish', movie, refused)],
      [4, new Cli('play', guarded[1], join(folder, 'x.flv'))],
      [5, new Cli('play', refused, join(folder, 'x.flv'))],
    ];
    for (const [code, cli] of cases) {
      expect([await cli.exit(), cli.stdout]).toEqual([code, '']);
      expect(cli.stderr).toMatch(/^millrace: [^\n]+\n$/);
      expect(cli.stderr).not.toMatch(/hunter2|sk_live/);
    }
    const lost = new Cli('publish', '--loop', movie, url);
    await until(isPublished(server));
    void server.close({ drainMs: 0 });
    expect([4, 6]).toContain(await lost.exit());
  });
});

describe('relay', () => {
  it('logs what it does without secrets, and ends in order at a signal', async () => {
    const [source, from] = await serving();
    const [target, to] = await serving();
    const relay = new Cli('relay', '--log-format=json', from, to);
    await until(isPlayed(source));
    const publish = new Cli('publish', '--loop', movie, from);
    await until(isPublished(target));
    relay.signal('SIGINT');
    expect(await relay.exit()).toBe(0);
    publish.signal('SIGINT');
    await publish.exit();
    const lines = relay.stderr.trim().split('\n');
    const messages = lines.map((line) => (JSON.parse(line) as { readonly message: string }).message);
    expect(messages.slice(0, 3)).toEqual(['Source connected.', 'Stream begins.', 'Target connected.']);
    expect(relay.stderr).not.toMatch(/hunter2|sk_live/);
    expect(relay.stdout).toBe('');
  });
});
