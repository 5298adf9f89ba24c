import { MESSAGE_TYPE_WORDS, messageTypesOf, type RecordFilter } from '../../fixtures/view/record-filter.ts';
import { readOptions } from './option-table.ts';
import { OptionError, oneOf, secondsOf } from './option-values.ts';

const FORMATS = ['text', 'json', 'jsonl'] as const;

export type InspectFormat = (typeof FORMATS)[number];

export interface InspectOptions {
  /** At least one; `-` is the standard input, once at most. */
  readonly files: readonly string[];
  readonly format: InspectFormat;
  readonly filter: RecordFilter;
  readonly hex: boolean;
  /** Whether JSON has the bytes of messages and handshakes, too, as base64. */
  readonly payloads: boolean;
  /** Connections only, without what was said on them. */
  readonly summary: boolean;
  /** Where a page is written, in place of lines; `-` is the standard output. */
  readonly htmlFile: string | undefined;
}

export const INSPECT_HELP = `millrace inspect reads packet captures and transcripts, and tells what was said on RTMP connections, and what is unusual in it.

Usage: millrace inspect [options] FILE...

  FILE                 pcap or pcapng, gzip or not; - is the standard input. RTMP is found on any port. Or a
                       transcript: what --format jsonl and millrace serve --capture write

  --summary            connections only: who, handshake, capabilities, tracks, bit rates, what is unusual
  --format FORMAT      text (default); jsonl, an object in each line; json, an array of the same objects
  --hex                the bytes of each message too (text)
  --html FILE          a page in place of lines: pictures of traffic, time and acknowledgements; opens without a network;
                       - is the standard output
  --payloads           the bytes of each message too, as base64 (jsonl, json): the transcript holds everything then

Of all that was said only this, where each may come several times, or with several values behind commas:

  --type TYPE          command, data, control, media, sharedobject; video, audio, SetChunkSize, …; or a number
  --command NAME       connect, publish, onStatus, …; for data its handler: onMetaData
  --stream ID          of this message stream
  --connection NUMBER  as the headers count: from 0
  --since SECONDS      from then on; 0 is the first packet of the file
  --anomalies          what is unusual: deviations from the specification, jumps in time, gaps, damage

Nothing is hidden: stream keys, passwords and tokens that are in the capture are in the output too.

A file that is damaged or cut off is told of up to there, then an error says at which byte, and the exit code is 7.
Times are seconds since the first packet; packets count from 1, as in Wireshark. NO_COLOR turns colours off.
`;

const TABLE = {
  summary: { type: 'boolean', default: false },
  format: { type: 'string' },
  hex: { type: 'boolean', default: false },
  payloads: { type: 'boolean', default: false },
  html: { type: 'string' },
  type: { type: 'string', multiple: true },
  command: { type: 'string', multiple: true },
  stream: { type: 'string', multiple: true },
  connection: { type: 'string', multiple: true },
  since: { type: 'string' },
  anomalies: { type: 'boolean', default: false },
} as const;

/** Reads what follows `millrace inspect`. @throws OptionError */
export function parseInspect(args: readonly string[]): InspectOptions {
  const { values, positionals: files } = readOptions('inspect', args, TABLE, Number.POSITIVE_INFINITY);
  if (files.length === 0) throw new OptionError('inspect wants a FILE; see millrace inspect --help');
  if (files.indexOf('-') !== files.lastIndexOf('-')) throw new OptionError('the standard input can be read once only');
  const { hex, payloads, summary, html: htmlFile } = values;
  const format = oneOf('--format', FORMATS, values.format ?? 'text');
  if (hex && (format !== 'text' || summary)) throw new OptionError('--hex is for lines of text');
  if (payloads && (format === 'text' || summary))
    throw new OptionError('--payloads is for records in JSON: --format jsonl or json');
  const filter = filterOf(values);
  const { connections: _, ...rest } = filter;
  const narrowing = Object.values(rest).some((value) => value !== undefined);
  if (htmlFile === '') throw new OptionError('--html wants a file, not ""');
  if (htmlFile !== undefined && (hex || payloads || summary || values.format !== undefined || narrowing)) {
    throw new OptionError('--html shows connections whole: beside it only --connection has a meaning');
  }
  if (summary && narrowing)
    throw new OptionError('--summary tells of connections whole: beside it only --connection has a meaning');
  return { files, format, filter, hex, payloads, summary, htmlFile };
}

interface FilterValues {
  readonly type?: readonly string[];
  readonly command?: readonly string[];
  readonly stream?: readonly string[];
  readonly connection?: readonly string[];
  readonly since?: string;
  readonly anomalies: boolean;
}

function filterOf({ type, command, stream, connection, since, anomalies }: FilterValues): RecordFilter {
  const types = wordsOf('--type', type);
  return {
    types: types && new Set(types.flatMap(typesOf)),
    commands: setOf(wordsOf('--command', command)),
    streams: setOf(wordsOf('--stream', stream)?.map((text) => countOf('--stream', text))),
    connections: setOf(wordsOf('--connection', connection)?.map((text) => countOf('--connection', text))),
    sinceMs: since === undefined ? undefined : secondsOf('--since', since) * 1_000,
    onlyAnomalies: anomalies ? true : undefined,
  };
}

function setOf<Item>(items: readonly Item[] | undefined): ReadonlySet<Item> | undefined {
  return items && new Set(items);
}

function wordsOf(option: string, texts: readonly string[] | undefined): string[] | undefined {
  const words = texts?.flatMap((text) => text.split(','));
  if (words?.includes('') === true) throw new OptionError(`${option} wants a value; see millrace inspect --help`);
  return words;
}

function typesOf(word: string): readonly number[] {
  const types = messageTypesOf(word);
  if (types !== undefined) return types;
  throw new OptionError(`--type wants a number up to 255 or one of ${MESSAGE_TYPE_WORDS.join(', ')}, not "${word}"`);
}

function countOf(option: string, text: string): number {
  const count = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (count <= 0xffff_ffff) return count;
  throw new OptionError(`${option} wants a whole number up to 4294967295, not "${text}"`);
}
