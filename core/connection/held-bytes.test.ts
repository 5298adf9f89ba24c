import { describe, expect, it } from 'vitest';
import { HeldBytes } from './held-bytes.ts';

describe('HeldBytes', () => {
  it('holds copies, in order', () => {
    const held = new HeldBytes(10);
    const read = Uint8Array.of(1, 2, 3);
    expect(held.add(read)).toBe(true);
    read.fill(9);
    held.add(Uint8Array.of(4));
    expect(held.length).toBe(4);
    expect([...held.take()]).toEqual([1, 2, 3, 4]);
    expect(held.length).toBe(0);
  });

  it('holds nothing of what is too much', () => {
    const held = new HeldBytes(3);
    held.add(Uint8Array.of(1, 2));
    expect(held.add(Uint8Array.of(3, 4))).toBe(false);
    expect(held.add(Uint8Array.of(5))).toBe(true);
    expect([...held.take()]).toEqual([1, 2, 5]);
  });

  it('takes back what was not read, without copying it, and adds to its end', () => {
    const held = new HeldBytes(100);
    held.add(Uint8Array.of(1, 2, 3, 4));
    const taken = held.take();
    held.giveBack(2);
    expect(held.take().buffer).toBe(taken.buffer);
    held.giveBack(2);
    held.add(Uint8Array.of(5));
    expect([...held.take()]).toEqual([3, 4, 5]);
  });

  it('takes no more than twice the memory of what it holds, in whatever pieces that came', () => {
    const held = new HeldBytes(1000);
    for (let count = 1; count <= 1000; count++) {
      held.add(Uint8Array.of(count));
      expect(held.memoryBytes).toBeLessThanOrEqual(Math.min(1000, 2 * count));
    }
    held.take();
    held.giveBack(0);
    expect(held.memoryBytes).toBe(0);
  });
});
