import { BitReader } from '../bit-reader.ts';
import { type ChromaFormat, type ColorDescription, chromaFormat, type VideoFacts } from './facts.ts';

/** VP8 and VP9: the record says what they are, key frames say how large (CFG-21, CFG-22). */

const RECORD_BYTES = 8;

/** Version and flags of the box, which some keep in front of the record. */
const FULL_BOX_BYTES = 4;
const FULL_BOX = 0x01000000;

/** Of chromaSubsampling: 4:2:0 twice, by where the chroma samples lie. */
const CHROMA: readonly ChromaFormat[] = ['4:2:0', '4:2:0', '4:2:2', '4:4:4'];

/**
 * What a VPCodecConfigurationRecord says, with or without the four bytes of the box around it. It has no size.
 *
 * @returns `undefined` when it is no such record
 */
export function describeVpx(codec: 'VP8' | 'VP9', record: Uint8Array): VideoFacts | undefined {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const isBoxed = record.length >= FULL_BOX_BYTES + RECORD_BYTES && view.getUint32(0) === FULL_BOX;
  const reader = new BitReader(isBoxed ? record.subarray(FULL_BOX_BYTES) : record);
  const profile = reader.u(8);
  const level = reader.u(8);
  const bitDepth = reader.u(4);
  const chroma = CHROMA[reader.u(3)];
  reader.skip(1); // full range
  const color: ColorDescription = { primaries: reader.u(8), transfer: reader.u(8), matrix: reader.u(8) };
  reader.skip(16); // initialization data, which VP8 and VP9 have none of
  if (reader.isOverrun) return undefined;
  const parts = [profile, level, bitDepth].map((part) => String(part).padStart(2, '0'));
  return {
    codec,
    codecString: [codec === 'VP8' ? 'vp08' : 'vp09', ...parts].join('.'),
    profile: `Profile ${profile}`,
    level: level === 0 ? undefined : (level / 10).toFixed(1),
    bitDepth,
    chroma,
    color,
  };
}

const VP8_START_CODE = 0x9d012a;

/** What a key frame of VP8 says (RFC 6386 9.1); `undefined` for any other. */
export function describeVp8Frame(frame: Uint8Array): VideoFacts | undefined {
  const reader = new BitReader(frame);
  const tag = reader.u(8);
  reader.skip(16);
  const isKeyFrame = (tag & 1) === 0 && reader.u(24) === VP8_START_CODE;
  const width = littleEndian14(reader);
  const height = littleEndian14(reader);
  if (!isKeyFrame || reader.isOverrun) return undefined;
  return { codec: 'VP8', profile: `Profile ${(tag >>> 1) & 7}`, width, height, bitDepth: 8, chroma: '4:2:0' };
}

/** The two highest bits are a scale. */
function littleEndian14(reader: BitReader): number {
  const low = reader.u(8);
  return ((reader.u(8) << 8) | low) & 0x3fff;
}

const VP9_FRAME_MARKER = 2;
const VP9_SYNC = 0x498342;
const SRGB = 7;

/** What a key frame of VP9 says (VP9 6.2); `undefined` for any other. */
export function describeVp9Frame(frame: Uint8Array): VideoFacts | undefined {
  const reader = new BitReader(frame);
  const hasMarker = reader.u(2) === VP9_FRAME_MARKER;
  const profile = reader.u(1) + 2 * reader.u(1);
  if (profile === 3) reader.skip(1);
  const showsExisting = reader.flag();
  const isInter = reader.flag();
  reader.skip(2); // show, error resilient
  if (!hasMarker || showsExisting || isInter || reader.u(24) !== VP9_SYNC) return undefined;
  const format = readVp9Format(reader, profile);
  const width = reader.u(16) + 1;
  const height = reader.u(16) + 1;
  return reader.isOverrun ? undefined : { codec: 'VP9', profile: `Profile ${profile}`, width, height, ...format };
}

/** Profiles 1 and 3 are those that are not 4:2:0; in sRGB they are 4:4:4. */
function readVp9Format(reader: BitReader, profile: number): { bitDepth: number; chroma: ChromaFormat | undefined } {
  const bitDepth = profile < 2 ? 8 : reader.flag() ? 12 : 10;
  const isSrgb = reader.u(3) === SRGB;
  if (!isSrgb) reader.skip(1); // full range
  if (profile === 0 || profile === 2) return { bitDepth, chroma: '4:2:0' };
  const isSubsampledX = !isSrgb && reader.flag();
  const isSubsampledY = !isSrgb && reader.flag();
  reader.skip(1);
  // 4:4:0, the one left over, has no name here.
  const chroma = isSubsampledX ? chromaFormat(isSubsampledY ? 1 : 2) : isSubsampledY ? undefined : '4:4:4';
  return { bitDepth, chroma };
}
