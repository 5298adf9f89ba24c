import { describe, it } from 'vitest';
import { CONTRACT, runCase } from '../contract.ts';
import { type ContractHarness, whyNot } from './case.ts';

/** The contract in this very process: every case that applies. */
export function describeContract(name: string, makeHarness: () => ContractHarness): void {
  const applying = CONTRACT.filter((promise) => whyNot(promise, makeHarness()) === undefined);
  describe(`the adapter contract: ${name}`, () => {
    it.each(applying.map((promise) => [promise.title, promise] as const))('%s', (_, promise) =>
      runCase(promise, makeHarness),
    );
  });
}
