import { escaped } from '../../../fixtures/view/page/svg.ts';
import type { RunReport, TranscriptLine } from '../report.ts';

/** Lines of one transcript, and bytes of one line, that a page shows; the JSON has all of them. */
const MOST_LINES = 200;
const MOST_BYTES = 160;

/** What one run came to, and all that was said in it. */
export function runPart({ label, verdict, problem, transcript }: RunReport): string {
  const shown = transcript.filter(isForPeople);
  const rows = shown.slice(0, MOST_LINES).map(row).join('');
  const left = shown.length - MOST_LINES;
  const more = left > 0 ? `<p class="quiet">${left} more lines are in the JSON report.</p>` : '';
  const list =
    problem === undefined
      ? ''
      : `<dl class="problem"><dt>step</dt><dd>${escaped(problem.step)}</dd><dt>expected</dt><dd>${escaped(problem.expected)}</dd><dt>actual</dt><dd>${escaped(problem.actual)}</dd></dl>`;
  const title = label === '' ? verdict : `${label}: ${verdict}`;
  return `<h3>${escaped(title)}</h3>${list}<table>${rows}</table>${more}`;
}

/** What the driver heard beside bytes is told by notes too. */
const isForPeople = ({ kind }: TranscriptLine): boolean =>
  kind === 'in' || kind === 'out' || kind === 'note' || kind === 'opened';

function row({ t, kind, on = '', text = '', hex }: TranscriptLine): string {
  const isBytes = kind === 'in' || kind === 'out';
  const arrow = isBytes ? (kind === 'out' ? '→' : '←') : '';
  const words = kind === 'opened' ? 'the connection is open' : text;
  const bytes = hex === undefined ? '' : `<code>${hexText(hex)}</code>`;
  return `<tr class="${isBytes ? kind : 'note'}"><td class="t">${t} ms</td><td class="on">${escaped(on)} ${arrow}</td><td class="words">${escaped(words)}${bytes}</td></tr>`;
}

function hexText(hex: string): string {
  const shown = hex.slice(0, MOST_BYTES * 2).replace(/..(?=.)/g, '$& ');
  return hex.length > MOST_BYTES * 2 ? `${shown} … (${hex.length / 2} bytes)` : shown;
}
