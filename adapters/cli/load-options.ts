import { LONGEST_FRAME, SHORTEST_FRAME } from '../../conformance/load/generator/frame-maker.ts';
import type { LoadPlan } from '../../conformance/load/generator/load-plan.ts';
import { placeOfUrl, type RtmpUrl } from '../client/rtmp-url.ts';
import { streamUrlOf } from './client-runtime.ts';
import { readOptions } from './option-table.ts';
import { byteCountOf, OptionError, oneOf, secondsOf, wholeNumberOf } from './option-values.ts';

export interface LoadOptions {
  readonly plan: LoadPlan;
  /** Of a server on this machine. */
  readonly pid: number | undefined;
  /** Where the report goes as JSON; `-` is the standard output, in place of the table. */
  readonly jsonFile: string | undefined;
}

/** What the first process of a load starts the others with. Not for people, so not in the help. */
export const WORKER_ARGUMENTS = ['load', '--worker'] as const;

export const LOAD_HELP = `millrace load puts publishers and players on a server, and counts what becomes of every frame.

Usage: millrace load [options] URL

  URL                     rtmp://HOST[:PORT]/APP; the names of the streams are made

  --publishers N          each sends a stream of its own (default 1)
  --players M             on the streams in turn (default 10)
  --fps F                 frames a second of each stream (default 30)
  --frame BYTES           of each frame, ${SHORTEST_FRAME} at least; suffixes k, M (default 8k)
  --chunk BYTES           a publisher's chunk size (default 4096)
  --gop FRAMES            from one key frame to the next (default: two seconds)
  --idle N                connections that are taken and then rest: before all else they join, as fast as they can
  --warmup SECONDS        how long all runs, once everybody has joined, before it is measured (default 2)
  --duration SECONDS      how long is measured (default 10)
  --ramp SECONDS          over how long the players join, while the streams are live (default 1)
  --stream-prefix NAME    of the names of the streams (default load)
  --verify all|sample     the checksum of every frame (default), or of one in 16; loss, order and length always
  --processes N           of the load, for more than one can do (default 1)
  --pid PID               of the server, on this machine: tells its processor time and memory, children included (Linux)
  --json FILE             the report as JSON; - is the standard output, in place of the table

Frames are H.264 pictures that can be decoded, marked with number, time and checksum. Delay is from the call that sends to
the frame's last byte. A load that is more than this machine can make is reported as a bottleneck.

Exit codes: 0 every frame came, once, in order, undamaged; 8 not so; others as of all commands.
`;

const TABLE = {
  publishers: { type: 'string', default: '1' },
  players: { type: 'string', default: '10' },
  fps: { type: 'string', default: '30' },
  frame: { type: 'string', default: '8k' },
  chunk: { type: 'string', default: '4096' },
  gop: { type: 'string' },
  idle: { type: 'string', default: '0' },
  warmup: { type: 'string', default: '2' },
  duration: { type: 'string', default: '10' },
  ramp: { type: 'string', default: '1' },
  'stream-prefix': { type: 'string', default: 'load' },
  verify: { type: 'string', default: 'all' },
  processes: { type: 'string', default: '1' },
  pid: { type: 'string' },
  json: { type: 'string' },
} as const;

const MOST_CONNECTIONS = 100_000;
const MOST_FPS = 1_000;
const MOST_PROCESSES = 64;
const MOST_CHUNK = 0xffffff;
const MOST_PID = 2 ** 31 - 1;

/** Reads what follows `millrace load`. @throws OptionError */
export function parseLoad(args: readonly string[]): LoadOptions {
  const { values, positionals } = readOptions('load', args, TABLE, 1);
  const [url] = positionals;
  if (url === undefined) throw new OptionError('load wants URL; see millrace load --help');
  const count = (name: 'publishers' | 'players' | 'idle') =>
    wholeNumberOf(`--${name}`, values[name], 0, MOST_CONNECTIONS);
  const fps = wholeNumberOf('--fps', values.fps, 1, MOST_FPS);
  const plan = {
    url: applicationOf(url),
    streamPrefix: uniquePrefix(values['stream-prefix']),
    publishers: count('publishers'),
    players: count('players'),
    idle: count('idle'),
    fps,
    frameBytes: frameBytesOf(values.frame),
    keyFrameEvery: values.gop === undefined ? 2 * fps : wholeNumberOf('--gop', values.gop, 1, MOST_CONNECTIONS),
    chunkSize: wholeNumberOf('--chunk', values.chunk, 1, MOST_CHUNK),
    warmupSeconds: secondsOf('--warmup', values.warmup),
    durationSeconds: secondsOf('--duration', values.duration),
    rampSeconds: secondsOf('--ramp', values.ramp),
    verify: oneOf('--verify', ['all', 'sample'], values.verify),
    processes: wholeNumberOf('--processes', values.processes, 1, MOST_PROCESSES),
  };
  if (plan.players > 0 && plan.publishers === 0) throw new OptionError('--players need at least one of --publishers');
  const pid = values.pid === undefined ? undefined : wholeNumberOf('--pid', values.pid, 1, MOST_PID);
  return { plan, pid, jsonFile: values.json };
}

/** What is measured is RTMP: under a cipher it would be the cipher. */
function applicationOf(text: string): RtmpUrl {
  const url = streamUrlOf(text);
  if (url.scheme !== 'rtmp') throw new OptionError(`load wants a URL of rtmp://, not ${url.scheme}://`);
  if (url.credentials !== undefined) throw new OptionError('load knows no user and password');
  if (url.name === '') return url;
  throw new OptionError(`load wants ${placeOfUrl(url)}/APP, without the name of a stream: see --stream-prefix`);
}

function frameBytesOf(text: string): number {
  const bytes = byteCountOf('--frame', text);
  if (bytes >= SHORTEST_FRAME && bytes <= LONGEST_FRAME) return bytes;
  throw new OptionError(`--frame wants ${SHORTEST_FRAME} to ${LONGEST_FRAME} bytes, not "${text}"`);
}

/** Streams of a run before, which a server may still know, must not be met again. */
function uniquePrefix(prefix: string): string {
  if (/^[\w.-]+$/.test(prefix)) return `${prefix}-${Date.now().toString(36)}`;
  throw new OptionError(`--stream-prefix wants letters, digits, "_", "." and "-", not "${prefix}"`);
}
