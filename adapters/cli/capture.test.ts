import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientSide } from '../contract/scene.ts';
import { connect } from '../node/connect.ts';
import { until } from '../testing/until.ts';
import { Cli } from './testing/cli.ts';

// `serve --capture` as an operator runs it, then `inspect` and `replay` of what it wrote: no program but ours.

/** Names and keys as they are given out: 8 to 40 characters that a URL takes, and no word such as `arguments`, which captures have. */
const secret = fc.stringMatching(/^[A-Za-z0-9_~.-]{8,40}$/).filter((text) => new Set(text).size > 5 && /\d/.test(text));

/** Enough that a session of whole media goes on in another file: an eighth of 16 MB is the most that one has. */
const FRAMES = 12;
const FRAME_BYTES = 200_000;

type Client = Awaited<ReturnType<typeof clientSide>>;

/** Connects to the application, and makes message stream 1. */
async function clientOf(port: number, app: string): Promise<Client> {
  const client = await clientSide(({ onConnection }) =>
    connect({
      ...{ host: '127.0.0.1', port, onConnection },
      connection: { connect: { app, tcUrl: `rtmp://127.0.0.1/${app}` } },
    }),
  );
  await until(() => client.heard('connected'));
  client.run((connection, now) => connection.createStream(now));
  await until(() => client.heard('streamCreated'));
  client.run((connection, now) => connection.setChunkSize(65_536, now));
  return client;
}

function sendFrame(client: Client, timestamp: number): void {
  const payload = new Uint8Array(FRAME_BYTES).fill(timestamp);
  payload.set([0x17, 1, 0, 0, 0]);
  client.run((connection, now) =>
    connection.sendMedia({ messageStreamId: 1, media: 'video', timestamp, payload }, now),
  );
}

/** As text, percent-encoded, and as base64 has it wherever in the bytes it begins: the characters made of it alone. */
function formsOf(text: string): string[] {
  const shifted = [0, 1, 2].map((shift) => {
    const bytes = Buffer.from(' '.repeat(shift) + text);
    return bytes.toString('base64').slice(Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
  return [text, encodeURIComponent(text), ...shifted];
}

/** A whole session: somebody waits for the stream, and it is published under its key until a file is full. */
async function session(folder: string, names: readonly [stream: string, key: string, ticket: string]): Promise<void> {
  const [stream, key, ticket] = names;
  const capture = ['--capture', folder, '--capture-max-bytes', '16M', '--capture-media'];
  const server = new Cli('serve', '--rtmp', '127.0.0.1:0', ...capture);
  const port = Number(await server.saw(/RTMP {2}rtmp:\/\/127\.0\.0\.1:(\d+)\n/));
  const player = await clientOf(port, 'live');
  player.run((connection, now) => connection.play(1, { name: stream }, now));
  const publisher = await clientOf(port, `live?ticket=${encodeURIComponent(ticket)}`);
  const name = `${stream}?key=${encodeURIComponent(key)}`;
  publisher.run((connection, now) => connection.publish(1, { name }, now));
  await until(() => publisher.heard('publishStarted'));
  for (let frame = 0; frame < FRAMES; frame++) sendFrame(publisher, frame);
  await until(() => player.eventsOf('mediaReceived').length === FRAMES);
  server.signal('SIGTERM');
  expect(await server.exit()).toBe(0);
}

describe('serve --capture', () => {
  it('leaves no key in any file, all of them their owner’s alone; inspect and replay read them', async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'capture-')), 'captures');
    const names = fc.sample(fc.tuple(secret, secret, secret), 1)[0] ?? ['', '', ''];
    try {
      await session(folder, names);
      const files = (await readdir(folder)).sort();
      expect(files.filter((file) => !/\.\d\.rtmp/.test(file))).toHaveLength(2);
      expect(files.length).toBeGreaterThan(3); // those that went on
      for (const file of files) {
        expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
        const text = await readFile(join(folder, file), 'utf8');
        for (const form of names.flatMap(formsOf)) expect(text.includes(form), `${form} in ${file}`).toBe(false);
      }
      const [first = '', second = ''] = files.filter((file) => !/\.\d\.rtmp/.test(file));
      const inspect = new Cli('inspect', '--summary', join(folder, first), join(folder, second));
      const replay = new Cli('replay', join(folder, second), '--as', 'server');
      expect([await inspect.exit(), await replay.exit()]).toEqual([0, 0]);
      expect(inspect.stdout).toMatch(/client {8}play \S+/);
      expect(inspect.stdout).toMatch(/client {8}publish \S+ live/);
      expect(replay.stdout).toMatch(/ 0 differ, /);
    } finally {
      await rm(join(folder, '..'), { recursive: true });
    }
  });
});
