import { OptionError } from '../../adapters/cli/option-values.ts';
import type { Case } from '../kit/case.ts';
import { areaOf, GENERATED_AREA } from '../report/report.ts';
import type { Choice } from './options.ts';

/** Named sets of cases. `smoke` is what makes every other case possible. */
const SETS: Readonly<Record<string, (one: Case) => boolean>> = {
  smoke: ({ id }) => SMOKE.has(id),
  security: ({ hostile }) => hostile === true,
  generated: ({ id }) => areaOf(id) === GENERATED_AREA,
  slow: ({ slow }) => slow === true,
  server: ({ role }) => role !== 'client',
  client: ({ role }) => role !== 'server',
  must: ({ level }) => level === 'must',
  should: ({ level }) => level === 'should',
  info: ({ level }) => level === 'info',
  policy: ({ level }) => level === 'policy',
};

const SMOKE: ReadonlySet<string> = new Set(
  [
    '1.1 1.2 1.7 1.8 1.10 1.16 1.22 1.23 1.26 1.27 2.1 2.2 2.3 2.13 2.14 2.15 2.17 2.19 2.20 2.22 2.23 2.25 2.40',
    '3.1 3.3 3.5 3.9 3.14 4.7 4.10 5.1 5.3 5.7 5.17 6.1 6.3 6.15 6.24 7.1 7.5 7.6 8.1 9.1 9.7 12.1',
  ].flatMap((ids) => ids.split(' ')),
);

/** For the help: what a selector may be. */
const SET_NAMES: readonly string[] = Object.keys(SETS);

/**
 * The cases that are chosen, in their order.
 *
 * @throws OptionError for a selector that selects none
 */
export function chooseCases(cases: readonly Case[], { only, skip, level }: Choice): readonly Case[] {
  for (const selector of [...only, ...skip]) {
    if (cases.some((one) => isSelected(selector, one))) continue;
    throw new OptionError(
      `"${selector}" selects no case: give a number (3.14, or 2.1*), an area (3), a capability, or ${SET_NAMES.join(', ')}`,
    );
  }
  const chosen = cases.filter(
    (one) =>
      (only.length === 0 || only.some((selector) => isSelected(selector, one))) &&
      !skip.some((selector) => isSelected(selector, one)) &&
      (level === undefined || one.level === level),
  );
  if (chosen.length === 0) throw new OptionError('no case is left to run');
  return chosen;
}

function isSelected(selector: string, one: Case): boolean {
  const isIn = Object.hasOwn(SETS, selector) ? SETS[selector] : undefined;
  if (isIn !== undefined) return isIn(one);
  if (/^\d+$/.test(selector)) return one.id.startsWith(`${selector}.`);
  if (/^[\d.*]+$/.test(selector)) return numbersLike(selector).test(one.id);
  return (one.needs ?? []).some((need) => need === selector);
}

/** A star is any digits, and the point between them. */
const numbersLike = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[\\d.]*')}$`);
