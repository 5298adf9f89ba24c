import { ByteCursor } from '../../bytes/cursor.ts';
import { chromaFormat, frameRate, type VideoFacts } from './facts.ts';
import { readHevcSps } from './hevc-sps.ts';

/** Record bytes up to the arrays of NAL units (14496-15 8.3.3.1). */
const HEADER_BYTES = 23;
const SPS = 33;

const PROFILES: Readonly<Record<number, string>> = {
  1: 'Main',
  2: 'Main 10',
  3: 'Main Still Picture',
  4: 'Range Extensions',
};

/**
 * What an HEVCDecoderConfigurationRecord says. Size, frame rate and colours come from its first sequence parameter set
 * and are left out when that cannot be read.
 *
 * @returns `undefined` when it is no such record
 */
export function describeHevc(record: Uint8Array): VideoFacts | undefined {
  if (record.length < HEADER_BYTES || record[0] !== 1) return undefined;
  const cursor = new ByteCursor(record, 1);
  const profileByte = cursor.u8();
  const compatibility = cursor.u32();
  const constraints = cursor.take(6);
  const levelIdc = cursor.u8();
  cursor.skip(3); // segmentation, parallelism
  const chroma = chromaFormat(cursor.u8() & 3);
  const bitDepth = (cursor.u8() & 7) + 8;
  cursor.skip(1); // chroma bit depth
  const averageFrameRate = cursor.u16(); // frames in 256 seconds
  cursor.skip(1);
  const tier = (profileByte & 0x20) === 0 ? 'main' : 'high';
  const sps = findSps(cursor);
  return {
    codec: 'HEVC',
    codecString: codecString(profileByte, compatibility, levelIdc, constraints),
    profile: PROFILES[profileByte & 0x1f],
    level: (levelIdc / 30).toFixed(1),
    tier,
    chroma,
    bitDepth,
    ...sps,
    frameRate: sps?.frameRate ?? frameRate(averageFrameRate, 256),
  };
}

function findSps(cursor: ByteCursor): Partial<VideoFacts> | undefined {
  for (let arrays = cursor.u8(); arrays > 0 && cursor.remaining >= 3; arrays -= 1) {
    const nalUnitType = cursor.u8() & 0x3f;
    for (let units = cursor.u16(); units > 0; units -= 1) {
      if (cursor.remaining < 2) return undefined;
      const length = cursor.u16();
      if (length > cursor.remaining) return undefined;
      const unit = cursor.take(length);
      if (nalUnitType === SPS) return readHevcSps(unit);
    }
  }
  return undefined;
}

/** CFG-15. */
function codecString(profileByte: number, compatibility: number, levelIdc: number, constraints: Uint8Array): string {
  const space = ['', 'A', 'B', 'C'][profileByte >>> 6];
  const tier = (profileByte & 0x20) === 0 ? 'L' : 'H';
  const bytes = [...constraints];
  while (bytes.at(-1) === 0) bytes.pop();
  const tail = bytes.map((byte) => `.${byte.toString(16).toUpperCase()}`).join('');
  return `hvc1.${space}${profileByte & 0x1f}.${reversed(compatibility).toString(16).toUpperCase()}.${tier}${levelIdc}${tail}`;
}

/** The 32 bits in the opposite order. */
function reversed(bits: number): number {
  let result = 0;
  for (let bit = 0; bit < 32; bit += 1) result = result * 2 + ((bits >>> bit) & 1);
  return result;
}
