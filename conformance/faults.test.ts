import { describe, expect, it } from 'vitest';
import { CASES } from './cases/index.ts';
import { withFault } from './faults/fault.ts';
import { FAULTS } from './faults/index.ts';
import type { Case, Role } from './kit/case.ts';
import { isFor, runCase } from './kit/run-case.ts';
import { ourClient } from './subjects/our-client.ts';
import { ourServer } from './subjects/our-server.ts';
import { memoryTarget } from './transports/memory-target.ts';

const SUBJECTS = { server: ourServer, client: ourClient };
const ROLES: readonly Role[] = ['server', 'client'];

/** The roles in which a case must find a fault. */
const rolesOf = (role: Case['role'], id: Case['id']): Role[] =>
  ROLES.filter((one) => (role === 'both' || role === one) && CASES.some((each) => each.id === id && isFor(one, each)));

const FINDINGS = FAULTS.flatMap((fault) =>
  fault.foundBy.flatMap((id) => {
    const roles = rolesOf(fault.role, id);
    if (roles.length === 0) throw new RangeError(`there is no case ${id} for a ${fault.role}`);
    return roles.map((role) => ({ fault, role, id, name: fault.name }));
  }),
);

describe('the kit can catch', () => {
  it.each(FINDINGS)('a $role that $name, by $id', async ({ fault, role, id }) => {
    const one = CASES.find((each) => each.id === id && isFor(role, each));
    if (one === undefined) throw new RangeError(`there is no case ${id}`);
    const target = memoryTarget(withFault(SUBJECTS[role](), fault));
    const { verdict, runs } = await runCase(one, target, { failsFast: true });
    expect(['fail', 'warn'], runs[0]?.outcome.problem?.actual).toContain(verdict);
  });
});
