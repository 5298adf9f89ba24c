import { readOptions } from './option-table.ts';
import { OptionError, oneOf } from './option-values.ts';

export interface InspectOptions {
  /** At least one; `-` is the standard input. */
  readonly files: readonly string[];
  readonly format: InspectFormat;
  /** Whether payloads are written, too, as base64. */
  readonly payloads: boolean;
}

const FORMATS = ['text', 'jsonl'] as const;

export type InspectFormat = (typeof FORMATS)[number];

export const INSPECT_HELP = `millrace inspect tells what was said on RTMP connections in packet captures.

Usage: millrace inspect [options] FILE...

  FILE               pcap or pcapng, also compressed by gzip; - is the standard input

  --format FORMAT    text (default) or jsonl: one JSON object in each line
  --payloads         with jsonl: the bytes of messages and handshakes, too, as base64
`;

const TABLE = {
  format: { type: 'string', default: 'text' },
  payloads: { type: 'boolean', default: false },
} as const;

/** Reads what follows `millrace inspect`. @throws OptionError */
export function parseInspect(args: readonly string[]): InspectOptions {
  const { values, positionals: files } = readOptions(args, TABLE, Number.POSITIVE_INFINITY);
  if (files.length === 0) throw new OptionError('inspect wants a FILE; see millrace inspect --help');
  const format = oneOf('--format', FORMATS, values.format);
  if (values.payloads && format !== 'jsonl') throw new OptionError('--payloads needs --format jsonl');
  return { files, format, payloads: values.payloads };
}
