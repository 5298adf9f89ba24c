import type { DriverInput, TranscriptEntry } from '../kit/driver/io.ts';
import { observationText } from '../kit/observation.ts';
import type { RunRecord } from '../kit/run-record.ts';
import { hex, toHex } from '../kit/wire/bytes.ts';
import type { TranscriptLine } from './report.ts';

/** What was said and heard in a run, in the order in which the driver heard it. */
export function transcriptLines({ transcript, inputs }: Pick<RunRecord, 'transcript' | 'inputs'>): TranscriptLine[] {
  const lines: TranscriptLine[] = [];
  let at = 0;
  /** Entries until one stops it, which is told as well if it is wanted. */
  const tellUntil = (stops: (entry: TranscriptEntry) => boolean, isLastTold: boolean) => {
    while (at < transcript.length) {
      const entry = transcript[at];
      if (entry === undefined) return;
      const isStop = stops(entry);
      if (isStop && !isLastTold) return;
      lines.push(entryLine(entry));
      at += 1;
      if (isStop) return;
    }
  };
  for (const input of inputs) {
    // Bytes are told by the transcript, entry by entry.
    if ('data' in input) tellUntil(({ direction }) => direction === 'received', true);
    else {
      tellUntil(({ t, direction }) => t >= input.t || direction === 'received', false);
      lines.push(inputLine(input));
    }
  }
  tellUntil(() => false, true);
  return lines;
}

function entryLine(entry: TranscriptEntry): TranscriptLine {
  const { t, on } = entry;
  const text = entryText(entry);
  if (entry.direction === 'note') return { t, kind: 'note', on, text };
  return { t, kind: entry.direction === 'sent' ? 'out' : 'in', on, hex: toHex(entry.bytes), text };
}

/** An entry in words: of a read, what it completed. */
function entryText(entry: TranscriptEntry): string {
  if (entry.direction !== 'received') return entry.text;
  return entry.news
    .filter(({ kind }) => kind !== 'bytes')
    .map(observationText)
    .join('; ');
}

function inputLine(input: DriverInput): TranscriptLine {
  const { t } = input;
  if ('opened' in input) return { t, kind: 'opened', on: input.opened };
  if ('closed' in input) return { t, kind: 'closed', on: input.closed, text: input.how };
  if ('received' in input) {
    const { type, timestamp, payload } = input.received;
    return { t, kind: 'received', type, timestamp, hex: toHex(payload) };
  }
  if ('reported' in input) return { t, kind: 'reported', text: `${input.reported.what} ${input.reported.detail}` };
  if ('measured' in input) {
    return input.measured === undefined ? { t, kind: 'measured' } : { t, kind: 'measured', value: input.measured };
  }
  return { t, kind: 'tick' };
}

/** What the driver heard, from a transcript. */
export function inputsOf(lines: readonly TranscriptLine[]): DriverInput[] {
  return lines.flatMap((line) => inputOf(line) ?? []);
}

function inputOf({
  t,
  kind,
  on = '',
  hex: digits = '',
  text = '',
  type = 0,
  timestamp = 0,
  value,
}: TranscriptLine): DriverInput | undefined {
  switch (kind) {
    case 'in':
      return { t, data: hex(digits), on };
    case 'opened':
      return { t, opened: on };
    case 'closed':
      return { t, closed: on, how: text === 'rst' ? 'rst' : 'fin' };
    case 'tick':
      return { t, tick: true };
    case 'received':
      return { t, received: { type, timestamp, payload: hex(digits) } };
    case 'reported':
      return { t, reported: reportOf(text) };
    case 'measured':
      return { t, measured: value };
    default:
      return undefined;
  }
}

function reportOf(text: string): { what: 'started' | 'failed' | 'ended'; detail: string } {
  const [word = '', ...rest] = text.split(' ');
  const detail = rest.join(' ');
  return { what: word === 'started' || word === 'ended' ? word : 'failed', detail };
}
