import { checkReconnectUrl, type UnannouncedForm } from '../../core/index.ts';
import { DEFAULT_CAPTURE_BYTES, LEAST_CAPTURE_BYTES } from '../capture/capture-bytes.ts';
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from '../log/logger.ts';
import { readOptions } from './option-table.ts';
import { byteCountOf, type HostPort, hostPortOf, OptionError, oneOf, wholeNumberOf } from './option-values.ts';

export interface ServeOptions {
  readonly rtmp: HostPort;
  readonly rtmps: RtmpsOptions | undefined;
  readonly ws: WebSocketOptions | undefined;
  /** Where the pages to watch and publish with are served; `undefined` serves none. */
  readonly http: HttpOptions | undefined;
  /** RTMPE is taken beside plain RTMP, at every listener. */
  readonly rtmpe: boolean;
  /** Bytes of the GOP cache of each stream; `undefined` leaves the server's default. */
  readonly gopCacheBytes: number | undefined;
  readonly onDuplicate: 'reject' | 'takeOver';
  /** How long messages to players are held back to be sent together, milliseconds. */
  readonly mergeMs: number;
  readonly unannounced: UnannouncedForm;
  readonly codec12AsHvc1: boolean;
  /** A folder of FLV files to play; `undefined` plays none. */
  readonly vodFolder: string | undefined;
  /** Who publishes needs one of the keys in this file; `undefined` lets everybody. */
  readonly publishKeyFile: string | undefined;
  /** Connections at one time; `undefined` takes as many as come. */
  readonly mostConnections: number | undefined;
  /** Where clients that can are asked to reconnect when the server stops. */
  readonly reconnectTo: string | undefined;
  readonly record: RecordOptions | undefined;
  /** Processes that serve; 1 is this one. */
  readonly workers: number;
  /** Transcripts of all sessions; `undefined` writes none. */
  readonly capture: CaptureOptions | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

export interface RecordOptions {
  readonly folder: string;
  /** Live streams too, or those alone whose publisher asks for it. */
  readonly streams: 'all' | 'asked';
}

export interface CaptureOptions {
  readonly folder: string;
  /** Of all captures together. */
  readonly mostBytes: number;
  readonly media: 'left out' | 'whole';
}

export interface RtmpsOptions {
  readonly at: HostPort;
  /** Files with PEM inside. */
  readonly certFile: string;
  readonly keyFile: string;
}

export interface WebSocketOptions {
  readonly at: HostPort;
  /** The pages that may connect, by their origins; `undefined` for all. */
  readonly origins: readonly string[] | undefined;
}

export interface HttpOptions {
  readonly at: HostPort;
  /** Take a free port when this one is taken. */
  readonly orFree: boolean;
}

/** More than any machine has cores for; a number that is meant for another option ends here. */
const MOST_WORKERS = 256;
/** More than one machine has ports and memory for. */
const MOST_CONNECTIONS = 1_000_000;

const DUPLICATE_POLICIES = ['reject', 'take-over'] as const;

const UNANNOUNCED_WORDS = ['default-track', 'legacy', 'as-published'] as const;

const UNANNOUNCED: Readonly<Record<(typeof UNANNOUNCED_WORDS)[number], UnannouncedForm>> = {
  'default-track': 'defaultTrack',
  legacy: 'legacy',
  'as-published': 'asPublished',
};

/** Where `serve` listens when it is not told: the port of RTMP (CMD-51) on every address. */
const DEFAULT_RTMP = '0.0.0.0:1935';

/** What `--http local` means: this machine alone, at a port that does not keep a second server from starting. */
const LOCAL_HTTP: HttpOptions = { at: { host: '127.0.0.1', port: 8080 }, orFree: true };

export const SERVE_HELP = `millrace serve runs a live RTMP server.

Usage: millrace serve [options]

  --rtmp HOST:PORT        listen for RTMP there; port 0 takes a free one (default ${DEFAULT_RTMP})
  --rtmps HOST:PORT       listen for RTMP over TLS too; needs --cert and --key
  --cert FILE             certificate chain, PEM
  --key FILE              private key, PEM
  --ws HOST:PORT          listen for RTMP in WebSockets too, at any path
  --ws-origin ORIGIN      pages that may connect by --ws, such as https://example.com; may be repeated (default: all)
  --http HOST:PORT        serve pages to watch and publish with; "local" is 127.0.0.1:8080, or a free port when that is
                          taken; none (default)
  --rtmpe                 take clients that ask for RTMPE, too; it hides, and protects nothing: TLS does
  --publish-keys FILE     only who adds ?key=KEY to the stream name may publish; FILE has the keys, a line each
  --max-connections N     drop connections beyond so many, of which each worker takes its share (default: none is)
  --gop-cache BYTES       kept of each stream for late players; suffixes k, M, G; 0 keeps none
  --on-duplicate POLICY   a second publisher of a name: reject (default) or take-over
  --merge MS              hold back what players get for so long, 0 to 1000, to send it in fewer writes: less processor
                          time for MS more delay (default 0)
  --unannounced FORM      what players get that announce nothing of Enhanced RTMP, as FFmpeg: default-track (default;
                          legacy where there is such a form), legacy (nothing else), as-published
  --codec12-as-hvc1       HEVC under the unofficial codec id 12 goes to players as hvc1
  --vod DIR               play the FLV files in DIR: stream live/a is DIR/live/a.flv, or else DIR/a.flv
  --reconnect-to URL      at a stop, clients that can (Enhanced RTMP) are asked to reconnect there
  --record DIR            record streams published as "record" or "append" to DIR/APP/NAME.flv
  --record-all            record live streams too, each publish to DIR/APP/NAME~TIME.flv, the time in UTC
  --workers N             serve by so many processes, on the same ports; a stream of one can be played on all (default 1)
  --capture DIR           write what every client and this server say to DIR/TIME-CONNECTION.rtmp.jsonl, for millrace
                          inspect and replay; stream keys, passwords, tokens and addresses become stand-ins
  --capture-max-bytes BYTES  of all captures together, 16M at least (default 1G); the oldest go, and none has more
                          than an eighth: a longer session goes on in another file. Each worker has a folder in DIR,
                          and an equal share of this, 16M at least: the oldest of its own go
  --capture-media         keep audio and video whole in captures (default: their headers, and a hash)
  --log-level LEVEL       ${LOG_LEVELS.join(', ')} (default info)
  --log-format FORMAT     pretty (default) or json

An IPv6 address stands in brackets: --rtmp [::]:1935
`;

const TABLE = {
  rtmp: { type: 'string', default: DEFAULT_RTMP },
  rtmps: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  ws: { type: 'string' },
  'ws-origin': { type: 'string', multiple: true },
  http: { type: 'string', default: 'none' },
  rtmpe: { type: 'boolean', default: false },
  'publish-keys': { type: 'string' },
  'max-connections': { type: 'string' },
  'gop-cache': { type: 'string' },
  'on-duplicate': { type: 'string', default: 'reject' },
  merge: { type: 'string', default: '0' },
  unannounced: { type: 'string', default: 'default-track' },
  'codec12-as-hvc1': { type: 'boolean', default: false },
  vod: { type: 'string' },
  'reconnect-to': { type: 'string' },
  record: { type: 'string' },
  'record-all': { type: 'boolean' },
  workers: { type: 'string', default: '1' },
  capture: { type: 'string' },
  'capture-max-bytes': { type: 'string' },
  'capture-media': { type: 'boolean' },
  'log-level': { type: 'string', default: 'info' },
  'log-format': { type: 'string', default: 'pretty' },
} as const;

/** Reads what follows `millrace serve`. @throws OptionError */
export function parseServe(args: readonly string[]): ServeOptions {
  const { values } = readOptions('serve', args, TABLE);
  const workers = wholeNumberOf('--workers', values.workers, 1, MOST_WORKERS);
  return {
    rtmp: hostPortOf('--rtmp', values.rtmp),
    rtmps: rtmpsOf(values),
    ws: webSocketsOf(values.ws, values['ws-origin']),
    http: httpOf(values.http),
    rtmpe: values.rtmpe,
    gopCacheBytes: values['gop-cache'] === undefined ? undefined : byteCountOf('--gop-cache', values['gop-cache']),
    onDuplicate:
      oneOf('--on-duplicate', DUPLICATE_POLICIES, values['on-duplicate']) === 'reject' ? 'reject' : 'takeOver',
    mergeMs: wholeNumberOf('--merge', values.merge, 0, 1000),
    unannounced: UNANNOUNCED[oneOf('--unannounced', UNANNOUNCED_WORDS, values.unannounced)],
    codec12AsHvc1: values['codec12-as-hvc1'],
    vodFolder: values.vod,
    publishKeyFile: values['publish-keys'],
    mostConnections:
      values['max-connections'] === undefined
        ? undefined
        : wholeNumberOf('--max-connections', values['max-connections'], 1, MOST_CONNECTIONS),
    reconnectTo: values['reconnect-to'] === undefined ? undefined : reconnectUrlOf(values['reconnect-to']),
    record: recordOf(values),
    workers,
    capture: captureOf(values, workers),
    logLevel: oneOf('--log-level', LOG_LEVELS, values['log-level']),
    logFormat: oneOf('--log-format', LOG_FORMATS, values['log-format']),
  };
}

function httpOf(text: string): HttpOptions | undefined {
  if (text === 'none') return undefined;
  return text === 'local' ? LOCAL_HTTP : { at: hostPortOf('--http', text), orFree: false };
}

function reconnectUrlOf(text: string): string {
  try {
    return checkReconnectUrl(text);
  } catch {
    throw new OptionError(`--reconnect-to wants a URL, such as rtmp://other.example/live, not "${text}"`);
  }
}

function recordOf(values: { readonly record?: string; readonly 'record-all'?: boolean }): RecordOptions | undefined {
  const { record: folder, 'record-all': all = false } = values;
  if (folder === '') throw new OptionError('--record wants a folder, not ""');
  if (folder !== undefined) return { folder, streams: all ? 'all' : 'asked' };
  if (all) throw new OptionError('--record-all needs --record DIR');
  return undefined;
}

interface CaptureValues {
  readonly capture?: string;
  readonly 'capture-max-bytes'?: string;
  readonly 'capture-media'?: boolean;
}

function captureOf(values: CaptureValues, workers: number): CaptureOptions | undefined {
  const { capture: folder, 'capture-max-bytes': most, 'capture-media': isWhole } = values;
  if (folder === '') throw new OptionError('--capture wants a folder, not ""');
  if (folder === undefined) {
    if (most !== undefined) throw new OptionError('--capture-max-bytes needs --capture DIR');
    if (isWhole !== undefined) throw new OptionError('--capture-media needs --capture DIR');
    return undefined;
  }
  const mostBytes = most === undefined ? DEFAULT_CAPTURE_BYTES : byteCountOf('--capture-max-bytes', most);
  if (mostBytes >= workers * LEAST_CAPTURE_BYTES) {
    return { folder, mostBytes, media: isWhole === true ? 'whole' : 'left out' };
  }
  const least = workers === 1 ? '16M at least' : `${16 * workers}M at least for ${workers} workers`;
  throw new OptionError(`--capture-max-bytes wants ${least}, not "${most ?? '1G'}"`);
}

interface RtmpsValues {
  readonly rtmps?: string;
  readonly cert?: string;
  readonly key?: string;
}

function rtmpsOf({ rtmps, cert: certFile, key: keyFile }: RtmpsValues): RtmpsOptions | undefined {
  if (rtmps === undefined) {
    if (certFile === undefined && keyFile === undefined) return undefined;
    throw new OptionError('--cert and --key need --rtmps HOST:PORT');
  }
  if (certFile === undefined || keyFile === undefined)
    throw new OptionError('--rtmps needs --cert FILE and --key FILE');
  return { at: hostPortOf('--rtmps', rtmps), certFile, keyFile };
}

function webSocketsOf(ws: string | undefined, origins: readonly string[] | undefined): WebSocketOptions | undefined {
  if (ws !== undefined) return { at: hostPortOf('--ws', ws), origins: origins?.map(originOf) };
  if (origins === undefined) return undefined;
  throw new OptionError('--ws-origin needs --ws HOST:PORT');
}

/** An origin as browsers tell it: scheme, host and port, and no more. */
function originOf(text: string): string {
  if (URL.canParse(text)) {
    const { origin, username, pathname, search, hash } = new URL(text);
    if (origin !== 'null' && pathname === '/' && username + search + hash === '') return origin;
  }
  throw new OptionError(`--ws-origin wants an origin, such as https://example.com, not "${text}"`);
}
