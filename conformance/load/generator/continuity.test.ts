import { describe, expect, it } from 'vitest';
import { Continuity } from './continuity.ts';

/** What is counted of the sequence numbers that came, of `sentCount` that were sent. */
function counted(sentCount: number, ...sequences: number[]) {
  const continuity = new Continuity();
  for (const sequence of sequences) continuity.take(sequence);
  return continuity.counts(sentCount);
}

const clean = { lost: 0, outOfOrder: 0, doubled: 0 };

describe('Continuity', () => {
  it('finds nothing wrong with a stream from where a player joined to its end', () => {
    expect(counted(6, 3, 4, 5)).toEqual({ ...clean, received: 3 });
    expect(counted(1, 0)).toEqual({ ...clean, received: 1 });
  });

  it('counts as lost what is missing, in the middle and at the end', () => {
    expect(counted(10, 3, 4, 7)).toEqual({ ...clean, received: 3, lost: 4 });
  });

  it('counts nothing as lost of a stream of which a player saw nothing: it never joined', () => {
    expect(counted(10)).toEqual({ ...clean, received: 0 });
  });

  it('counts what comes after a later one as out of order, and not as lost', () => {
    expect(counted(6, 2, 5, 3, 4)).toEqual({ ...clean, received: 4, outOfOrder: 2 });
    expect(counted(6, 3, 4, 5, 2)).toEqual({ ...clean, received: 3, outOfOrder: 1 });
  });

  it('counts what comes again', () => {
    expect(counted(4, 2, 3, 3, 2)).toEqual({ ...clean, received: 2, doubled: 2 });
    expect(counted(6, 2, 4, 3, 3, 5)).toEqual({ ...clean, received: 4, outOfOrder: 1, doubled: 1 });
  });
});
