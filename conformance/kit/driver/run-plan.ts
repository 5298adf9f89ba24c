import type { Intent, Profile, Role, Step } from '../case.ts';
import type { Level } from '../verdict.ts';
import type { Manners } from './line.ts';

/** All that decides what a run does, beside what its subject says. */
export interface RunPlan {
  readonly role: Role;
  readonly level: Level;
  readonly intent: Intent;
  /** What a client under test received is told; where it is not, what is expected at B is left out. */
  readonly records: boolean;
  readonly manners: Manners;
  readonly steps: readonly Step[];
  readonly profile: Profile;
  /** Of streams. */
  readonly name: string;
  readonly seed: number;
}
