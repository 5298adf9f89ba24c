import { BitWriter, nalUnit } from './bit-writer.ts';

/**
 * The smallest H.264 stream that every decoder shows: a grey picture of 64 x 64, then pictures that repeat it. Constrained
 * Baseline, CAVLC, one slice each, every picture a reference for the next, so that a decoder notices one that is missing.
 * Sections are those of ITU-T H.264.
 */

const WIDTH_IN_MACROBLOCKS = 4;
const HEIGHT_IN_MACROBLOCKS = 4;
const MACROBLOCKS = WIDTH_IN_MACROBLOCKS * HEIGHT_IN_MACROBLOCKS;

const PROFILE = 66;
/** constraint_set0 and 1: Constrained Baseline. */
const CONSTRAINTS = 0xc0;
const LEVEL = 40;

/** frame_num counts in so many bits (log2_max_frame_num_minus4 is 0). */
const FRAME_NUM_BITS = 4;
/** How many pictures between two key frames are different: frame_num comes round. */
const FRAME_NUMS = 1 << FRAME_NUM_BITS;

/** nal_ref_idc 3 or 2 and the type (Table 7-1). */
const NAL = { sps: 0x67, pps: 0x68, idr: 0x65, slice: 0x41 } as const;
const SLICE_TYPE = { p: 5, i: 7 } as const;
/** I_16x16 with DC prediction and no coefficients (Table 7-11). */
const MB_TYPE_PLAIN = 3;

/** Sequence parameter set (7.3.2.1.1). */
function sps(): Uint8Array {
  const bits = new BitWriter().bits(8, PROFILE).bits(8, CONSTRAINTS).bits(8, LEVEL);
  bits.exp(0).exp(FRAME_NUM_BITS - 4);
  bits.exp(2); // pic_order_cnt_type: shown in the order of decoding
  bits.exp(1).bits(1, 0); // one reference, no gaps
  bits.exp(WIDTH_IN_MACROBLOCKS - 1).exp(HEIGHT_IN_MACROBLOCKS - 1);
  bits.bits(1, 1).bits(1, 1); // frames only, direct_8x8_inference
  bits.bits(1, 0).bits(1, 0); // no cropping, no VUI
  return nalUnit(NAL.sps, bits.finish());
}

/** Picture parameter set (7.3.2.2): every number 0, every tool off. */
function pps(): Uint8Array {
  const bits = new BitWriter().exp(0).exp(0).bits(2, 0).exp(0);
  bits.exp(0).exp(0).bits(3, 0); // one reference by default, no weighting
  bits.exp(0).exp(0).exp(0).bits(3, 0);
  return nalUnit(NAL.pps, bits.finish());
}

/** A key frame (7.3.3). @param idrPicId - differs between one key frame and the next */
function idrSlice(idrPicId: number): Uint8Array {
  const bits = new BitWriter().exp(0).exp(SLICE_TYPE.i).exp(0).bits(FRAME_NUM_BITS, 0).exp(idrPicId);
  bits.bits(2, 0); // dec_ref_pic_marking
  bits.exp(0); // slice_qp_delta
  for (let block = 0; block < MACROBLOCKS; block++) {
    bits.exp(MB_TYPE_PLAIN).exp(0).exp(0); // chroma DC prediction, mb_qp_delta
    bits.bits(1, 1); // coeff_token: no luma DC coefficients
  }
  return nalUnit(NAL.idr, bits.finish());
}

/** A picture in which every macroblock is skipped: the one before, again. */
function repeatingSlice(frameNum: number): Uint8Array {
  const bits = new BitWriter().exp(0).exp(SLICE_TYPE.p).exp(0).bits(FRAME_NUM_BITS, frameNum);
  bits.bits(3, 0); // default references in their order, no dec_ref_pic_marking of its own
  bits.exp(0);
  bits.exp(MACROBLOCKS); // mb_skip_run
  return nalUnit(NAL.slice, bits.finish());
}

const KEY_SLICES = [idrSlice(0), idrSlice(1)] as const;
const REPEATING_SLICES = Array.from({ length: FRAME_NUMS }, (_, frameNum) => repeatingSlice(frameNum));

/**
 * The slice of a picture, as a NAL unit.
 *
 * @param group - number of the key frame that it follows, or is
 * @param place - after that key frame; 0 is the key frame itself
 */
export function sliceOf(group: number, place: number): Uint8Array {
  // Both indexes are remainders of the lengths.
  return place === 0 ? KEY_SLICES[group % KEY_SLICES.length]! : REPEATING_SLICES[place % FRAME_NUMS]!;
}

/** The longest slice there is, bytes. */
export const LONGEST_SLICE = Math.max(...[...KEY_SLICES, ...REPEATING_SLICES].map(({ length }) => length));

/** The payload of the video message that comes before all pictures: an AVC sequence header with both parameter sets. */
export function sequenceHeader(): Uint8Array {
  const [set, pictureSet] = [sps(), pps()];
  return Uint8Array.of(
    ...[0x17, 0, 0, 0, 0],
    ...[1, PROFILE, CONSTRAINTS, LEVEL, 0xff, 0xe1], // lengths of four bytes, one sequence parameter set
    ...[set.length >> 8, set.length & 0xff, ...set],
    ...[1, pictureSet.length >> 8, pictureSet.length & 0xff, ...pictureSet],
  );
}
