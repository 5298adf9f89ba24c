import { execFileSync, spawn } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { PARTS } from './same-messages.ts';

const PATIENCE_MS = 20_000;
/** What has passed the loopback may still be on its way to who records. */
const SETTLE_MS = 300;
/** Megabytes between the system and who records. */
const BUFFER_MB = '64';

/** Whether packets can be recorded here: dumpcap comes with tshark. */
export function canRecord(): boolean {
  try {
    return execFileSync('dumpcap', ['-D'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).includes('lo');
  } catch {
    return false;
  }
}

/**
 * Records all that passes the loopback while something is done.
 *
 * @param file - pcapng; one that is there is replaced
 * @throws Error when nothing is recorded
 */
export async function recordingOf<T>(file: string, act: () => Promise<T>): Promise<T> {
  rmSync(file, { force: true });
  const dumpcap = spawn('dumpcap', ['-i', 'lo', '-f', 'tcp', '-B', BUFFER_MB, '-q', '-w', file], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => dumpcap.on('close', () => resolve()));
  try {
    await hasBegun(file);
    const result = await act();
    await later(SETTLE_MS);
    return result;
  } finally {
    dumpcap.kill('SIGINT');
    await ended;
  }
}

async function hasBegun(file: string): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await later(50)) {
    if (existsSync(file) && statSync(file).size > 0) return;
  }
  throw new Error(`dumpcap does not record the loopback within ${PATIENCE_MS} ms`);
}

/** Keeps what was said to and by some ports. */
export function keepPorts(from: string, to: string, ports: readonly number[]): void {
  execFileSync('tshark', ['-r', from, '-Y', `tcp.port in {${ports.join(',')}}`, '-w', to], { stdio: 'ignore' });
}

/** What tshark itself makes of it: a line for each packet, or its fields. */
export function tsharkText(file: string, ports: readonly number[], fields: readonly string[] = []): string {
  const asRtmp = ports.flatMap((port) => ['-d', `tcp.port==${port},rtmpt`]);
  const asked = fields.length === 0 ? [] : ['-T', 'fields', '-E', `aggregator=${PARTS}`];
  return execFileSync('tshark', ['-r', file, ...asRtmp, ...asked, ...fields.flatMap((field) => ['-e', field])], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
