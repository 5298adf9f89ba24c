import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, BlockPool } from './block-pool.ts';

function taken(pool: BlockPool, count: number): Uint8Array[] {
  return Array.from({ length: count }, () => pool.take());
}

describe('BlockPool', () => {
  it('hands out what was given back before it makes anything new', () => {
    const pool = new BlockPool();
    const first = taken(pool, 3);
    expect(first.map(({ length }) => length)).toEqual([BLOCK_BYTES, BLOCK_BYTES, BLOCK_BYTES]);
    pool.giveBack(first);
    expect(pool.freeBytes).toBe(3 * BLOCK_BYTES);
    expect(new Set([...first, ...taken(pool, 3)]).size).toBe(3);
    expect(pool.freeBytes).toBe(0);
  });

  it('keeps for good what is needed again and again, if only for a moment', () => {
    const pool = new BlockPool();
    const all = new Set<Uint8Array>();
    for (let round = 0; round < 50; round++) {
      const blocks = taken(pool, 40);
      for (const block of blocks) all.add(block);
      pool.giveBack(blocks);
    }
    expect(all.size).toBe(40);
  });

  it('lets go of what nobody needed while it was gone through twice', () => {
    const pool = new BlockPool();
    pool.giveBack(taken(pool, 100));
    for (let round = 0; round < 400; round++) pool.giveBack(taken(pool, 3));
    expect(pool.freeBytes).toBe(3 * BLOCK_BYTES);
  });

  it('keeps no more than is in use when a user has retired', () => {
    const pool = new BlockPool();
    const [leaving, staying] = [taken(pool, 10), taken(pool, 4)];
    pool.giveBack(leaving);
    pool.retire();
    expect(pool.freeBytes).toBe(4 * BLOCK_BYTES);
    pool.giveBack(staying);
    pool.retire();
    expect(pool.freeBytes).toBe(0);
  });

  it('never gives a block to two', () => {
    const step = fc.record({ user: fc.nat(4), count: fc.nat(20), act: fc.constantFrom('take', 'give', 'retire') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const pool = new BlockPool();
        const users: Uint8Array[][] = [[], [], [], [], []];
        for (const { user, count, act } of steps) {
          if (act === 'take') users[user]?.push(...taken(pool, count));
          else pool.giveBack(users[user]?.splice(0) ?? []);
          if (act === 'retire') pool.retire();
          const inUse = users.flat();
          expect(new Set(inUse).size).toBe(inUse.length);
          if (act === 'retire') expect(pool.freeBytes).toBeLessThanOrEqual(inUse.length * BLOCK_BYTES);
        }
      }),
    );
  });
});
