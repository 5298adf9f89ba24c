import { BitReader } from '../bit-reader.ts';
import { chromaFormat } from './facts.ts';
import { rawBytesOf, readFrameRate, readVuiBeginning, type SpsFacts } from './nal-unit.ts';

/** The profiles whose SPS tells chroma format and bit depth; the others are 4:2:0 of 8 bits. */
const HIGH_PROFILES: readonly number[] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

const MOST_REFERENCE_FRAMES_IN_CYCLE = 255;

/** The clock counts fields (CFG-7). */
const TICKS_PER_PICTURE = 2;

/** @param nal - with its header byte; @returns `undefined` when it cannot be read up to its size */
export function readAvcSps(nal: Uint8Array): SpsFacts | undefined {
  const reader = new BitReader(rawBytesOf(nal));
  reader.skip(8); // NAL header
  const profileIdc = reader.u(8);
  reader.skip(16); // constraints, level
  reader.ue(); // id
  const format = HIGH_PROFILES.includes(profileIdc) ? readFormat(reader) : FORMAT_4_2_0;
  reader.ue(); // log2_max_frame_num
  skipPictureOrderCount(reader);
  reader.ue(); // reference frames
  reader.skip(1); // gaps
  const size = readSize(reader, format);
  if (reader.isOverrun || size === undefined) return undefined;
  const { chromaFormatIdc, bitDepth } = format;
  return { ...size, bitDepth, chroma: chromaFormat(chromaFormatIdc), ...readVui(reader) };
}

interface Format {
  readonly chromaFormatIdc: number;
  readonly hasSeparatePlanes: boolean;
  readonly bitDepth: number;
}

const FORMAT_4_2_0: Format = { chromaFormatIdc: 1, hasSeparatePlanes: false, bitDepth: 8 };

function readFormat(reader: BitReader): Format {
  const chromaFormatIdc = reader.ue();
  const hasSeparatePlanes = chromaFormatIdc === 3 && reader.flag();
  const bitDepth = reader.ue() + 8;
  reader.ue(); // chroma bit depth
  reader.skip(1); // qpprime
  if (reader.flag()) skipScalingLists(reader, chromaFormatIdc === 3 ? 12 : 8);
  return { chromaFormatIdc, hasSeparatePlanes, bitDepth };
}

/** CFG-4. */
function skipScalingLists(reader: BitReader, count: number): void {
  for (let list = 0; list < count; list += 1) {
    if (!reader.flag()) continue;
    let last = 8;
    let next = 8;
    for (let left = list < 6 ? 16 : 64; left > 0 && next !== 0; left -= 1) {
      next = (last + reader.se()) & 255;
      if (next !== 0) last = next;
    }
  }
}

function skipPictureOrderCount(reader: BitReader): void {
  const type = reader.ue();
  if (type === 0) reader.ue();
  if (type !== 1) return;
  reader.skip(1);
  reader.se();
  reader.se();
  const count = Math.min(reader.ue(), MOST_REFERENCE_FRAMES_IN_CYCLE);
  for (let left = count; left > 0; left -= 1) reader.se();
}

/** CFG-5. */
function readSize(reader: BitReader, format: Format): { width: number; height: number } | undefined {
  const widthInMacroblocks = reader.ue() + 1;
  const heightInMapUnits = reader.ue() + 1;
  const fieldFactor = reader.flag() ? 1 : 2; // frame_mbs_only
  if (fieldFactor === 2) reader.skip(1);
  reader.skip(1); // direct_8x8
  const isCropped = reader.flag();
  const [left, right, top, bottom] = isCropped ? [reader.ue(), reader.ue(), reader.ue(), reader.ue()] : [0, 0, 0, 0];
  const { chromaFormatIdc, hasSeparatePlanes } = format;
  const isSubsampled = !hasSeparatePlanes && (chromaFormatIdc === 1 || chromaFormatIdc === 2);
  const cropX = isSubsampled ? 2 : 1;
  const cropY = (chromaFormatIdc === 1 ? 2 : 1) * fieldFactor;
  const width = 16 * widthInMacroblocks - cropX * (left + right);
  const height = 16 * heightInMapUnits * fieldFactor - cropY * (top + bottom);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** CFG-6. */
function readVui(reader: BitReader): Pick<SpsFacts, 'color' | 'frameRate'> {
  if (!reader.flag()) return {};
  const color = readVuiBeginning(reader);
  const hasTiming = reader.flag();
  if (reader.isOverrun) return {};
  return { color, frameRate: hasTiming ? readFrameRate(reader, TICKS_PER_PICTURE) : undefined };
}
