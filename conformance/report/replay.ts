import type { Case } from '../kit/case.ts';
import { Interpreter } from '../kit/driver/interpreter.ts';
import { runOfLabel } from '../kit/reduce.ts';
import { type CaseResult, runCase } from '../kit/run-case.ts';
import type { Report, ResultReport, RunReport, SubjectReport } from './report.ts';
import { inputsOf } from './transcript-lines.ts';

/**
 * Judges again what was recorded of one run: the driver hears the same, at the same instants. A case that was mended since
 * may come to something else.
 */
export async function replayRun(
  one: Case,
  { target, run, seed }: { readonly target: SubjectReport; readonly run: RunReport; readonly seed: number },
): Promise<CaseResult> {
  const { role, capabilities, profile } = target;
  const replayed = await runCase(
    one,
    {
      role,
      capabilities: new Set(capabilities),
      profile: { ...profile, tcUrl: run.tcUrl },
      run: async (plan) => {
        const driver = new Interpreter({ ...plan, name: run.name });
        driver.start();
        for (const input of inputsOf(run.transcript)) driver.handle(input);
        const { outcome, transcript, inputs } = driver;
        if (outcome !== undefined) return { plan, outcome, transcript, inputs };
        const problem = { step: '', expected: 'an end of the recording', actual: 'the case wants to hear more' };
        return { plan, outcome: { verdict: 'blocked', tags: ['recording'], problem }, transcript, inputs };
      },
    },
    { seed, keepsTranscripts: true, pick: (each) => runOfLabel(each, run.label) },
  );
  return replayed;
}

/** Every run of a report whose transcript was kept. */
export function* recordedRuns({ subjects }: Report): Generator<{
  readonly target: SubjectReport;
  readonly result: ResultReport;
  readonly run: RunReport;
}> {
  for (const target of subjects) {
    for (const result of target.results) {
      for (const run of result.runs) {
        if (run.transcript.length > 0) yield { target, result, run };
      }
    }
  }
}
