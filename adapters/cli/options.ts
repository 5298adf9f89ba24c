import { parseArgs } from 'node:util';
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from './logger.ts';
import { byteCountOf, type HostPort, hostPortOf, OptionError, oneOf } from './option-values.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'serve'; readonly options: ServeOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' };

export interface ServeOptions {
  readonly rtmp: HostPort;
  readonly rtmps: RtmpsOptions | undefined;
  /** Bytes of the GOP cache of each stream; `undefined` leaves the server's default. */
  readonly gopCacheBytes: number | undefined;
  readonly onDuplicate: 'reject' | 'takeOver';
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

export interface RtmpsOptions {
  readonly at: HostPort;
  /** Files with PEM inside. */
  readonly certFile: string;
  readonly keyFile: string;
}

const DUPLICATE_POLICIES = ['reject', 'take-over'] as const;

/** Where `serve` listens when it is not told: the port of RTMP (CMD-51) on every address. */
const DEFAULT_RTMP = '0.0.0.0:1935';

export const HELP = `millrace serve runs a live RTMP server.

Usage: millrace serve [options]
       millrace --help | --version

  --rtmp HOST:PORT        listen for RTMP there; port 0 takes a free one (default ${DEFAULT_RTMP})
  --rtmps HOST:PORT       listen for RTMP over TLS too; needs --cert and --key
  --cert FILE             certificate chain, PEM
  --key FILE              private key, PEM
  --gop-cache BYTES       kept of each stream for late players; suffixes k, M, G; 0 keeps none
  --on-duplicate POLICY   a second publisher of a name: reject (default) or take-over
  --log-level LEVEL       ${LOG_LEVELS.join(', ')} (default info)
  --log-format FORMAT     pretty (default) or json

An IPv6 address stands in brackets: --rtmp [::]:1935
`;

/**
 * Reads the arguments that follow the program's name.
 *
 * @throws OptionError with one line that says what is wrong
 */
export function parseCommandLine(args: readonly string[]): Command {
  const [command, ...rest] = args;
  if (command === undefined) throw new OptionError('no command given; try "millrace serve"');
  if (command === '--help' || command === '-h' || command === 'help') return { kind: 'help' };
  if (command === '--version' || command === '-V') return { kind: 'version' };
  if (command === 'serve') return parseServe(rest);
  throw new OptionError(`unknown ${command.startsWith('-') ? 'option' : 'command'} "${command}"; try "millrace serve"`);
}

function parseServe(args: string[]): Command {
  const values = parseStrictly(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const options: ServeOptions = {
    rtmp: hostPortOf('--rtmp', values.rtmp ?? DEFAULT_RTMP),
    rtmps: rtmpsOf(values),
    gopCacheBytes: values['gop-cache'] === undefined ? undefined : byteCountOf('--gop-cache', values['gop-cache']),
    onDuplicate:
      oneOf('--on-duplicate', DUPLICATE_POLICIES, values['on-duplicate']) === 'reject' ? 'reject' : 'takeOver',
    logLevel: oneOf('--log-level', LOG_LEVELS, values['log-level']),
    logFormat: oneOf('--log-format', LOG_FORMATS, values['log-format']),
  };
  return { kind: 'serve', options };
}

type Values = ReturnType<typeof parseStrictly>;

function parseStrictly(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        rtmp: { type: 'string' },
        rtmps: { type: 'string' },
        cert: { type: 'string' },
        key: { type: 'string' },
        'gop-cache': { type: 'string' },
        'on-duplicate': { type: 'string', default: 'reject' },
        'log-level': { type: 'string', default: 'info' },
        'log-format': { type: 'string', default: 'pretty' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'V' },
      },
    }).values;
  } catch (error) {
    throw new OptionError(complaintOf(error as NodeJS.ErrnoException)); // parseArgs throws only its own, which have codes
  }
}

function rtmpsOf(values: Values): RtmpsOptions | undefined {
  const { rtmps, cert: certFile, key: keyFile } = values;
  if (rtmps === undefined) {
    if (certFile === undefined && keyFile === undefined) return undefined;
    throw new OptionError('--cert and --key need --rtmps HOST:PORT');
  }
  if (certFile === undefined || keyFile === undefined)
    throw new OptionError('--rtmps needs --cert FILE and --key FILE');
  return { at: hostPortOf('--rtmps', rtmps), certFile, keyFile };
}

/** What `parseArgs` found wrong, in fewer words than its own, which go on with advice that does not apply here. */
function complaintOf({ code, message }: NodeJS.ErrnoException): string {
  const named = /'([^']+)'/.exec(message)?.[1] ?? '';
  const [option] = /--[\w-]+/.exec(named) ?? [named];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `unknown option "${option}"; see millrace --help`;
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `unexpected argument "${named}"; see millrace --help`;
  return message.includes('does not take')
    ? `${option} takes no value`
    : `${option} wants a value; see millrace --help`;
}
