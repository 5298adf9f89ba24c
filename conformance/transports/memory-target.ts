import type { Target } from '../kit/run-case.ts';
import type { MemorySubject } from '../kit/subject.ts';
import { runInMemory } from './memory.ts';

/** A subject in memory, as cases are run against it. */
export function memoryTarget(subject: MemorySubject): Target {
  const { role, capabilities, profile } = subject;
  return {
    role,
    capabilities,
    profile,
    run: async (plan) => {
      const { outcome, transcript, inputs } = await runInMemory(plan, subject);
      if (outcome === undefined) throw new Error('a run ended without an outcome');
      return { plan, outcome, transcript, inputs };
    },
  };
}
