import type { LoadReport } from '../generator/load-report.ts';
import type { ServerName } from './servers.ts';

/** What is read off a report, by a name for people. Smaller is better. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** @returns `undefined` where the run tells nothing of it */
  readonly of: (report: LoadReport) => number | undefined;
}

/** One figure of ours against one of theirs. */
export interface Claim {
  readonly ours: ServerName;
  readonly theirs: ServerName;
  readonly measure: Measure;
  /** The most that the ratio is meant to be; `undefined` where it is told for information. */
  readonly target: number | undefined;
}

/** One load, put on several servers one after the other. */
export interface Row {
  readonly name: string;
  readonly load: readonly string[];
  readonly servers: readonly ServerName[];
  readonly claims: readonly Claim[];
}

const CPU: Measure = { name: 'CPU per frame', unit: 'µs', of: ({ server }) => server?.cpuUsPerFrame };
const MEMORY: Measure = { name: 'memory', unit: 'MB', of: ({ server }) => server && server.peakMemoryBytes / 1e6 };
const DELAY_P50: Measure = { name: 'delay p50', unit: 'ms', of: ({ delayUs }) => delayUs.p50 / 1e3 };
const DELAY_P99: Measure = { name: 'delay p99', unit: 'ms', of: ({ delayUs }) => delayUs.p99 / 1e3 };
const JOIN_P50: Measure = { name: 'join p50', unit: 'ms', of: ({ joinUs }) => joinUs && joinUs.p50 / 1e3 };
const JOIN_P99: Measure = { name: 'join p99', unit: 'ms', of: ({ joinUs }) => joinUs && joinUs.p99 / 1e3 };
const CONNECTION_CPU: Measure = { name: 'CPU per connection', unit: 'µs', of: ({ idle }) => idle?.serverCpuUs };
const CONNECTION_TIME: Measure = {
  name: 'time per connection',
  unit: 'µs',
  of: ({ idle }) => idle && 1e6 / idle.connectionsPerSecond,
};
const CONNECTION_MEMORY: Measure = {
  name: 'memory per connection',
  unit: 'kB',
  of: ({ idle }) => idle?.serverMemoryBytes && idle.serverMemoryBytes / 1e3,
};

const NGINX = 'nginx-rtmp';
const NODE_MEDIA_SERVER = 'node-media-server';
const MERGING = 'millrace --merge 50';
/** Keeps no pictures for players that come late, as nginx-rtmp keeps none. */
const KEEPING_NONE = 'millrace --gop-cache 0';
/** Node's sockets without a protocol: what ours costs above these is ours. */
const BARE = 'bare sockets';
const BARE_MERGING = 'bare sockets --merge 50';
const ALL = ['millrace', NGINX, NODE_MEDIA_SERVER] as const;

const against = (theirs: ServerName, measure: Measure, target?: number): Claim => ({
  ours: 'millrace',
  theirs,
  measure,
  target,
});

const FAN_OUT = ['--players', '500'];
const CONNECTIONS = ['--publishers', '0', '--players', '0', '--idle', '5000', '--warmup', '0'];
/** A player that joins anywhere between two key frames, fifty times. */
const LATE_PLAYERS = ['--players', '50', '--ramp', '6', '--gop', '60'];

/** What is compared, and what is to be reached. */
export const ROWS: readonly Row[] = [
  {
    name: 'fan-out',
    load: FAN_OUT,
    servers: ['millrace', MERGING, NGINX, NODE_MEDIA_SERVER],
    claims: [
      against(NGINX, CPU, 1),
      { ...against(NGINX, CPU, 0.5), ours: MERGING },
      against(NGINX, DELAY_P99, 1),
      against(NGINX, DELAY_P50),
      { ...against(NGINX, DELAY_P50), ours: MERGING },
      against(NODE_MEDIA_SERVER, CPU),
      against(NGINX, MEMORY),
      against(NODE_MEDIA_SERVER, MEMORY),
    ],
  },
  ingest(128, 0.7),
  ingest(4_096, 1.2),
  {
    name: 'late-player',
    load: LATE_PLAYERS,
    servers: ALL,
    claims: [against(NGINX, JOIN_P50), against(NGINX, JOIN_P99), against(NODE_MEDIA_SERVER, JOIN_P50)],
  },
  {
    name: 'connections',
    load: CONNECTIONS,
    servers: ALL,
    claims: [...ofConnections(NGINX), ...ofConnections(NODE_MEDIA_SERVER)],
  },
  {
    name: 'runtimes',
    load: ['--players', '200'],
    servers: ['millrace', 'millrace on Deno', 'millrace on Bun'],
    claims: (['millrace on Deno', 'millrace on Bun'] as const).flatMap((theirs) =>
      [CPU, MEMORY, DELAY_P99].map((measure) => against(theirs, measure)),
    ),
  },
  {
    name: 'bare-fan-out',
    load: FAN_OUT,
    servers: ['millrace', BARE, MERGING, BARE_MERGING, NGINX],
    claims: [
      against(BARE, CPU),
      { ...against(BARE_MERGING, CPU), ours: MERGING },
      { ...against(NGINX, CPU), ours: BARE },
      { ...against(NGINX, CPU), ours: BARE_MERGING },
      against(BARE, DELAY_P99),
    ],
  },
  {
    name: 'bare-ingest',
    load: ingestLoad(4_096),
    servers: ['millrace', KEEPING_NONE, BARE, NGINX],
    claims: [
      against(BARE, CPU),
      { ...against(BARE, CPU), ours: KEEPING_NONE },
      { ...against(NGINX, CPU), ours: BARE },
      against(BARE, DELAY_P99),
      { ...against(BARE, DELAY_P99), ours: KEEPING_NONE },
    ],
  },
  {
    name: 'bare-connections',
    load: CONNECTIONS,
    servers: ['millrace', BARE],
    claims: ofConnections(BARE),
  },
];

/** 200 publishers with a player each. @param target - of the processor time, by nginx-rtmp's */
function ingest(chunkSize: number, target: number): Row {
  return {
    name: `ingest-${chunkSize}`,
    load: ingestLoad(chunkSize),
    servers: ['millrace', KEEPING_NONE, NGINX, NODE_MEDIA_SERVER],
    claims: [
      against(NGINX, CPU, target),
      { ...against(NGINX, CPU, target), ours: KEEPING_NONE },
      against(NODE_MEDIA_SERVER, CPU, 0.3),
      against(NODE_MEDIA_SERVER, MEMORY, 0.3),
      against(NGINX, DELAY_P99),
      { ...against(NGINX, DELAY_P99), ours: KEEPING_NONE },
    ],
  };
}

function ingestLoad(chunkSize: number): readonly string[] {
  return ['--publishers', '200', '--players', '200', '--chunk', `${chunkSize}`];
}

function ofConnections(theirs: ServerName): Claim[] {
  return [CONNECTION_CPU, CONNECTION_TIME, CONNECTION_MEMORY].map((measure) => against(theirs, measure));
}
