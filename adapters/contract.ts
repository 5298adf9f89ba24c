import { CARRYING } from './contract/carrying.ts';
import type { ContractCase } from './contract/case.ts';
import { CONNECTING, SECURE } from './contract/connecting.ts';
import { ENDING } from './contract/ending.ts';
import type { ContractHarness } from './contract/harness.ts';
import { ContractScene } from './contract/scene.ts';

/** What every runtime's adapter must do, with real connections at both ends. It needs no test runner and no runtime. */
export const CONTRACT: readonly ContractCase[] = [...CONNECTING, ...CARRYING, ...ENDING, ...SECURE];

/** Runs one case. Rejects with what was wrong. */
export async function runCase({ run }: ContractCase, makeHarness: () => ContractHarness): Promise<void> {
  const scene = new ContractScene(makeHarness());
  try {
    await run(scene);
  } finally {
    await scene.end();
  }
}
