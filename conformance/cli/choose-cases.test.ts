import { describe, expect, it } from 'vitest';
import { CASES } from '../cases/index.ts';
import { chooseCases } from './choose-cases.ts';
import type { Choice } from './options.ts';

/** Numbers of the cases of a choice, each once. */
function numbersOf(choice: Partial<Choice>): string[] {
  return [...new Set(chooseCases(CASES, { only: [], skip: [], ...choice }).map(({ id }) => id))];
}

/** The catalogue's order of work, as it stands there: "they make every later case possible". */
const FIRST =
  '1.1, 1.2, 1.7, 1.8, 1.10, 1.16, 1.22, 1.23, 1.26, 1.27, 2.1, 2.2, 2.3, 2.13–2.15, 2.17, 2.19, 2.20, 2.22, 2.23, ' +
  '2.25, 2.40, 3.1, 3.3, 3.5, 3.9, 3.14, 4.7, 4.10, 5.1, 5.3, 5.7, 5.17, 6.1, 6.3, 6.15, 6.24, 7.1, 7.5, 7.6, 8.1, ' +
  '9.1, 9.7, 12.1';

describe('cases are chosen', () => {
  it('smoke is what the catalogue says comes first, and every number of it is a case', () => {
    const first = FIRST.replace('2.13–2.15', '2.13, 2.14, 2.15').split(', ');
    expect(first).toHaveLength(45);
    expect(numbersOf({ only: ['smoke'] })).toEqual(first);
  });

  it('by number, by area, and by what a star stands for', () => {
    expect(numbersOf({ only: ['3.14', '13.1'] })).toEqual(['3.14', '13.1']);
    expect(numbersOf({ only: ['3.2*'] })).toEqual(['3.2', ...Array.from({ length: 9 }, (_, at) => `3.${20 + at}`)]);
    expect(numbersOf({ only: ['*.1'] })).toHaveLength(14);
    expect(numbersOf({ only: ['1'] })).toHaveLength(30);
    expect(numbersOf({ only: ['1.*'] })).toEqual(numbersOf({ only: ['1'] }));
  });

  it('generated families are a set, and what is skipped is left out', () => {
    expect(numbersOf({ only: ['generated'] })).toEqual(['14.1', '14.2', '14.3', '14.4', '14.5', '14.6']);
    expect(numbersOf({ only: ['generated'], skip: ['slow', '14.1'] })).toEqual(['14.2', '14.3', '14.4', '14.5']);
  });

  it('by level, within all else', () => {
    const levels = chooseCases(CASES, { only: ['7'], skip: [], level: 'should' }).map(({ level }) => level);
    expect(new Set(levels)).toEqual(new Set(['should']));
  });

  it.each(['3.99', '99', '3.*.1', 'nonsense', 'constructor', ''])('"%s" selects none, and says so', (selector) => {
    expect(() => numbersOf({ only: [selector] })).toThrow(`"${selector}" selects no case`);
  });

  it('nothing that is left is no choice', () => {
    expect(() => numbersOf({ only: ['3'], skip: ['3'] })).toThrow('no case is left to run');
  });
});
