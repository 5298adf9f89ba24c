import { describe, expect, it } from 'vitest';
import { CASES } from './cases/index.ts';
import { type SeededFault, withFault } from './faults/fault.ts';
import { FAULTS } from './faults/index.ts';
import type { Case, Role } from './kit/case.ts';
import { isFor, runCase } from './kit/run-case.ts';
import { ourClient } from './subjects/our-client.ts';
import { ourServer } from './subjects/our-server.ts';
import { memoryTarget } from './transports/memory-target.ts';

const SUBJECTS = { server: ourServer, client: ourClient };
const ROLES: readonly Role[] = ['server', 'client'];

/** A fault before a case, in one role. */
interface Meeting {
  readonly name: string;
  readonly role: Role;
  readonly id: string;
  readonly one: Case;
  readonly fault: SeededFault;
}

/** In each role that fault and case have in common. */
function meetings(fault: SeededFault, id: string): Meeting[] {
  const roles = ROLES.filter((role) => fault.role === 'both' || fault.role === role);
  const found = roles.flatMap((role) => {
    const one = CASES.find((each) => each.id === id && isFor(role, each));
    return one === undefined ? [] : [{ name: fault.name, role, id, one, fault }];
  });
  if (found.length === 0) throw new RangeError(`there is no case ${id} for a ${fault.role}`);
  return found;
}

const FOUND = FAULTS.flatMap((fault) => fault.foundBy.flatMap((id) => meetings(fault, id)));
const TOLD = FAULTS.flatMap((fault) =>
  Object.entries(fault.toldBy ?? {}).flatMap(([id, tag]) => meetings(fault, id).map((one) => ({ ...one, tag }))),
);

const AREAS = [...new Set(CASES.map(({ id }) => id.split('.')[0]))];

/** Cases that no fault is shown for, and why. */
const NOT_SHOWN: Readonly<Record<Case['id'], string>> = {
  '3.16': 'four gigabytes go by before it can fail, which takes minutes: it runs with --slow only',
};

const [MEASURED, FAILED] = [true, false].map((isInfo) => FOUND.filter(({ one }) => (one.level === 'info') === isInfo));

const healthy = ({ role }: Meeting) => memoryTarget(SUBJECTS[role]());
const faulty = ({ fault, role }: Meeting) => memoryTarget(withFault(SUBJECTS[role](), fault));

describe('the kit can catch', () => {
  it('something by every case, in each of its roles', () => {
    const shown = new Set(FOUND.map(({ role, id }) => `${role} ${id}`));
    const all = ROLES.flatMap((role) => CASES.filter((one) => isFor(role, one)).map(({ id }) => ({ role, id })));
    const missing = all.filter(({ role, id }) => !(id in NOT_SHOWN) && !shown.has(`${role} ${id}`));
    expect(missing).toEqual([]);
    expect(Object.keys(NOT_SHOWN).filter((id) => shown.has(`server ${id}`) || shown.has(`client ${id}`))).toEqual([]);
  });

  it.each(AREAS)('five faults and more of area %s', (area) => {
    const names = FOUND.filter(({ id }) => id.startsWith(`${area}.`)).map(({ name }) => name);
    expect(new Set(names).size).toBeGreaterThanOrEqual(5);
  });

  it.each(FAILED ?? [])('a $role that $name, by $id', async (meeting) => {
    const { verdict, runs } = await runCase(meeting.one, faulty(meeting), { failsFast: true });
    expect(['fail', 'warn'], runs[0]?.outcome.problem?.actual).toContain(verdict);
  });

  it.each(TOLD)('a $role that $name: $id says $tag', async ({ tag, ...meeting }) => {
    expect((await runCase(meeting.one, healthy(meeting))).tags).not.toContain(tag);
    expect((await runCase(meeting.one, faulty(meeting))).tags).toContain(tag);
  });

  it.each(MEASURED ?? [])('a $role that $name, as $id judges nothing and says something else', async (meeting) => {
    const { tags } = await runCase(meeting.one, healthy(meeting));
    expect((await runCase(meeting.one, faulty(meeting))).tags).not.toEqual(tags);
  });
});
