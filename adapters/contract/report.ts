import { CONTRACT, runCase } from '../contract.ts';
import { whyNot } from './case.ts';
import type { ContractHarness } from './harness.ts';

/** What a program that runs the contract prints, a line of JSON each. */
export interface ContractResult {
  readonly harness: string;
  readonly title: string;
  /** What was wrong; nothing when the promise is kept. */
  readonly error?: string;
}

/** Runs the contract over each harness, one case after the other, and hands on each result as it comes. */
export async function reportContract(
  harnesses: Readonly<Record<string, () => ContractHarness>>,
  report: (result: ContractResult) => void,
): Promise<void> {
  for (const [harness, makeHarness] of Object.entries(harnesses)) {
    for (const promise of CONTRACT) {
      const { title } = promise;
      if (whyNot(promise, makeHarness()) !== undefined) continue;
      try {
        await runCase(promise, makeHarness);
        report({ harness, title });
      } catch (error) {
        report({ harness, title, error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
      }
    }
  }
}
