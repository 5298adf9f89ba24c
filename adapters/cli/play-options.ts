import type { RtmpUrl } from '../client/index.ts';
import { streamUrlOf } from './client-runtime.ts';
import { readOptions } from './option-table.ts';
import { OptionError, secondsOf } from './option-values.ts';

export interface PlayOptions {
  readonly url: RtmpUrl;
  /** `-` is the standard output. */
  readonly file: string;
  readonly durationMs: number | undefined;
  readonly silenceMs: number | undefined;
  /** Seconds into a recording. */
  readonly start: number | undefined;
  readonly bufferMs: number | undefined;
  readonly caFile: string | undefined;
}

export const PLAY_HELP = `millrace play writes a stream to an FLV file.

Usage: millrace play [options] URL FILE

  URL                  rtmp://[USER:PASSWORD@]HOST[:PORT]/APP/NAME; rtmps:// for TLS, rtmpe:// for RTMP's own encryption
  FILE                 is overwritten when the stream begins; - is the standard output

  --duration SECONDS   ends when so much of the stream has come (default: with the stream)
  --silence SECONDS    ends when nothing came for so long: some servers do not tell when a stream ends
  --start SECONDS      where to begin in a recording
  --buffer SECONDS     how much of a recording the server may send ahead (default 3)
  --ca FILE            certificates of authorities to trust in place of the system's, PEM
`;

const TABLE = {
  duration: { type: 'string' },
  silence: { type: 'string' },
  start: { type: 'string' },
  buffer: { type: 'string' },
  ca: { type: 'string' },
} as const;

/** Reads what follows `millrace play`. @throws OptionError */
export function parsePlay(args: readonly string[]): PlayOptions {
  const { values, positionals } = readOptions('play', args, TABLE, 2);
  const [url, file] = positionals;
  if (url === undefined || file === undefined)
    throw new OptionError('play wants URL and FILE; see millrace play --help');
  const ms = (name: 'duration' | 'silence' | 'start' | 'buffer'): number | undefined => {
    const text = values[name];
    return text === undefined ? undefined : Math.round(secondsOf(`--${name}`, text) * 1_000);
  };
  const start = ms('start');
  return {
    url: streamUrlOf(url),
    file,
    durationMs: ms('duration'),
    silenceMs: ms('silence'),
    start: start === undefined ? undefined : start / 1_000,
    bufferMs: ms('buffer'),
    caFile: values.ca,
  };
}
