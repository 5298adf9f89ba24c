/** What an FLV file is made of (FLV E.2 to E.4): a header, then tags, each followed by its own size. */

/** Tag types, the numbers of the message types that carry the same payloads (FLV-3, FLV-10). */
export const FlvTagType = { audio: 8, video: 9, scriptAmf3: 15, script: 18 } as const;

export type FlvTagType = (typeof FlvTagType)[keyof typeof FlvTagType];

/** What a tag and a message have in common: one becomes the other without a change (FLV-10). */
export interface FlvPayload {
  readonly type: FlvTagType;
  /** uint32 milliseconds as written, 24 low bits and 8 high ones (FLV-4); see `signedTimestamp`. The decode time. */
  readonly timestamp: number;
  /** 0 to 16777215 bytes. 0 is legal (FLV-8). */
  readonly data: Uint8Array;
}

export interface FlvTag extends FlvPayload {
  readonly kind: 'tag';
  /** Offset of the tag header in the file, bytes: what a `keyframes` index holds (FLV-30). */
  readonly at: number;
}

export interface FlvHeader {
  readonly kind: 'header';
  /** 1 in every file there is. */
  readonly version: number;
  /** By the flags, which are often wrong (FLV-1). */
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
  /** Bytes, at least 9: what goes before PreviousTagSize0. */
  readonly length: number;
}

/**
 * - `garbage`: bytes that belong to no tag.
 * - `tooLong`: a tag longer than the reader's limit, and what was unreadable after it.
 * - `filtered`: a tag with the filter bit, which is encrypted (FLV-3).
 * - `unknownType`: a whole tag of a type that nobody knows.
 * - `truncated`: the file ends inside its last tag (FLV-9).
 */
export type FlvSkipReason = 'garbage' | 'tooLong' | 'filtered' | 'unknownType' | 'truncated';

/** Bytes that a reader passed over. */
export interface FlvSkip {
  readonly kind: 'skipped';
  readonly reason: FlvSkipReason;
  /** Offset in the file, bytes. */
  readonly at: number;
  /** Bytes: of a truncated tag, what is there. */
  readonly length: number;
  /** Of a truncated tag whose header is whole: the bytes that header and data would have. */
  readonly declaredLength?: number;
}

export type FlvItem = FlvHeader | FlvTag | FlvSkip;

export const FLV_HEADER_LENGTH = 9;
/** Header and PreviousTagSize0: where the first tag of a file is, when the header has its usual length. */
export const FLV_START_LENGTH = 13;
export const TAG_HEADER_LENGTH = 11;
/** In the fifth byte of a file (FLV-1). */
export const AUDIO_FLAG = 0x04;
export const VIDEO_FLAG = 0x01;
/** Bytes of the PreviousTagSize behind a tag. */
export const TAG_TRAILER_LENGTH = 4;
/** DataSize has 24 bits. */
export const MAX_TAG_DATA = 0xffffff;
/** In the first byte of a tag header; the two bits above are reserved. */
export const TYPE_BITS = 0x1f;
export const FILTER_BIT = 0x20;

/**
 * A file's timestamp by the document: a signed number of milliseconds (FLV-4). Some writers open a file a little before
 * 0; the others keep 31 bits, for which it is the same number.
 */
export function signedTimestamp(tag: Pick<FlvPayload, 'timestamp'>): number {
  return tag.timestamp | 0;
}

export function isFlvTagType(type: number): type is FlvTagType {
  return type === 8 || type === 9 || type === 18 || type === 15;
}
