import { type Av1Format, type Av1Sequence, findAv1Sequence } from './av1-sequence.ts';
import type { VideoFacts } from './facts.ts';

/** av1C bytes in front of its OBUs. */
const HEADER_BYTES = 4;
const MARKER_AND_VERSION = 0x81;

const PROFILES = ['Main', 'High', 'Professional'] as const;

/** seq_level_idx 31: no level, "maximum parameters". */
const LEVEL_MAXIMUM = 31;

/**
 * What an AV1CodecConfigurationRecord says (AV1 ISO binding 2.3). Size, frame rate and colours come from the sequence
 * header in it and are left out when there is none.
 *
 * @returns `undefined` when it is no such record
 */
export function describeAv1(record: Uint8Array): VideoFacts | undefined {
  if (record.length < HEADER_BYTES || record[0] !== MARKER_AND_VERSION) return undefined;
  const [, profileAndLevel = 0, format = 0] = record;
  const profile = profileAndLevel >>> 5;
  const isHighBitDepth = (format & 0x40) !== 0;
  const isTwelveBit = (format & 0x20) !== 0;
  return facts(
    {
      profile,
      levelIndex: profileAndLevel & 0x1f,
      isHighTier: (format & 0x80) !== 0,
      // CFG-19: twelve bits are of profile 2 only
      bitDepth: isHighBitDepth ? (isTwelveBit && profile === 2 ? 12 : 10) : 8,
      isMonochrome: (format & 0x10) !== 0,
      isSubsampledX: (format & 0x08) !== 0,
      isSubsampledY: (format & 0x04) !== 0,
    },
    findAv1Sequence(record.subarray(HEADER_BYTES)),
  );
}

/** What the temporal unit of a key frame says: nothing when no sequence header is in it. */
export function describeAv1Frame(temporalUnit: Uint8Array): VideoFacts | undefined {
  const sequence = findAv1Sequence(temporalUnit);
  return sequence && facts(sequence, sequence);
}

function facts(format: Av1Format, sequence: Av1Sequence | undefined): VideoFacts {
  const { profile, levelIndex, isHighTier, bitDepth } = format;
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return {
    codec: 'AV1',
    codecString: `av01.${profile}.${twoDigits(levelIndex)}${isHighTier ? 'H' : 'M'}.${twoDigits(bitDepth)}`,
    profile: PROFILES[profile],
    level: levelIndex === LEVEL_MAXIMUM ? undefined : `${2 + (levelIndex >>> 2)}.${levelIndex & 3}`,
    tier: isHighTier ? 'high' : 'main',
    bitDepth,
    chroma: chromaOf(format),
    width: sequence?.width,
    height: sequence?.height,
    frameRate: sequence?.frameRate,
    color: sequence?.color,
  };
}

function chromaOf({ isMonochrome, isSubsampledX, isSubsampledY }: Av1Format): VideoFacts['chroma'] {
  if (isMonochrome) return '4:0:0';
  if (isSubsampledX) return isSubsampledY ? '4:2:0' : '4:2:2';
  return '4:4:4';
}
