import { printable } from '../../adapters/printable.ts';
import type { Case } from '../kit/case.ts';
import { type Level, VERDICTS, type Verdict } from '../kit/verdict.ts';
import {
  areaName,
  areaOf,
  BAD_VERDICTS,
  type Report,
  type ResultReport,
  type SubjectReport,
  unsupportedTrouble,
} from './report.ts';

const COLOURS: Readonly<Partial<Record<Verdict, string>>> = {
  pass: '32',
  fail: '31',
  error: '31',
  flaky: '31',
  fixed: '31',
  blocked: '33',
  warn: '33',
};

const LEVELS: readonly Level[] = ['must', 'should', 'info', 'policy'];

/** A report for people: areas, what is wrong in each, and totals. */
export function terminalText(report: Report, cases: readonly Case[], hasColour: boolean): string {
  const paint = (verdict: Verdict, text: string): string => {
    const colour = COLOURS[verdict];
    return hasColour && colour !== undefined ? `\x1b[${colour}m${text}\x1b[0m` : text;
  };
  const clauses = new Map(cases.map(({ id, role, clause }) => [`${id} ${role}`, clause]));
  return report.subjects.map((subject) => subjectText(subject)).join('\n');

  function subjectText(subject: SubjectReport): string {
    const { name, version, role, reach, results, stopped, leftOut, isSplitExact } = subject;
    const title = `${name}${version === undefined ? '' : ` ${version}`}`;
    const areas = [...new Set(results.map(({ id }) => areaOf(id)))];
    const trouble = unsupportedTrouble(subject);
    const notes = [
      ...(stopped === undefined ? [] : [`Stopped: ${stopped}.`]),
      ...(trouble === undefined ? [] : [`${trouble}.`]),
      ...(leftOut.length === 0 ? [] : [`${leftOut.length} slow cases were left out; --slow runs them.`]),
      ...(isSplitExact ? [] : ['Cuts of bytes are best effort over a network; in memory they are exact.']),
    ];
    return [
      `${title}, as a ${role}, ${reach === 'memory' ? 'in memory' : `by ${reach}`}: ${results.length} ${results.length === 1 ? 'case' : 'cases'}`,
      ...areas.flatMap((area) => areaLines(area, subject)),
      '',
      ...LEVELS.flatMap((level) => totalLine(level, results)),
      ...notes,
      '',
    ].join('\n');
  }

  function areaLines(area: number, subject: SubjectReport): string[] {
    const results = subject.results.filter(({ id }) => areaOf(id) === area);
    const shown = results.filter(({ verdict, coverage }) => verdict !== 'pass' || coverage !== undefined);
    return [
      `  ${String(area).padStart(2)} ${areaName(area).padEnd(17)} ${countsText(results)}`,
      ...shown.flatMap((result) => resultLines(result, subject)),
    ];
  }

  function resultLines(result: ResultReport, { role }: SubjectReport): string[] {
    const { id, title, level, verdict, tags, runs, isSplitRequested, coverage } = result;
    const counted = coverage === undefined ? '' : `, ${coverage.what} covered ${coverage.covered}/${coverage.of}`;
    const marks = `${counted}${tags.length > 0 ? ` [${printable(tags.join(', '))}]` : ''}${isSplitRequested ? ' (cuts best effort)' : ''}`;
    const line = `       ${paint(verdict, verdict.padEnd(11))} ${id.padEnd(5)} ${title} (${level})${marks}`;
    if (!BAD_VERDICTS.includes(verdict)) return [line];
    const run = runs.find(({ problem }) => problem !== undefined);
    const clause = clauses.get(`${id} ${role}`) ?? clauses.get(`${id} both`);
    const detail = [
      ...(run?.problem === undefined
        ? []
        : [
            ...(run.label === '' ? [] : [`run:      ${run.label}`]),
            `expected: ${run.problem.expected}`,
            `actual:   ${run.problem.actual}`,
          ]),
      ...(clause === undefined ? [] : [`clause:   ${clause}`]),
      ...(report.command === undefined
        ? []
        : [`alone:    ${aloneCommand(report.command, id, report.seed, run?.label)}`]),
    ];
    return [line, ...detail.map((text) => `                   ${printable(text)}`)];
  }

  function totalLine(level: Level, results: readonly ResultReport[]): string[] {
    const ofLevel = results.filter((result) => result.level === level);
    return ofLevel.length === 0 ? [] : [`  ${level.padEnd(6)} ${countsText(ofLevel)}`];
  }

  function countsText(results: readonly ResultReport[]): string {
    const counts = VERDICTS.map(
      (verdict) => [verdict, results.filter((one) => one.verdict === verdict).length] as const,
    );
    return counts
      .flatMap(([verdict, count]) => (count === 0 ? [] : [paint(verdict, `${count} ${verdict}`)]))
      .join(', ');
  }
}

/** The command that runs again what went wrong, and nothing else, with all that was said; a client's own command stays last. */
function aloneCommand(command: string, id: string, seed: number, label = ''): string {
  const [ours = '', ...theirs] = command.split(' -- ');
  const run = label === '' ? '' : ` --run '${label.replaceAll("'", `'\\''`)}'`;
  return [`${ours} --only ${id}${run} --seed ${seed} --trace all`, ...theirs].join(' -- ');
}
