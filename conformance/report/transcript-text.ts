import { printable } from '../../adapters/printable.ts';
import type { Report, TranscriptLine } from './report.ts';

/** Hexadecimal digits of one line at most. */
const MOST_DIGITS = 96;

const MARKS: Readonly<Partial<Record<TranscriptLine['kind'], string>>> = { in: '<-', out: '->', note: '--' };

/** What was said, with the time, the connection and the bytes, a line each; arrows are seen from the kit. */
export function transcriptText(lines: readonly TranscriptLine[]): string[] {
  return lines.flatMap(({ t, kind, on = '', text = '', hex }) => {
    const mark = MARKS[kind];
    if (mark === undefined) return []; // told by a note
    return [printable(`${t} ${on} ${mark} ${text}${hex === undefined ? '' : ` | ${shortened(hex)}`}`)];
  });
}

/** Of every run whose transcript is kept, under the case that it belongs to. */
export function transcriptsText({ subjects }: Report): string {
  const lines = subjects.flatMap(({ role, results }) =>
    results.flatMap(({ id, title, runs }) =>
      runs.flatMap(({ label, verdict, transcript }) => [
        '',
        printable(`${id} ${title}, ${role}${label === '' ? '' : `, ${label}`}: ${verdict}`),
        ...transcriptText(transcript).map((line) => `  ${line}`),
      ]),
    ),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function shortened(digits: string): string {
  return digits.length > MOST_DIGITS ? `${digits.slice(0, MOST_DIGITS)}... (${digits.length / 2} bytes)` : digits;
}
