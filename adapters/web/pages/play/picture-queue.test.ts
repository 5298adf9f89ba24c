import { describe, expect, it } from 'vitest';
import { PictureQueue } from './picture-queue.ts';

class TestPicture {
  isClosed = false;
  readonly time: number;
  constructor(time: number) {
    this.time = time;
  }
  close(): void {
    this.isClosed = true;
  }
}

function filled(...times: readonly number[]) {
  const queue = new PictureQueue<TestPicture>();
  const pictures = times.map((time) => new TestPicture(time));
  for (const picture of pictures) queue.push(picture.time, picture);
  return { queue, pictures };
}

describe('PictureQueue', () => {
  it('gives the newest picture that is due, and closes those that it passes over', () => {
    const { queue, pictures } = filled(0, 40, 80, 120);
    expect(queue.take(-1)).toBeUndefined();
    expect(queue.take(90)).toBe(pictures[2]);
    expect(pictures.map(({ isClosed }) => isClosed)).toEqual([true, true, false, false]);
    expect(queue.late).toBe(2);
    expect(queue.take(90)).toBeUndefined();
    expect(queue.take(120)).toBe(pictures[3]);
  });

  it('puts pictures in the order in which they are shown', () => {
    const { queue } = filled(80, 0, 40);
    expect([queue.take(0)?.time, queue.take(40)?.time, queue.take(80)?.time]).toEqual([0, 40, 80]);
  });

  it('says when there are enough, and closes the oldest past its bound', () => {
    const { queue, pictures } = filled(...Array.from({ length: 40 }, (_, index) => index));
    expect(queue.isFull).toBe(true);
    expect(pictures.filter(({ isClosed }) => isClosed).map(({ time }) => time)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    queue.clear();
    expect(pictures.every(({ isClosed }) => isClosed)).toBe(true);
    expect(queue.isFull).toBe(false);
  });
});
