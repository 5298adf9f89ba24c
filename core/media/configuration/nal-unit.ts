import type { BitReader } from '../bit-reader.ts';
import { type ColorDescription, frameRate, type VideoFacts } from './facts.ts';

/** What AVC, HEVC and VVC share: NAL units, and the beginning of the video usability information. */

/** What a sequence parameter set says, of AVC (H.264 7.3.2.1.1) or HEVC (H.265 7.3.2.2). */
export type SpsFacts = Pick<VideoFacts, 'width' | 'height' | 'bitDepth' | 'chroma' | 'frameRate' | 'color'>;

/** Parameter sets are far shorter; the rest of a longer one is not looked at. */
const MOST_BYTES = 4096;

/**
 * The raw bytes of a NAL unit, headers included: emulation prevention taken out, 00 00 03 becomes 00 00 (CFG-3). At
 * most the first 4096 bytes.
 */
export function rawBytesOf(nal: Uint8Array): Uint8Array {
  const bounded = nal.subarray(0, MOST_BYTES);
  const raw: number[] = [];
  let zeros = 0;
  for (const byte of bounded) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
    } else {
      raw.push(byte);
      zeros = byte === 0 ? zeros + 1 : 0;
    }
  }
  return Uint8Array.from(raw);
}

const EXTENDED_ASPECT_RATIO = 255;

/** The VUI up to the chroma location, which AVC and HEVC share (CFG-6). @returns the colours, where it says them */
export function readVuiBeginning(reader: BitReader): ColorDescription | undefined {
  if (reader.flag() && reader.u(8) === EXTENDED_ASPECT_RATIO) reader.skip(32);
  if (reader.flag()) reader.skip(1); // overscan
  let color: ColorDescription | undefined;
  if (reader.flag()) {
    reader.skip(4); // video format, full range
    if (reader.flag()) color = { primaries: reader.u(8), transfer: reader.u(8), matrix: reader.u(8) };
  }
  if (reader.flag()) {
    reader.ue(); // chroma location, of both fields
    reader.ue();
  }
  return color;
}

/** Timing of the usability information: units in a tick, then ticks in a second (CFG-7, CFG-14). */
export function readFrameRate(reader: BitReader, ticksPerPicture: number): number | undefined {
  const unitsInTick = reader.u(32);
  const timeScale = reader.u(32);
  return reader.isOverrun ? undefined : frameRate(timeScale, ticksPerPicture * unitsInTick);
}
