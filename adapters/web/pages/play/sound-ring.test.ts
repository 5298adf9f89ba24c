import { describe, expect, it } from 'vitest';
import { SoundRing } from './sound-ring.ts';

const RATE = 1_000; // a sample each millisecond

/** A block whose samples say their own time. */
function block(time: number, length = 20) {
  return { time, channels: [Float32Array.from({ length }, (_, index) => time + index)] };
}

function ring(...times: readonly number[]): SoundRing {
  const made = new SoundRing(RATE);
  for (const time of times) made.push(block(time));
  return made;
}

function pull(from: SoundRing, position: number, length = 5): number[] {
  const into = [new Float32Array(length).fill(9)];
  from.pull(into, position);
  return Array.from(into[0]!);
}

describe('SoundRing', () => {
  it('is silent until the time of the first sample, and then gives each sample at its time', () => {
    const sound = ring(100, 120);
    expect(pull(sound, 80)).toEqual([0, 0, 0, 0, 0]);
    expect(pull(sound, 100)).toEqual([100, 101, 102, 103, 104]);
    for (let position = 105; position < 115; position += 5) pull(sound, position);
    expect(pull(sound, 117, 8)).toEqual([115, 116, 117, 118, 119, 120, 121, 122]);
    expect([sound.played, sound.breaks]).toEqual([23, 0]);
  });

  it('begins in the middle of what it has when the clock is there', () => {
    expect(pull(ring(0, 20, 40), 33)).toEqual([33, 34, 35, 36, 37]);
  });

  it('goes on without a break while it is off by less than can be noticed', () => {
    const sound = ring(0, 20, 40, 60);
    pull(sound, 0);
    expect(pull(sound, 40)).toEqual([5, 6, 7, 8, 9]);
    expect(sound.breaks).toBe(0);
  });

  it('jumps to where the clock is when it is off by more', () => {
    const sound = ring(0, 20, 40, 60, 80, 100);
    pull(sound, 0);
    expect(pull(sound, 90)).toEqual([90, 91, 92, 93, 94]);
    expect(sound.breaks).toBe(1);
  });

  it('waits for the clock where sound is missing', () => {
    const sound = ring(0, 200);
    pull(sound, 0, 20);
    expect(pull(sound, 20)).toEqual([0, 0, 0, 0, 0]);
    expect(pull(sound, 199)).toEqual([0, 0, 0, 0, 0]);
    expect(pull(sound, 200)).toEqual([200, 201, 202, 203, 204]);
    expect(sound.breaks).toBe(1);
  });

  it('ends in silence, and gives one channel to all that are asked for', () => {
    const sound = ring(0);
    const into = [new Float32Array(30), new Float32Array(30)];
    expect(sound.pull(into, 0)).toBe(true);
    expect(into[1]).toEqual(into[0]);
    expect(into[0]?.slice(18, 22)).toEqual(Float32Array.of(18, 19, 0, 0));
    expect(sound.pull(into, 30)).toBe(false);
  });

  it('keeps five seconds at most, and nothing of a time that is over', () => {
    const sound = new SoundRing(RATE);
    for (let time = 0; time < 20_000; time += 20) sound.push(block(time));
    expect(pull(sound, 0)).toEqual([0, 0, 0, 0, 0]);
    expect(pull(sound, 15_100)[0]).toBe(15_100);
    sound.push(block(100));
    expect(pull(sound, 100)[0]).toBe(100);
    for (let count = 0; count < 1_000; count += 1) sound.push(block(7));
    sound.clear();
    expect(pull(sound, 100)).toEqual([0, 0, 0, 0, 0]);
    sound.push({ time: 0, channels: [] });
    expect(pull(sound, 0)).toEqual([0, 0, 0, 0, 0]);
  });
});
