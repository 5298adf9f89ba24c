import type { Case } from './case.ts';

/** The cases of an area in order of number, as its parts are ordered by matter. */
export const byNumber = (cases: readonly Case[]): readonly Case[] =>
  [...cases].sort((left, right) => numberOf(left) - numberOf(right));

const numberOf = ({ id }: Case): number => Number(id.split('.')[1]);
