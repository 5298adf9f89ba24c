import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FlvPayload, FlvTagType, readTagFacts } from '../../core/index.ts';
import { Pacer } from './pacer.ts';
import { RoundTimeline } from './round-timeline.ts';

const sound = (timestamp: number): FlvPayload => ({
  type: FlvTagType.audio,
  timestamp,
  data: Uint8Array.of(0xaf, 1, 0),
});
const picture = (timestamp: number): FlvPayload => ({
  type: FlvTagType.video,
  timestamp,
  data: Uint8Array.of(0x27, 1, 0, 0, 0),
});

function rounds(tags: readonly FlvPayload[], count: number): number[][] {
  const timeline = new RoundTimeline();
  return Array.from({ length: count }, () => {
    const times = tags.map((tag) => timeline.place(tag, readTagFacts(tag)));
    timeline.nextRound();
    return times;
  });
}

describe('timestamps of a file sent over and over', () => {
  it('keep their own in the first round, and go on where the longer medium has ended', () => {
    const tags = [picture(100), sound(100), picture(140), sound(123), picture(180), sound(146)];
    expect(rounds(tags, 3)).toEqual([
      [100, 100, 140, 123, 180, 146],
      [220, 220, 260, 243, 300, 266],
      [340, 340, 380, 363, 420, 386],
    ]);
  });

  it('turn over at 2^32', () => {
    expect(rounds([picture(0xfffffff0), picture(0x10)], 2)).toEqual([
      [0xfffffff0, 0x10],
      [0x30, 0x50],
    ]);
  });

  it('let a single frame last, and an empty file end', () => {
    expect(rounds([picture(7)], 2)).toEqual([[7], [47]]);
    expect(rounds([], 2)).toEqual([[], []]);
  });

  it('never step back from one round to the next, wherever the media begin and end', () => {
    const medium = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 20 });
    const media = fc.tuple(fc.nat(5_000), medium, fc.nat(5_000), medium);
    fc.assert(
      fc.property(media, ([videoStart, videoSteps, audioStart, audioSteps]) => {
        const timesOf = (start: number, steps: readonly number[]): number[] => {
          let time = start;
          return [start, ...steps.map((step) => (time += step))];
        };
        const tags = [...timesOf(videoStart, videoSteps).map(picture), ...timesOf(audioStart, audioSteps).map(sound)];
        const both = rounds(tags, 2);
        for (const type of [FlvTagType.audio, FlvTagType.video]) {
          const times = both.flatMap((round) => round.filter((_, index) => tags[index]?.type === type));
          expect(times).toEqual([...times].sort((one, other) => one - other));
          expect(new Set(times).size).toBe(times.length);
        }
      }),
    );
  });
});

describe('when frames are due', () => {
  it('counts from the first, and never from what was late', () => {
    const pacer = new Pacer();
    expect([pacer.dueAt(1_000, 50), pacer.dueAt(1_040, 60), pacer.dueAt(1_080, 500)]).toEqual([50, 90, 130]);
    expect(pacer.elapsed).toBe(80);
  });

  it('goes on over the end of 32 bits, and takes a break in the file for no time', () => {
    const pacer = new Pacer();
    expect([pacer.dueAt(0xffffffec, 0), pacer.dueAt(20, 0)]).toEqual([0, 40]);
    expect([pacer.dueAt(90_000_000, 0), pacer.dueAt(90_000_040, 0), pacer.dueAt(0, 0)]).toEqual([40, 80, 80]);
  });
});
