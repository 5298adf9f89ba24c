import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteQueue } from './byte-queue.ts';

it('gives back what went in, in any sizes', () => {
  const buffers = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 200 });
  fc.assert(
    fc.property(buffers, fc.integer({ min: 1, max: 120 }), (pushed, size) => {
      const all = pushed.flatMap((buffer) => [...buffer]);
      const queue = new ByteQueue();
      for (const buffer of pushed) queue.push(buffer);
      const read: number[] = [];
      while (read.length < all.length) {
        const into = new Uint8Array(Math.min(size, all.length - read.length));
        queue.read(into);
        read.push(...into);
      }
      expect(read).toEqual(all);
    }),
  );
});

it('forgets everything on clear', () => {
  const queue = new ByteQueue();
  queue.push(Uint8Array.of(1, 2, 3));
  queue.read(new Uint8Array(1));
  queue.clear();
  queue.push(Uint8Array.of(9));
  const into = new Uint8Array(1);
  queue.read(into);
  expect(into[0]).toBe(9);
});
