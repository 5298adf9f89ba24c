import { BitReader } from '../bit-reader.ts';
import { type ColorDescription, frameRate } from './facts.ts';

/** What record and sequence header both say. */
export interface Av1Format {
  readonly profile: number;
  readonly levelIndex: number;
  readonly isHighTier: boolean;
  readonly bitDepth: number;
  readonly isMonochrome: boolean;
  readonly isSubsampledX: boolean;
  readonly isSubsampledY: boolean;
}

/** What a sequence header of AV1 says (AV1 5.5). */
export interface Av1Sequence extends Av1Format {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number | undefined;
  readonly color: ColorDescription | undefined;
}

const SEQUENCE_HEADER = 1;
const TEMPORAL_DELIMITER = 2;

/** A temporal delimiter: an OBU with a size, which is 0. */
const DELIMITER = [0x12, 0x00] as const;

/** sRGB: primaries, transfer, matrix; then sampling is 4:4:4 and is not told (AV1 5.5.2). */
const SRGB = { primaries: 1, transfer: 13, matrix: 0 } as const;

/**
 * The temporal unit with a temporal delimiter in front, which FFmpeg needs as a player: the same bytes when there
 * is one already, or nothing at all.
 */
export function withTemporalDelimiter(temporalUnit: Uint8Array): Uint8Array {
  const [header] = temporalUnit;
  if (header === undefined || typeOf(header) === TEMPORAL_DELIMITER) return temporalUnit;
  const delimited = new Uint8Array(DELIMITER.length + temporalUnit.length);
  delimited.set(DELIMITER);
  delimited.set(temporalUnit, DELIMITER.length);
  return delimited;
}

/** The first sequence header among OBUs in low-overhead format (CFG-17). */
export function findAv1Sequence(obus: Uint8Array): Av1Sequence | undefined {
  let at = 0;
  while (at < obus.length) {
    const header = obus[at]!;
    const sizeAt = at + ((header & 0x04) === 0 ? 1 : 2); // one more byte with an extension
    const hasSize = (header & 0x02) !== 0;
    const [start, size] = hasSize ? readLeb128(obus, sizeAt) : [sizeAt, obus.length - sizeAt];
    if (typeOf(header) === SEQUENCE_HEADER) return readSequence(obus.subarray(start, start + size));
    at = start + size;
  }
  return undefined;
}

function typeOf(header: number): number {
  return (header >>> 3) & 0x0f;
}

/** @returns the position after it, and the value; a value of more than 32 bits leads past any end */
function readLeb128(bytes: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[at + index] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if ((byte & 0x80) === 0) return [at + index + 1, value];
  }
  return [bytes.length, 0];
}

/** CFG-18. */
function readSequence(obu: Uint8Array): Av1Sequence | undefined {
  const reader = new BitReader(obu);
  const profile = reader.u(3);
  reader.skip(1); // still picture
  const isReduced = reader.flag();
  const points = isReduced ? { levelIndex: reader.u(5), isHighTier: false, frameRate: undefined } : readPoints(reader);
  const widthBits = reader.u(4) + 1;
  const heightBits = reader.u(4) + 1;
  const width = reader.u(widthBits) + 1;
  const height = reader.u(heightBits) + 1;
  skipTools(reader, isReduced);
  const format = readColorConfig(reader, profile);
  return reader.isOverrun ? undefined : { profile, ...points, width, height, ...format };
}

interface Points {
  readonly levelIndex: number;
  readonly isHighTier: boolean;
  readonly frameRate: number | undefined;
}

/** Timing and operating points; the first of them is the whole stream. */
function readPoints(reader: BitReader): Points {
  const hasTiming = reader.flag();
  const rate = hasTiming ? readTiming(reader) : undefined;
  const delayBits = hasTiming && reader.flag() ? readDecoderModel(reader) : 0;
  const hasDisplayDelay = reader.flag();
  const count = reader.u(5) + 1;
  let first: Points | undefined;
  for (let point = 0; point < count; point += 1) {
    reader.skip(12); // idc
    const levelIndex = reader.u(5);
    const isHighTier = levelIndex > 7 && reader.flag();
    first ??= { levelIndex, isHighTier, frameRate: rate };
    if (delayBits > 0 && reader.flag()) reader.skip(2 * delayBits + 1);
    if (hasDisplayDelay && reader.flag()) reader.skip(4);
  }
  return first as Points; // there is at least one point
}

/** Without equal intervals the clock says nothing of pictures. */
function readTiming(reader: BitReader): number | undefined {
  const unitsInTick = reader.u(32);
  const timeScale = reader.u(32);
  if (!reader.flag()) return undefined;
  return frameRate(timeScale, unitsInTick * (reader.ue() + 1)); // uvlc is coded as ue
}

/** @returns the bits of a buffer delay */
function readDecoderModel(reader: BitReader): number {
  const delayBits = reader.u(5) + 1;
  reader.skip(32 + 5 + 5);
  return delayBits;
}

/** What lies between the size and the colours. */
function skipTools(reader: BitReader, isReduced: boolean): void {
  if (!isReduced && reader.flag()) reader.skip(4 + 3); // frame ids
  reader.skip(3); // superblocks, filter intra, intra edge
  if (!isReduced) skipInterTools(reader);
  reader.skip(3); // superres, cdef, restoration
}

function skipInterTools(reader: BitReader): void {
  reader.skip(4); // interintra, masked, warped, dual filter
  const hasOrderHint = reader.flag();
  if (hasOrderHint) reader.skip(2);
  const screenContentTools = reader.flag() ? 2 : reader.u(1);
  if (screenContentTools > 0 && !reader.flag()) reader.skip(1); // integer motion vectors
  if (hasOrderHint) reader.skip(3);
}

type ColorConfig = Omit<Av1Format, 'profile' | 'levelIndex' | 'isHighTier'> & Pick<Av1Sequence, 'color'>;

/** color_config (AV1 5.5.2). */
function readColorConfig(reader: BitReader, profile: number): ColorConfig {
  const isHighBitDepth = reader.flag();
  const isTwelveBit = profile === 2 && isHighBitDepth && reader.flag();
  const bitDepth = isTwelveBit ? 12 : isHighBitDepth ? 10 : 8;
  const isMonochrome = profile !== 1 && reader.flag();
  const color = reader.flag() ? { primaries: reader.u(8), transfer: reader.u(8), matrix: reader.u(8) } : undefined;
  const sampling = isMonochrome ? SAMPLED_4_2_0 : readSampling(reader, profile, bitDepth, color);
  return { bitDepth, isMonochrome, color, ...sampling };
}

type Sampling = Pick<Av1Format, 'isSubsampledX' | 'isSubsampledY'>;

const SAMPLED_4_2_0: Sampling = { isSubsampledX: true, isSubsampledY: true };
const SAMPLED_4_2_2: Sampling = { isSubsampledX: true, isSubsampledY: false };
const SAMPLED_4_4_4: Sampling = { isSubsampledX: false, isSubsampledY: false };

function readSampling(reader: BitReader, profile: number, bitDepth: number, color?: ColorDescription): Sampling {
  if (color?.primaries === SRGB.primaries && color.transfer === SRGB.transfer && color.matrix === SRGB.matrix) {
    return SAMPLED_4_4_4;
  }
  reader.skip(1); // full range
  if (profile === 0) return SAMPLED_4_2_0;
  if (profile === 1) return SAMPLED_4_4_4;
  if (bitDepth < 12) return SAMPLED_4_2_2;
  if (!reader.flag()) return SAMPLED_4_4_4;
  return reader.flag() ? SAMPLED_4_2_0 : SAMPLED_4_2_2;
}
