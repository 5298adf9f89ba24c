import type { Ability, ContractHarness } from './harness.ts';
import type { ContractScene } from './scene.ts';

/** One promise of the contract. */
export interface ContractCase {
  readonly title: string;
  /** Abilities without which the case makes no sense. */
  readonly needs?: readonly Ability[];
  readonly run: (scene: ContractScene) => Promise<void>;
}

/** Why a case does not apply to a harness; `undefined` when it does. */
export function whyNot({ needs = [] }: ContractCase, { lacks }: Pick<ContractHarness, 'lacks'>): string | undefined {
  return needs.map((ability) => lacks[ability]).find((reason) => reason !== undefined);
}
