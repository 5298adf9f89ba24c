import { expect, it } from 'vitest';
import { MediaTime } from './media-time.ts';

it('goes on where timestamps turn over, forward and back', () => {
  const time = new MediaTime();
  const max = 4_294_967_295;
  expect([max - 10, 30, max, 70, 50].map((timestamp) => time.of(timestamp) - max)).toEqual([-10, 31, 0, 71, 51]);
});
