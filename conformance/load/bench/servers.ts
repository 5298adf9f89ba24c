import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { freePort, nginxCommand, nodeMediaServerCommand, type ServerCommand } from '../peer-servers.ts';

/** A server that runs for one measurement. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

/** What can be measured. */
export const SERVER_NAMES = [
  'millrace',
  'millrace --merge 50',
  'millrace --gop-cache 0',
  'millrace on Deno',
  'millrace on Bun',
  'nginx-rtmp',
  'node-media-server',
  'bare sockets',
  'bare sockets --merge 50',
] as const;

export type ServerName = (typeof SERVER_NAMES)[number];

/** Where a server's version comes from, and how it is run. */
interface Kind {
  readonly version: () => string;
  /** @param folder - an empty one */
  readonly command: (folder: string) => Promise<ServerCommand>;
}

/** Of the build in `dist`, so that what is measured is what is shipped. */
const CLI = 'dist/cli.js';

const KINDS: Readonly<Record<ServerName, Kind>> = {
  millrace: { version: () => packageJson.version, command: () => ours([process.execPath, CLI]) },
  'millrace --merge 50': {
    version: () => packageJson.version,
    command: () => ours([process.execPath, CLI], ['--merge', '50']),
  },
  'millrace --gop-cache 0': {
    version: () => packageJson.version,
    command: () => ours([process.execPath, CLI], ['--gop-cache', '0']),
  },
  'millrace on Deno': {
    version: () => versionOf('node_modules/.bin/deno', '--version'),
    command: () =>
      ours(['node_modules/.bin/deno', 'run', '--allow-net', '--allow-read', '--allow-env', 'dist/cli-deno.js']),
  },
  'millrace on Bun': {
    version: () => versionOf('node_modules/.bin/bun', '--version'),
    command: () => ours(['node_modules/.bin/bun', 'dist/cli-bun.js']),
  },
  'nginx-rtmp': {
    version: () => versionOf('nginx', '-v'),
    command: (folder) => nginxCommand(folder, 'application live { live on; }'),
  },
  'node-media-server': { version: nodeMediaServerVersion, command: nodeMediaServerCommand },
  'bare sockets': { version: () => process.versions.node, command: () => bare(0) },
  'bare sockets --merge 50': { version: () => process.versions.node, command: () => bare(50) },
};

export function versionOfServer(name: ServerName): string {
  return KINDS[name].version();
}

/**
 * Starts a server and waits until it accepts connections.
 *
 * @throws Error when it does not within 20 s; it is no more then
 */
export async function startServer(name: ServerName): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const { command, parameters, port } = await KINDS[name].command(folder);
  const [program = '', ...rest] = pinned('server', [command, ...parameters]);
  const server = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-2_000);
  });
  const ended = once(server, 'close');
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  if (server.pid !== undefined && (await accepts(server, port))) return { pid: server.pid, port, stop };
  await stop();
  throw new Error(`${name} did not start: ${complaints}`);
}

/** One processor for the server and another one for the load: neither takes time or caches from the other. */
export const IS_PINNED = availableParallelism() === 2 && spawnSync('taskset', ['-p', `${process.pid}`]).status === 0;

/** A command line that runs on the processor of its side, where the machine has just two. */
export function pinned(side: 'server' | 'load', commandLine: readonly string[]): readonly string[] {
  return IS_PINNED ? ['taskset', '-c', side === 'server' ? '0' : '1', ...commandLine] : commandLine;
}

async function ours([command = '', ...parameters]: readonly string[], options: readonly string[] = []) {
  const port = await freePort();
  const serve = ['serve', '--rtmp', `127.0.0.1:${port}`, '--log-level', 'silent', ...options];
  return { command, parameters: [...parameters, ...serve], port };
}

/** @param mergeMs - see `serveBare` */
async function bare(mergeMs: number) {
  const port = await freePort();
  const script = 'conformance/load/bare-server.script.ts';
  return { command: process.execPath, parameters: ['--import', 'tsx', script, `${port}`, `${mergeMs}`], port };
}

const PATIENCE_MS = 20_000;
const RETRY_MS = 50;

async function accepts(server: ChildProcess, port: number): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS && server.exitCode === null; waited += RETRY_MS) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port }, () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return true;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  return false;
}

function versionOf(command: string, option: string): string {
  const { stdout, stderr } = spawnSync(command, [option], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown';
}

function nodeMediaServerVersion(): string {
  const file = createRequire(import.meta.url).resolve('node-media-server/package.json');
  const { version }: { readonly version: string } = JSON.parse(readFileSync(file, 'utf8')); // every package has one
  return version;
}
