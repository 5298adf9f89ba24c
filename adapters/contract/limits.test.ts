import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bunHarnesses } from '../bun/testing/harnesses.ts';
import { denoHarnesses } from '../deno/testing/harnesses.ts';
import { nodeHarnesses } from '../node/testing/harnesses.ts';
import { ABILITIES, type Ability } from './harness.ts';

const RUNTIMES = { Node: nodeHarnesses, Deno: denoHarnesses, Bun: bunHarnesses };

/** What the contract leaves out, as rows of a table. */
function limits(): string[] {
  const runtimesOf = new Map<string, string[]>();
  for (const [runtime, harnesses] of Object.entries(RUNTIMES)) {
    for (const [over, makeHarness] of Object.entries(harnesses)) {
      for (const [ability, why] of Object.entries(makeHarness().lacks)) {
        const limit = `${over} | ${ABILITIES[ability as Ability]} | ${why}`; // `lacks` has no other keys
        runtimesOf.set(limit, [...(runtimesOf.get(limit) ?? []), runtime]);
      }
    }
  }
  return Array.from(runtimesOf, ([limit, runtimes]) => `| ${limit} | ${runtimes.join(', ')} |`);
}

describe('the table of limits', () => {
  it('says what the contract leaves out, and where, and nothing else', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, table = ''] =
      /\| over \| cannot \| because \| on \|\n\| --- \| --- \| --- \| --- \|\n((?:\|.*\n)+)/.exec(readme) ?? [];
    expect(table.trim().split('\n').sort()).toEqual(limits().sort());
  });
});
