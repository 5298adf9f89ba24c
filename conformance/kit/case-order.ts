import type { Case } from './case.ts';

/** Cases in order of number, as their parts are ordered by matter. */
export const byNumber = (...parts: readonly (readonly Case[])[]): readonly Case[] =>
  parts.flat().sort((left, right) => numberOf(left) - numberOf(right));

const numberOf = ({ id }: Case): number => Number(id.split('.')[1]);
