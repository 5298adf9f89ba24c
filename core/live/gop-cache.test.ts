import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, BlockPool } from './block-pool.ts';
import { GopCache } from './gop-cache.ts';
import type { SharedFrame } from './shared-frame.ts';
import { frameOf, interFrame, keyFrame, markOf, padded, sound } from './testing/messages.ts';

function key(mark: number, trackId = 0): SharedFrame {
  return frameOf(keyFrame(mark, mark, { trackId }));
}

function inter(mark: number, trackId = 0): SharedFrame {
  return frameOf(interFrame(mark, mark, { trackId }));
}

function tone(mark: number): SharedFrame {
  return frameOf(sound(mark));
}

function marks(cache: GopCache): number[] {
  return cache.frames.map(({ payload }) => markOf(payload));
}

describe('GopCache', () => {
  it('holds all since the last key frame, with the headers of its beginning', () => {
    const cache = new GopCache(1000, 100, new BlockPool());
    const headers = [tone(1)];
    cache.add(tone(2));
    cache.begin(key(3), []);
    cache.add(inter(4));
    cache.begin(key(5), headers);
    cache.add(tone(6));
    cache.add(inter(7));
    expect(marks(cache)).toEqual([5, 6, 7]);
    expect(cache.headers).toBe(headers);
    expect(cache.messages).toBe(3);
    expect(cache.bytes).toBe(key(5).length + tone(6).length + inter(7).length);
  });

  it('leaves another track out until its next key frame', () => {
    const cache = new GopCache(1000, 100, new BlockPool());
    cache.begin(key(1), []);
    for (const frame of [inter(2, 1), inter(3), key(4, 1), inter(5, 1)]) cache.add(frame);
    expect(marks(cache)).toEqual([1, 3, 4, 5]);
    expect(cache.gate.isOpenFor(inter(6, 1))).toBe(true);
    cache.begin(key(7), []);
    expect(cache.gate.isOpenFor(inter(8, 1))).toBe(false);
  });

  it('lets all go when it outgrows its bytes, until the next key frame', () => {
    const cache = new GopCache(key(1).length + tone(2).length, 100, new BlockPool());
    cache.begin(key(1), []);
    cache.add(tone(2));
    expect(cache.isHeld).toBe(true);
    cache.add(tone(3));
    expect([cache.isHeld, cache.bytes, cache.headers, marks(cache)]).toEqual([false, 0, [], []]);
    cache.add(tone(4));
    expect(cache.isHeld).toBe(false);
    cache.begin(key(5), []);
    expect(marks(cache)).toEqual([5]);
  });

  it('lets all go when it outgrows its messages', () => {
    const cache = new GopCache(1000, 2, new BlockPool());
    cache.begin(key(1), []);
    cache.add(tone(2));
    cache.add(tone(3));
    expect(cache.isHeld).toBe(false);
  });

  it('keeps no memory for what it outgrew, nor for a key frame that is too large', () => {
    const pool = new BlockPool();
    const cache = new GopCache(3 * BLOCK_BYTES, 100, pool);
    const large = frameOf(padded(interFrame(2), 2 * BLOCK_BYTES));
    cache.begin(frameOf(padded(keyFrame(1), 2 * BLOCK_BYTES)), []);
    cache.add(large);
    expect([cache.isHeld, pool.freeBytes]).toEqual([false, 0]);
    cache.begin(frameOf(padded(keyFrame(1), 2 * BLOCK_BYTES)), []);
    cache.begin(frameOf(padded(keyFrame(3), 3 * BLOCK_BYTES)), []);
    expect([cache.isHeld, pool.freeBytes]).toEqual([false, 0]);
  });

  it('holds nothing when its bound is 0, nor a key frame that is larger than its bound', () => {
    const off = new GopCache(0, 100, new BlockPool());
    off.begin(key(1), []);
    const small = new GopCache(8, 100, new BlockPool());
    small.begin(key(1), []);
    small.drop();
    expect([off.isHeld, small.isHeld]).toEqual([false, false]);
  });

  it('makes frames for the first who comes, and keeps them for all who come after', () => {
    const cache = new GopCache(1000, 100, new BlockPool());
    cache.begin(key(1), []);
    cache.add(inter(2));
    const early = [...cache.frames];
    cache.add(tone(3));
    expect(marks(cache)).toEqual([1, 2, 3]);
    expect(cache.frames.slice(0, 2)).toEqual(early);
    expect(cache.frames[0]).toBe(early[0]);
    expect([cache.messages, cache.bytes]).toEqual([3, key(1).length + inter(2).length + tone(3).length]);
  });

  it('gives its memory back with each key frame, to the first who comes, and at its end', () => {
    const pool = new BlockPool();
    const [cache, other] = [new GopCache(100_000, 100, pool), new GopCache(100_000, 100, pool)];
    const begin = (mark: number) => cache.begin(frameOf(padded(keyFrame(mark), 3 * BLOCK_BYTES)), []);
    begin(1);
    begin(2);
    expect(pool.freeBytes).toBe(0);
    expect(marks(cache)).toEqual([2]);
    expect(pool.freeBytes).toBe(4 * BLOCK_BYTES);
    begin(3);
    other.begin(key(4), []);
    cache.end();
    expect([cache.isHeld, pool.freeBytes]).toEqual([false, BLOCK_BYTES]);
    expect(marks(other)).toEqual([4]);
  });
});
