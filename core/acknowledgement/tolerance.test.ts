import { describe, expect, it } from 'vitest';
import { Tolerance } from './tolerance.ts';

describe('Tolerance', () => {
  it('lists what is accepted, until it is taken', () => {
    const tolerance = new Tolerance<'late' | 'early'>(new Set());
    tolerance.note('late', 5, 'expected a, got b');
    tolerance.note('early', 6, 'expected c, got d');
    expect(tolerance.take()).toEqual([
      { code: 'late', at: 5, message: 'expected a, got b' },
      { code: 'early', at: 6, message: 'expected c, got d' },
    ]);
    expect(tolerance.take()).toEqual([]);
    expect(tolerance.trouble).toBeUndefined();
  });

  it('keeps the first that is refused as trouble', () => {
    const tolerance = new Tolerance<'late' | 'early'>(new Set(['late']));
    tolerance.note('late', 5, 'first');
    tolerance.note('late', 6, 'second');
    expect(tolerance.trouble).toEqual({ code: 'late', at: 5, message: 'first' });
    expect(tolerance.take()).toEqual([]);
  });
});
