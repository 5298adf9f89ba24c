import { OptionError } from '../../adapters/cli/option-values.ts';
import { printable } from '../../adapters/printable.ts';
import { isFor } from '../kit/run-case.ts';
import { recordedRuns, replayRun } from '../report/replay.ts';
import { resultText } from '../report/result-text.ts';
import { casesOf } from './cases-file.ts';
import { chooseCases } from './choose-cases.ts';
import type { ConformOptions } from './options.ts';
import { reportIn } from './report-file.ts';

/** Judges again the runs that a report holds. @returns 1 when one comes to something else than it did */
export async function replayFile(
  { file, choice, casesModule }: Extract<ConformOptions, { action: 'replay' }>,
  print: (text: string) => void,
): Promise<0 | 1> {
  const report = await reportIn(file);
  const cases = chooseCases(await casesOf(casesModule), choice);
  let count = 0;
  let isSame = true;
  for (const { target, result, run } of recordedRuns(report)) {
    const one = cases.find((each) => each.id === result.id && isFor(target.role, each));
    if (one === undefined) continue;
    const again = await replayRun(one, { target, run, seed: report.seed });
    const verdict = again.runs[0]?.outcome.verdict;
    if (verdict !== run.verdict) isSame = false;
    count += 1;
    print(
      `${resultText(again).split('\n').map(printable).join('\n')}\n  recorded: ${run.verdict}${verdict === run.verdict ? '' : `; now: ${verdict}`}\n`,
    );
  }
  if (count === 0) throw new OptionError(`${file} keeps the transcript of no such case; --trace all keeps every one`);
  return isSame ? 0 : 1;
}
