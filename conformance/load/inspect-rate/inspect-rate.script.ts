import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSyntheticCapture } from './synthetic-capture.ts';

/**
 * How fast `millrace inspect` reads a capture, as ratios to tshark on the same file in the same run.
 *
 *     npm run build && npm run inspect-rate -- 1000 3 1448          # megabytes, turns, bytes in a segment
 *     npm run build && npm run inspect-rate -- 200 3 200 short      # sessions of seconds in place of minutes
 *
 * tshark prints the fields that each line of ours has; it reads what follows large chunks, and segments out of order, only
 * when told to, as here.
 */
const [megabytes = 1_000, turns = 3, segment = 1_448] = process.argv.slice(2, 5).map(Number);
const sessions = process.argv[5] === 'short' ? 'short' : 'long';

/** Whatever the size of the file, bytes: what V8 takes before it collects, and room for 16384 connections. */
const MOST_MEMORY = 400_000_000;

const FIELDS = [
  'frame.number',
  'frame.time_relative',
  'tcp.stream',
  'rtmpt.header.format',
  'rtmpt.header.csid',
  'rtmpt.header.timestamp',
  'rtmpt.header.bodysize',
  'rtmpt.header.typeid',
  'rtmpt.header.streamid',
  'amf.string',
];

const PREFERENCES = ['rtmpt.max_packet_size:16777216', 'tcp.reassemble_out_of_order:TRUE'];

const COMMANDS = {
  summary: ['node', 'dist/cli.js', 'inspect', '--summary'],
  jsonl: ['node', 'dist/cli.js', 'inspect', '--format', 'jsonl'],
  tshark: [
    'tshark',
    ...PREFERENCES.flatMap((preference) => ['-o', preference]),
    ...['-n', '-Y', 'rtmpt', '-T', 'fields'],
    ...FIELDS.flatMap((field) => ['-e', field]),
    '-r',
  ],
} as const;

type Program = keyof typeof COMMANDS;

interface Cost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** Peak resident memory, bytes. */
  readonly memory: number;
}

const directory = mkdtempSync(join(tmpdir(), 'millrace-inspect-rate-'));
process.once('exit', () => rmSync(directory, { recursive: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1)); // a gigabyte is not left behind
await measure();

async function measure(): Promise<void> {
  const file = join(directory, 'synthetic.pcap');
  const { bytes, connections } = writeSyntheticCapture(file, { bytes: megabytes * 1e6, segment, sessions });
  console.log(`\n${Math.round(bytes / 1e6)} MB, ${connections} connections, segments of up to ${segment} bytes`);
  const costs: Record<Program, Cost[]> = { summary: [], jsonl: [], tshark: [] };
  for (let turn = 0; turn < turns; turn++) {
    for (const program of ['summary', 'tshark', 'jsonl'] as const) costs[program].push(await run(program, file));
  }
  for (const program of ['summary', 'jsonl'] as const) tell(program, costs[program], costs.tshark, bytes);
}

/** Its output is thrown away. */
function run(program: Program, file: string): Promise<Cost> {
  const [command, ...args] = COMMANDS[program];
  const timed = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" > /dev/null', 'bash', command, ...args, file];
  return new Promise((resolve, reject) => {
    const child = spawn('bash', timed, { stdio: ['ignore', 'ignore', 'pipe'] });
    let memory = 0;
    let said = '';
    const watch = setInterval(() => {
      memory = Math.max(memory, peakOf(child.pid));
    }, 100);
    child.stderr.on('data', (piece) => {
      said += piece;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      const [wallSeconds, user, system] = (said.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
      if (code !== 0 || wallSeconds === undefined || user === undefined || system === undefined) {
        return reject(new Error(`${program} ended with ${code}: ${said}`));
      }
      resolve({ wallSeconds, cpuSeconds: user + system, memory });
    });
  });
}

/** Of the programs that this one runs: Linux only; elsewhere 0. */
function peakOf(pid: number | undefined): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const peaks = children.map((child) => /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1]);
    return Math.max(0, ...peaks.map((peak) => Number(peak ?? 0) * 1_024));
  } catch {
    return 0; // it ended between
  }
}

function tell(program: Program, ours: readonly Cost[], theirs: readonly Cost[], bytes: number): void {
  const ratios = (of: (cost: Cost) => number) => ours.map((cost, turn) => of(theirs[turn] ?? cost) / of(cost));
  const memory = Math.max(...ours.map((cost) => cost.memory));
  const rate = bytes / 1e6 / median(ours.map(({ wallSeconds }) => wallSeconds));
  console.log(
    `${program}: ${spread(ratios(({ wallSeconds }) => wallSeconds))} times tshark's rate, ` +
      `${spread(ratios(({ cpuSeconds }) => cpuSeconds))} by CPU; ` +
      `${rate.toFixed(0)} MB/s, peak memory ${(memory / 1e6).toFixed(0)} MB`,
  );
  if (memory > MOST_MEMORY) throw new Error(`expected at most ${MOST_MEMORY} bytes of memory, got ${memory}`);
}

function spread(values: readonly number[]): string {
  return `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)})`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
