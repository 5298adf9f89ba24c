import { BitReader } from '../bit-reader.ts';
import { chromaFormat } from './facts.ts';
import { skipLongTermReferences, skipScalingLists, skipShortTermReferences } from './hevc-sps-lists.ts';
import { rawBytesOf, readFrameRate, readVuiBeginning, type SpsFacts } from './nal-unit.ts';

/** CFG-12. @param nal - with its two header bytes; @returns `undefined` when it cannot be read up to its size */
export function readHevcSps(nal: Uint8Array): SpsFacts | undefined {
  const reader = new BitReader(rawBytesOf(nal));
  reader.skip(16 + 4); // NAL header, VPS id
  const subLayers = reader.u(3) + 1;
  reader.skip(1); // nesting
  skipProfileTierLevel(reader, subLayers);
  reader.ue(); // id
  const chromaFormatIdc = reader.ue();
  if (chromaFormatIdc === 3) reader.skip(1); // separate planes
  const size = readSize(reader, chromaFormatIdc);
  const bitDepth = reader.ue() + 8;
  reader.ue(); // chroma bit depth
  if (reader.isOverrun || size === undefined) return undefined;
  return { ...size, bitDepth, chroma: chromaFormat(chromaFormatIdc), ...readVui(reader, subLayers) };
}

/** CFG-13. */
function skipProfileTierLevel(reader: BitReader, subLayers: number): void {
  reader.skip(88 + 8);
  if (subLayers === 1) return;
  let bits = 0;
  for (let layer = 1; layer < subLayers; layer += 1) {
    if (reader.flag()) bits += 88;
    if (reader.flag()) bits += 8;
  }
  reader.skip(2 * (9 - subLayers) + bits);
}

function readSize(reader: BitReader, chromaFormatIdc: number): { width: number; height: number } | undefined {
  const codedWidth = reader.ue();
  const codedHeight = reader.ue();
  const isCropped = reader.flag();
  const [left, right, top, bottom] = isCropped ? [reader.ue(), reader.ue(), reader.ue(), reader.ue()] : [0, 0, 0, 0];
  const cropX = chromaFormatIdc === 1 || chromaFormatIdc === 2 ? 2 : 1;
  const cropY = chromaFormatIdc === 1 ? 2 : 1;
  const width = codedWidth - cropX * (left + right);
  const height = codedHeight - cropY * (top + bottom);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** Everything between the bit depths and the usability information is passed over on the way to it (CFG-14). */
function readVui(reader: BitReader, subLayers: number): Pick<SpsFacts, 'color' | 'frameRate'> {
  const pictureOrderBits = reader.ue() + 4;
  const ordered = reader.flag() ? subLayers : 1;
  for (let left = 3 * ordered; left > 0; left -= 1) reader.ue();
  for (let left = 6; left > 0; left -= 1) reader.ue(); // block sizes, transform depths
  if (reader.flag() && reader.flag()) skipScalingLists(reader);
  reader.skip(2); // asymmetric partitions, sample adaptive offset
  if (reader.flag()) skipPcm(reader);
  skipShortTermReferences(reader);
  if (reader.flag()) skipLongTermReferences(reader, pictureOrderBits);
  reader.skip(2); // temporal motion vectors, intra smoothing
  if (!reader.flag()) return {};
  const color = readVuiBeginning(reader);
  reader.skip(3); // neutral chroma, field sequence, frame field info
  if (reader.flag()) for (let left = 4; left > 0; left -= 1) reader.ue(); // default display window
  const hasTiming = reader.flag();
  if (reader.isOverrun) return {};
  return { color, frameRate: hasTiming ? readFrameRate(reader, 1) : undefined };
}

function skipPcm(reader: BitReader): void {
  reader.skip(8);
  reader.ue();
  reader.ue();
  reader.skip(1);
}
