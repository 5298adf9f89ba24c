import { describe, expect, it } from 'vitest';
import { compared } from './same-bytes.ts';

const transcript = [
  { t: 0, kind: 'opened', on: 'A' },
  { t: 0, kind: 'out', on: 'A', hex: '03aa' },
  { t: 1, kind: 'in', on: 'A', hex: '03' },
  { t: 1, kind: 'in', on: 'A', hex: 'bb' },
] as const;
const runs = [{ label: 'one', transcript }];

describe('a transcript beside a capture', () => {
  it('is what was said on one of its connections', () => {
    const captured = [
      { c2s: '', s2c: '' },
      { c2s: '03aa', s2c: '03bb' },
    ];
    expect(compared(runs, captured, 'server')).toEqual({ connections: 1, bytes: 4, missing: [] });
    expect(compared(runs, [{ c2s: '03bb', s2c: '03aa' }], 'client')).toMatchObject({ missing: [] });
  });

  it('may end before the peer has said all, and hold what was written behind the end', () => {
    expect(compared(runs, [{ c2s: '03', s2c: '03bbcc' }], 'server')).toEqual({ connections: 1, bytes: 3, missing: [] });
  });

  it('is missing where one byte is another, and where two runs would need the same connection', () => {
    expect(compared(runs, [{ c2s: '03aa', s2c: '03bc' }], 'server').missing).toEqual(['one A']);
    expect(compared(runs, [{ c2s: '03ab', s2c: '03bb' }], 'server').missing).toEqual(['one A']);
    expect(compared([...runs, ...runs], [{ c2s: '03aa', s2c: '03bb' }], 'server').missing).toEqual(['one A']);
  });
});
