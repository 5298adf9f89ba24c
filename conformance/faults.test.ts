import { describe, expect, it } from 'vitest';
import { CASES } from './cases/index.ts';
import { withFault } from './faults/fault.ts';
import { FAULTS } from './faults/index.ts';
import { isFor, runCase } from './kit/run-case.ts';
import { ourClient } from './subjects/our-client.ts';
import { ourServer } from './subjects/our-server.ts';
import { memoryTarget } from './transports/memory-target.ts';

const SUBJECTS = { server: ourServer, client: ourClient };

describe('the kit can catch', () => {
  it.each(FAULTS)('a $role that $name, by $foundBy', async (fault) => {
    const one = CASES.find((candidate) => candidate.id === fault.foundBy && isFor(fault.role, candidate));
    if (one === undefined) throw new RangeError(`there is no case ${fault.foundBy} for a ${fault.role}`);
    const { verdict, runs } = await runCase(one, memoryTarget(withFault(SUBJECTS[fault.role](), fault)));
    expect(['fail', 'warn'], runs[0]?.outcome.problem?.actual).toContain(verdict);
  });
});
