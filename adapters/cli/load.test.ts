import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { LoadReport } from '../../conformance/load/generator/load-report.ts';
import { connect, listen, listenWebSocket, nodeRuntime as runtime } from '../node/index.ts';
import { createLiveServer, type LiveServerOptions } from '../server/index.ts';
import { until } from '../testing/until.ts';
import { exitCodeOf } from './exit-code.ts';
import { load } from './load.ts';
import { parseLoad } from './load-options.ts';

const QUICK = ['--warmup', '0', '--duration', '0.5', '--ramp', '0', '--fps', '50', '--gop', '5'];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A live server in this process. @returns its port */
async function serving(options: LiveServerOptions = {}): Promise<number> {
  const server = createLiveServer(options);
  const listener = await listen({ ...server.acceptOptions, host: '127.0.0.1', port: 0 });
  server.attach(listener);
  onTestFinished(() => server.close({ drainMs: 0 }));
  return listener.address.port;
}

/** What every frame has at its beginning: behind it come its number, its time, and the picture. */
const MARK = 'millrace load v1';
/** So far behind the beginning of the mark is the picture. */
const DAMAGED_AT = 100;

/** What lies between the load and a server, and changes one byte of one frame on its way to one player. */
async function tamperingWith(port: number): Promise<number> {
  let toDamage = 1;
  const sockets: Socket[] = [];
  const proxy = createServer((client: Socket) => {
    const server = connectSocket({ host: '127.0.0.1', port });
    sockets.push(client, server);
    let received = 0;
    server.on('data', (bytes) => {
      // However the bytes come in pieces, what is damaged lies in a frame, and the player has had others before.
      const at = bytes.indexOf(MARK) + DAMAGED_AT;
      if (received > 100_000 && at >= DAMAGED_AT && at < bytes.length && toDamage-- > 0) bytes[at]! ^= 1;
      received += bytes.length;
      client.write(bytes);
    });
    client.on('data', (bytes) => server.write(bytes));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => {}).on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise((resolve) => proxy.once('listening', resolve));
  const address = proxy.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const urlOf = (port: number): string => `rtmp://127.0.0.1:${port}/live`;

/** Runs the command in this process. */
async function running(...args: string[]) {
  let stdout = '';
  const print = (text: string): void => {
    stdout += text;
  };
  try {
    await load(parseLoad(args), { runtime, connect, listen, listenWebSocket }, print);
    return { code: 0, stdout, message: '' };
  } catch (error) {
    return { code: exitCodeOf(error), stdout, message: error instanceof Error ? error.message : '' };
  }
}

describe('load', () => {
  it('counts every frame, and writes a table and JSON', async () => {
    const url = urlOf(await serving());
    const file = join(folder, 'report.json');
    const several = ['--publishers', '3', '--players', '5', '--chunk', '128'];
    const { code, stdout } = await running(...QUICK, ...several, '--pid', `${process.pid}`, '--json', file, url);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^3 publishers, 5 players.*\n {2}delivered .*\n {2}integrity {4}0 lost, 0 out of order, 0 /);
    const report: LoadReport = JSON.parse(await readFile(file, 'utf8')); // it wrote it
    expect(report).toMatchObject({
      isClean: true,
      plan: { players: 5 },
      server: { cpuUsPerFrame: expect.any(Number) },
    });
    // 5 players, half a second of 50 frames, which are sent however late: a busy machine moves what of them is in the window.
    expect(report.integrity.received).toBeGreaterThan(100);
    expect(report.integrity.received).toBeGreaterThanOrEqual(report.delivered);
    expect(report.delivered).toBeGreaterThan(0);
    expect(report.delayUs.p50).toBeGreaterThan(0);
    expect(report.joinUs?.p50).toBeGreaterThan(0);
  });

  it('fails when one byte of one frame is not as it was sent', async () => {
    const url = urlOf(await tamperingWith(await serving()));
    const { code, stdout, message } = await running(...QUICK, '--players', '2', '--json', '-', url);
    expect({ code, message }).toEqual({ code: 8, message: 'frames were lost, doubled, out of order or damaged' });
    expect(JSON.parse(stdout)).toMatchObject({ isClean: false, integrity: { damaged: 1, lost: 1, doubled: 0 } });
  });

  it('fails when a connection breaks under it', async () => {
    const server = createLiveServer();
    const listener = await listen({ ...server.acceptOptions, host: '127.0.0.1', port: 0 });
    server.attach(listener);
    const url = urlOf(listener.address.port);
    const broken = running(...QUICK, '--players', '1', url);
    await until(() => server.stats().streams.some(({ players }) => players.length > 0));
    await server.close({ drainMs: 0 });
    expect(await broken).toMatchObject({ code: expect.toSatisfy((code) => [6, 8].includes(code)) });
  });

  it('ends as other commands do when no load can be put on', async () => {
    const refused = urlOf(await serving({ onPlay: () => ({ refuse: 'No.' }) }));
    const cases: readonly (readonly [number, RegExp, readonly string[]])[] = [
      [2, /^--pid: there is no process 2147483647$/, ['--pid', '2147483647', refused]],
      [2, /^cannot write/, ['--json', join(folder, 'none', 'x'), refused]],
      [3, /^cannot connect to .*nobody listens there$/, ['rtmp://127.0.0.1:1/live']],
      [
        3,
        /^rtmp:.*nobody listens there$/,
        ['--publishers', '0', '--players', '0', '--idle', '1', 'rtmp://127.0.0.1:1/live'],
      ],
      [4, /it refused: NetStream.Play.Failed$/, [...QUICK, refused]],
    ];
    for (const [code, message, args] of cases) {
      expect(await running(...args)).toEqual({ code, stdout: '', message: expect.stringMatching(message) });
    }
  });
});
