import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type BareFigures, type BareLoad, loadBare, serveBare } from './bench/bare-sockets.ts';
import { countOption, scriptOptions } from './bench/script-options.ts';
import { pinned } from './bench/servers.ts';
import { Histogram } from './generator/histogram.ts';

// What Node's own sockets cost for the loads of `npm run bench:peers`, without any protocol: what no server that writes to them once
// for each player and frame can be below. `npm run bench:sockets -- --rounds 5 --seconds 4`. Linux.

const FRAME = 8_192;
const PLAYERS = { senders: 0, receivers: 500, frameBytes: FRAME, fps: 30 };
const LOADS: readonly (readonly [name: string, frames: number, load: Omit<BareLoad, 'seconds'>])[] = [
  ['500 players, a write each frame', 1, PLAYERS],
  ['500 players, a write each two frames', 2, { ...PLAYERS, frameBytes: 2 * FRAME, fps: 15 }],
  ['200 publishers, read, copied, written', 1, { senders: 200, receivers: 200, frameBytes: FRAME, fps: 30 }],
  ['1000 publishers, read, copied, written', 1, { senders: 1_000, receivers: 1_000, frameBytes: FRAME, fps: 6 }],
];
const IDLE: BareLoad = { senders: 0, receivers: 5_000, frameBytes: 1, fps: 1, seconds: 1 };

const [role, load, port] = process.argv.slice(2);
if (role === 'server') {
  const figures = await serveBare(JSON.parse(load ?? ''), (at) => process.send?.({ port: at }));
  process.send?.({ figures });
} else if (role === 'load') {
  const delays = new Histogram();
  process.on('message', () => process.send?.({ p99: delays.quantiles().p99 }));
  await loadBare(JSON.parse(load ?? ''), Number(port), (us) => delays.record(us));
} else {
  await measureAll();
}

async function measureAll(): Promise<void> {
  const options = scriptOptions({
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
  });
  const rounds = countOption('--rounds', options.rounds);
  const seconds = countOption('--seconds', options.seconds);
  for (const [name, frames, one] of LOADS) {
    const taken: RunFigures[] = [];
    for (let round = 0; round < rounds; round++) taken.push(await run({ ...one, seconds }));
    const delay = one.senders === 0 ? '' : `, delay p99 ${told(taken.map(({ delayP99Us }) => delayP99Us / 1e3))} ms`;
    process.stdout.write(
      `${name}: ${told(taken.map(({ cpuUsPerFrame }) => cpuUsPerFrame / frames))} µs a frame${delay}\n`,
    );
  }
  const { memoryPerConnection } = await run(IDLE);
  process.stdout.write(`5000 connections at rest: ${(memoryPerConnection / 1e3).toFixed(1)} kB each\n`);
}

/** The median, and the least and the most. */
function told(values: readonly number[]): string {
  const sorted = [...values].sort((one, other) => one - other).map((value) => value.toFixed(1));
  return `${sorted[sorted.length >> 1]} (${sorted[0]} to ${sorted.at(-1)})`;
}

interface RunFigures extends BareFigures {
  /** Of frames that the load itself sends; else 0. */
  readonly delayP99Us: number;
}

async function run(what: BareLoad): Promise<RunFigures> {
  const server = start('server', what);
  const [{ port: at }] = await once(server, 'message');
  const others = start('load', what, at);
  try {
    const [{ figures }] = await once(server, 'message');
    others.send('delays');
    const [{ p99 }] = await once(others, 'message');
    return { ...figures, delayP99Us: p99 };
  } finally {
    server.kill('SIGKILL');
    others.kill('SIGKILL');
  }
}

/** This script in another process, on the processor of its side. */
function start(side: 'server' | 'load', what: BareLoad, at = 0) {
  const [execPath = process.execPath, ...before] = pinned(side, [process.execPath]);
  const execArgv = [...before, ...process.execArgv];
  return fork(import.meta.filename, [side, JSON.stringify(what), `${at}`], { execPath, execArgv });
}
