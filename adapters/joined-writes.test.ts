import { describe, expect, it } from 'vitest';
import { JoinedWrites } from './joined-writes.ts';

const [one, two, three] = [Uint8Array.of(1), Uint8Array.of(2, 2), Uint8Array.of(3)];

describe('JoinedWrites', () => {
  it('leaves a single buffer and the first list of its kind alone', () => {
    const writes = new JoinedWrites();
    for (const buffers of [[one], [one], [one, two], [one, three], [one, two]]) {
      expect(writes.of(buffers)).toBe(buffers);
    }
  });

  it('joins what is written again, once for all who write it', () => {
    const writes = new JoinedWrites();
    writes.of([one, two, three]);
    const joined = writes.of([one, two, three]);
    expect(joined).toEqual([Uint8Array.of(1, 2, 2, 3)]);
    expect(writes.of([one, two, three])).toBe(joined);
  });

  it('takes buffers for the same that are the same, not those that hold the same', () => {
    const writes = new JoinedWrites();
    writes.of([one, two]);
    const others = [one, two.slice()];
    expect(writes.of(others)).toBe(others);
  });

  it('does not copy what is long', () => {
    const writes = new JoinedWrites();
    const long = [new Uint8Array(262_144), one];
    writes.of(long);
    const again = [...long];
    expect(writes.of(again)).toBe(again);
  });
});
