/** What a decoder configuration, or the first frame of a codec without one, says of a track. What is not known is left out. */

export type ChromaFormat = '4:0:0' | '4:2:0' | '4:2:2' | '4:4:4';

/** Indices of ITU-T H.273, 0 to 255; 2 is "unspecified". */
export interface ColorDescription {
  readonly primaries: number;
  readonly transfer: number;
  readonly matrix: number;
}

export interface VideoFacts {
  /** As people call it: `AVC`, `HEVC`, `VP9`. */
  readonly codec: string;
  /** What browsers take as `codecs=` (RFC 6381): `avc1.64000D`. */
  readonly codecString?: string | undefined;
  readonly profile?: string | undefined;
  readonly level?: string | undefined;
  readonly tier?: 'main' | 'high' | undefined;
  /** Pixels to be shown, after cropping. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Pictures per second, above 0, at most 1000 (CFG-7). */
  readonly frameRate?: number | undefined;
  /** Bits of a luma sample. */
  readonly bitDepth?: number | undefined;
  readonly chroma?: ChromaFormat | undefined;
  readonly color?: ColorDescription | undefined;
}

export interface AudioFacts {
  readonly codec: string;
  readonly codecString?: string | undefined;
  readonly profile?: string | undefined;
  /** Hz, as it comes out of the decoder. */
  readonly sampleRate?: number | undefined;
  /** As they come out of the decoder, the low-frequency one included. */
  readonly channels?: number | undefined;
  /** Bits of a sample, of lossless codecs. */
  readonly bitDepth?: number | undefined;
  /** bit/s, of codecs whose frames state it. */
  readonly bitRate?: number | undefined;
}

const CHROMA_FORMATS: readonly ChromaFormat[] = ['4:0:0', '4:2:0', '4:2:2', '4:4:4'];

/** chroma_format_idc of AVC, HEVC and VVC, 0 to 3. */
export function chromaFormat(chromaFormatIdc: number): ChromaFormat | undefined {
  return CHROMA_FORMATS[chromaFormatIdc];
}

const HIGHEST_FRAME_RATE = 1000;

/** Pictures per second, or `undefined` for what cannot be one (CFG-7). */
export function frameRate(ticksPerSecond: number, ticksPerPicture: number): number | undefined {
  const rate = ticksPerSecond / ticksPerPicture;
  return rate > 0 && rate <= HIGHEST_FRAME_RATE ? rate : undefined;
}

/** The facts that are known, so that those that are not hide nothing when two are put together. */
export function knownOf<Facts extends object>(facts: Facts | undefined): Partial<Facts> {
  const known = Object.entries(facts ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Partial<Facts>; // members of Facts, some left out
}
