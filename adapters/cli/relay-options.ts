import type { RtmpUrl } from '../client/index.ts';
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from '../log/logger.ts';
import { streamUrlOf } from './client-runtime.ts';
import { readOptions } from './option-table.ts';
import { OptionError, oneOf, secondsOf } from './option-values.ts';

export interface RelayCommandOptions {
  readonly from: RtmpUrl;
  /** At least one. */
  readonly to: readonly RtmpUrl[];
  readonly once: boolean;
  readonly holdMs: number | undefined;
  readonly caFile: string | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

export const RELAY_HELP = `millrace relay plays a stream from one server and publishes it to others.

Usage: millrace relay [options] FROM-URL TO-URL...

  FROM-URL, TO-URL     rtmp://[USER:PASSWORD@]HOST[:PORT]/APP/NAME; rtmps:// for TLS, rtmpe:// for RTMP's own encryption

  --once               ends with the stream (default: waits for the next one under its name)
  --hold SECONDS       how long the targets are kept when the source is lost (default 10)
  --ca FILE            certificates of authorities to trust in place of the system's, PEM
  --log-level LEVEL    ${LOG_LEVELS.join(', ')} (default info)
  --log-format FORMAT  pretty (default) or json

What is lost is connected to again, after a second at first and half a minute at last. Targets are numbered from 1, in the
order in which they are given; one that fails costs the others nothing.
`;

/** More targets than this one process does not feed. */
const MOST_TARGETS = 100;

const TABLE = {
  once: { type: 'boolean', default: false },
  hold: { type: 'string' },
  ca: { type: 'string' },
  'log-level': { type: 'string', default: 'info' },
  'log-format': { type: 'string', default: 'pretty' },
} as const;

/** Reads what follows `millrace relay`. @throws OptionError */
export function parseRelay(args: readonly string[]): RelayCommandOptions {
  const { values, positionals } = readOptions('relay', args, TABLE, 1 + MOST_TARGETS);
  const [from, ...to] = positionals;
  if (from === undefined || to.length === 0) {
    throw new OptionError('relay wants FROM-URL and at least one TO-URL; see millrace relay --help');
  }
  return {
    from: streamUrlOf(from),
    to: to.map(streamUrlOf),
    once: values.once,
    holdMs: values.hold === undefined ? undefined : secondsOf('--hold', values.hold) * 1_000,
    caFile: values.ca,
    logLevel: oneOf('--log-level', LOG_LEVELS, values['log-level']),
    logFormat: oneOf('--log-format', LOG_FORMATS, values['log-format']),
  };
}
