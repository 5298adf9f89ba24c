import { expect, it } from 'vitest';
import { ByStream } from './by-stream.ts';

it('holds what was set until it is deleted, in order, and nothing before', () => {
  const streams = new ByStream<string>();
  const seen = () => [streams.size, streams.keys(), streams.values(), streams.has(2), streams.get(2)];
  const nothing = [0, [], [], false, undefined];
  expect(seen()).toEqual(nothing);
  streams.delete(2);
  streams.set(2, 'a');
  streams.set(1, 'b');
  expect(seen()).toEqual([2, [2, 1], ['a', 'b'], true, 'a']);
  streams.delete(1);
  expect(seen()).toEqual([1, [2], ['a'], true, 'a']);
  streams.delete(2);
  expect(seen()).toEqual(nothing);
});
