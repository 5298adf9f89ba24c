import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamDescription, trackLine } from '../../../core/index.ts';
import { FrameCheck } from './frame-check.ts';
import { FrameMaker, LONGEST_FRAME, SHORTEST_FRAME } from './frame-maker.ts';
import { MARK_END, readMark } from './mark.ts';
import { sequenceHeader } from './picture.ts';

const all = () => true;
const CHECKSUM_AT = 41;

/** What a check says of a message that comes in pieces of a size. */
function checked(
  frameBytes: number,
  message: Uint8Array,
  piece: number,
  isChecked: (sequence: number) => boolean = all,
) {
  const check = new FrameCheck(frameBytes, isChecked);
  for (let at = 0; at < message.length; at += piece) check.take(message, at, Math.min(message.length, at + piece));
  return check.finish();
}

const frames = fc.record({
  frameBytes: fc.integer({ min: SHORTEST_FRAME, max: 3_000 }),
  sequence: fc.integer({ min: 0, max: 0xffffffff }),
  sentAtUs: fc.integer({ min: 0, max: 2 ** 52 }),
  piece: fc.integer({ min: 1, max: 3_000 }),
});

describe('a frame of a load', () => {
  it('comes back as what it was made of, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(frames, ({ frameBytes, sequence, sentAtUs, piece }) => {
        const frame = new FrameMaker({ frameBytes, keyFrameEvery: 60 }).make(sequence, sentAtUs);
        expect(frame.length).toBe(frameBytes);
        const isKeyFrame = sequence % 60 === 0;
        expect(checked(frameBytes, frame, piece)).toMatchObject({ sequence, sentAtUs, isKeyFrame });
      }),
    );
  });

  it('is damaged with any one bit changed, but for those that make it no frame at all', () => {
    const frameBytes = 200;
    const frame = new FrameMaker({ frameBytes, keyFrameEvery: 2 }).make(7, 1e12);
    for (let bit = 16; bit < 8 * frameBytes; bit++) {
      const changed = frame.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const byte = bit >> 3;
      if (byte >= CHECKSUM_AT && byte < MARK_END && (bit & 7) === 7) continue; // the top bit of these says nothing
      expect([bit, checked(frameBytes, changed, 64)]).toEqual([bit, 'damaged']);
    }
  });

  it('is damaged with a piece of the frame before in it, cut off, or longer', () => {
    const maker = new FrameMaker({ frameBytes: 8_192, keyFrameEvery: 60 });
    const [before, frame] = [maker.make(1, 5), maker.make(2, 6)];
    const mixed = frame.slice();
    mixed.set(before.subarray(4_096, 4_200), 4_096);
    const longer = new Uint8Array(8_193);
    longer.set(frame);
    for (const message of [mixed, longer, frame.subarray(0, 8_191), frame.subarray(0, 20)]) {
      expect(checked(8_192, message, 1_000)).toBe('damaged');
    }
  });

  it('is looked at by mark and length alone where its checksum is not wanted', () => {
    const frame = new FrameMaker({ frameBytes: 500, keyFrameEvery: 60 }).make(3, 6);
    frame[400]! ^= 1;
    expect(checked(500, frame, 500, () => false)).toMatchObject({ sequence: 3 });
    expect(checked(501, frame, 500, () => false)).toBe('damaged');
  });

  it('is told from what is none: headers, the end of a sequence, an empty message', () => {
    for (const message of [sequenceHeader(), Uint8Array.of(0x17, 2, 0, 0, 0), new Uint8Array()]) {
      expect(checked(500, message, 10)).toBeUndefined();
    }
    expect(readMark(new Uint8Array(MARK_END))).toBeUndefined();
  });

  it('holds no start code, at any length and with any number', () => {
    fc.assert(
      fc.property(frames, ({ frameBytes, sequence, sentAtUs }) => {
        const frame = new FrameMaker({ frameBytes, keyFrameEvery: 30 }).make(sequence, sentAtUs);
        // The lengths before the NAL units may; nothing else does.
        const content = [...frame.subarray(12, MARK_END + 1), ...frame.subarray(MARK_END + 5)];
        for (let at = 2; at < MARK_END - 12; at++) {
          expect(content[at]! > 3 || content[at - 1] !== 0 || content[at - 2] !== 0).toBe(true);
        }
      }),
    );
  });

  it('can be as long as the longest message', () => {
    expect(new FrameMaker({ frameBytes: LONGEST_FRAME, keyFrameEvery: 1 }).make(0, 0)).toHaveLength(LONGEST_FRAME);
  });
});

describe('the header of the stream', () => {
  it('reads as Constrained Baseline, 64 x 64', () => {
    const tracks = new StreamDescription().takeVideo(sequenceHeader());
    expect(tracks.map(trackLine)).toEqual(['AVC Constrained Baseline 4.0, 64x64']);
  });
});
