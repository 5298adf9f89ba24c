import { describe, expect, it } from 'vitest';
import { CASES } from './cases/index.ts';
import { CATALOGUE } from './catalogue.ts';
import { listText } from './cli/explain.ts';
import type { Capability, Role } from './kit/case.ts';
import { isFor } from './kit/run-case.ts';
import { builtInProfile } from './profiles/index.ts';
import { ourClient } from './subjects/our-client.ts';
import { ourServer } from './subjects/our-server.ts';

const ofCatalogue = CASES.filter(({ id }) => !id.startsWith('14.'));

/** The cases of a role that a subject with these capabilities is not run through. */
const leftOut = (role: Role, capabilities: ReadonlySet<Capability>): string[] =>
  CASES.filter((one) => isFor(role, one) && !(one.needs ?? []).every((need) => capabilities.has(need))).map(
    ({ id }) => id,
  );

describe('the catalogue', () => {
  it('has 365 numbers, and every one is a case', () => {
    expect(CATALOGUE).toHaveLength(365);
    expect([...new Set(ofCatalogue.map(({ id }) => id))]).toEqual(CATALOGUE.map(({ id }) => id));
    expect(listText(CASES)).toContain('\n365 cases of the catalogue, ');
  });

  it.each(CATALOGUE)('$id $title: a case of that title and level, for each side that is under test', (entry) => {
    const written = ofCatalogue.filter(({ id }) => id === entry.id);
    const roles = new Set(written.map(({ role }) => role));
    const isWhole = roles.has('both') || (roles.has('server') && roles.has('client'));
    expect(isWhole ? 'both' : [...roles].join()).toBe(entry.role);
    for (const { title, level } of written)
      expect({ title, level }).toEqual({ title: entry.title, level: entry.level });
  });
});

describe('what our own subjects are not run through', () => {
  it.each([
    ['server', ourServer],
    ['client', ourClient],
  ] as const)('nothing, for the %s in memory', (role, subject) => {
    expect(leftOut(role, subject().capabilities)).toEqual([]);
  });

  it('behind a socket, what its profile does not claim, and what only memory has', () => {
    const claimed = builtInProfile('ours')?.capabilities ?? new Set();
    expect(leftOut('server', claimed).join(' ')).toBe(
      '3.16 4.5 4.9 6.10 6.11 8.14 8.16 8.17 8.19 8.20 8.21 8.22 8.23 8.24 10.33 11.13 11.14 12.20 12.21 12.26 13.6 13.7 13.12',
    );
    expect(leftOut('client', claimed).join(' ')).toBe('2.25 3.16 7.24 11.11 11.13 11.14 13.12 13.14');
  });
});
