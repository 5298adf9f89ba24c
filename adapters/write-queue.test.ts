import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WriteQueue } from './write-queue.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

function takeAll(queue: WriteQueue): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let piece = queue.take(); piece !== undefined; piece = queue.take()) pieces.push(piece);
  return pieces;
}

describe('WriteQueue', () => {
  it('gives every byte once and in order, in pieces of 1 to `most` bytes', () => {
    const buffers = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 });
    const rounds = fc.array(fc.record({ buffers, takes: fc.nat(5) }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), rounds, (most, rounds) => {
        const queue = new WriteQueue(most);
        const pieces: Uint8Array[] = [];
        for (const { buffers, takes } of rounds) {
          queue.push(buffers);
          for (let count = 0; count < takes; count++)
            pieces.push(...[queue.take()].filter((piece) => piece !== undefined));
        }
        pieces.push(...takeAll(queue));
        expect(pieces.every(({ length }) => length >= 1 && length <= most)).toBe(true);
        expect(pieces.flatMap((piece) => [...piece])).toEqual(
          rounds.flatMap(({ buffers }) => buffers.flatMap((buffer) => [...buffer])),
        );
        expect(queue.isEmpty).toBe(true);
      }),
    );
  });

  it('joins what fits into one piece, and sends a large buffer from where it is', () => {
    const queue = new WriteQueue(4);
    const large = bytes(5, 6, 7, 8);
    queue.push([bytes(1), bytes(2, 3), large]);
    const [joined, alone] = takeAll(queue);
    expect(joined).toEqual(bytes(1, 2, 3));
    expect(alone).toBe(large);
  });

  it('forgets everything when cleared', () => {
    const queue = new WriteQueue(1);
    queue.push([bytes(1, 2)]);
    queue.take();
    queue.clear();
    expect(queue.take()).toBe(undefined);
    queue.push([bytes(9)]);
    expect(queue.take()).toEqual(bytes(9));
  });
});
