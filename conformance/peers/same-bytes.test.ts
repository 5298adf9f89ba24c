import { describe, expect, it } from 'vitest';
import { compared, placesIn, type Said } from './same-bytes.ts';

const transcript = [
  { t: 0, kind: 'opened', on: 'A' },
  { t: 0, kind: 'out', on: 'A', hex: '03aa' },
  { t: 1, kind: 'in', on: 'A', hex: '03' },
  { t: 1, kind: 'in', on: 'A', hex: 'bb' },
] as const;
const one = { label: 'one', transcript };

const said = (c2s: string, s2c: string): Said => ({ ends: '127.0.0.1:5 127.0.0.1:1935', c2s, s2c });
const missing = (captured: readonly Said[], ...runs: (typeof one)[]) =>
  compared(placesIn(captured, runs, 'server')).missing;

describe('a transcript beside a capture', () => {
  it('is what was said on one of its connections', () => {
    const captured = [said('', ''), said('03aa', '03bb')];
    const places = placesIn(captured, [one], 'server');
    expect(places).toEqual([{ label: 'one', on: 'A', found: captured[1], bytes: 4 }]);
    expect(compared(places)).toEqual({ connections: 1, bytes: 4, missing: [] });
    expect(compared(placesIn([said('03bb', '03aa')], [one], 'client'))).toMatchObject({ missing: [] });
  });

  it('may end before the peer has said all, and hold what was written behind the end', () => {
    const places = placesIn([said('03', '03bbcc')], [one], 'server');
    expect(compared(places)).toEqual({ connections: 1, bytes: 3, missing: [] });
  });

  it('is missing where one byte is another, and where two runs would need the same connection', () => {
    expect(missing([said('03aa', '03bc')], one)).toEqual(['one A']);
    expect(missing([said('03ab', '03bb')], one)).toEqual(['one A']);
    expect(missing([said('03aa', '03bb')], one, one)).toEqual(['one A']);
  });
});
