import type { LoadReport } from '../generator/load-report.ts';
import type { Claim, Row } from './rows.ts';
import type { ServerName } from './servers.ts';

/** One report of each server, taken one right after the other. */
export type Round = Readonly<Partial<Record<ServerName, LoadReport>>>;

/** The middle one of several figures, and the least and the largest. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What became of a claim. */
export interface Verdict {
  readonly row: string;
  readonly measure: string;
  readonly unit: string;
  readonly ours: ServerName;
  readonly theirs: ServerName;
  readonly ourFigure: Spread;
  readonly theirFigure: Spread;
  /** Ours by theirs, of each round. */
  readonly ratio: Spread;
  /** That count. */
  readonly rounds: number;
  readonly target: number | undefined;
  readonly verdict: string;
}

/** @param figures - one at least */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return { median: (low + high) / 2, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
}

/**
 * Holds the rounds of a row against its claims. Where a frame was lost or damaged, a round does not count; a claim that no round
 * counts for is left out, as one about a server that was not measured.
 */
export function compare(row: Row, rounds: readonly Round[]): Verdict[] {
  return row.claims.flatMap((claim) => verdictOf(row, claim, rounds) ?? []);
}

function verdictOf({ name }: Row, claim: Claim, rounds: readonly Round[]): Verdict | undefined {
  const { ours, theirs, measure, target } = claim;
  const pairs = rounds.flatMap((round) => {
    const [left, right] = [round[ours], round[theirs]].map((report) =>
      report?.isClean ? measure.of(report) : undefined,
    );
    return left === undefined || right === undefined || right === 0 ? [] : [{ left, right }];
  });
  if (pairs.length === 0) return undefined;
  const ratio = spreadOf(pairs.map(({ left, right }) => left / right));
  return {
    ...{ row: name, measure: measure.name, unit: measure.unit, ours, theirs, target, ratio, rounds: pairs.length },
    ourFigure: spreadOf(pairs.map(({ left }) => left)),
    theirFigure: spreadOf(pairs.map(({ right }) => right)),
    verdict: judge(ratio.median, target),
  };
}

function judge(ratio: number, target: number | undefined): string {
  if (target === undefined) return '';
  return ratio <= target ? 'reached' : `missed by ${Math.round(100 * (ratio / target - 1))} %`;
}

/** What spoils the figures of a row: a line for each server and reason, empty when nothing does. */
export function doubts(rounds: readonly Round[]): string[] {
  const found = rounds.flatMap((round) =>
    Object.entries(round).flatMap(([server, { integrity, broken, bottlenecks }]) => {
      const { lost, outOfOrder, doubled, damaged } = integrity;
      const bad = lost + outOfOrder + doubled + damaged;
      const harm = `${lost} lost, ${outOfOrder} out of order, ${doubled} doubled, ${damaged} damaged`;
      return [
        ...(bad === 0 ? [] : [`${server}: ${harm}: this round does not count`]),
        ...(broken === undefined ? [] : [`${server}: ${broken}`]),
        ...bottlenecks.map((reason) => `${server}: ${reason}`),
      ];
    }),
  );
  return [...new Set(found)];
}

/** The verdicts as a table in Markdown, lines that end with a newline. */
export function markdownOf(verdicts: readonly Verdict[]): string {
  const lines = verdicts.map(({ row, measure, unit, ours, theirs, ourFigure, theirFigure, ratio, target, verdict }) => {
    const figure = ({ median }: Spread): string => `${rounded(median)} ${unit}`;
    const spread = `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})`;
    const aim = target === undefined ? '' : `at most ${target}`;
    const cells = [
      row,
      measure,
      `${ours} ${figure(ourFigure)}`,
      `${theirs} ${figure(theirFigure)}`,
      spread,
      aim,
      verdict,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| row | what | ours | theirs | ratio | target | |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);
}
