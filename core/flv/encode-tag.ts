import { ByteWriter } from '../bytes/writer.ts';
import {
  AUDIO_FLAG,
  FLV_HEADER_LENGTH,
  FLV_START_LENGTH,
  type FlvPayload,
  MAX_TAG_DATA,
  TAG_HEADER_LENGTH,
  TAG_TRAILER_LENGTH,
  VIDEO_FLAG,
} from './flv-tag.ts';

/**
 * - `tagTooLong`: data of more than 16777215 bytes.
 * - `timestampNotUint32`: a timestamp that is not a whole number from 0 to 4294967295.
 * - `tooManyKeyFrames`: more places for key frames than `MOST_KEY_FRAMES`.
 */
export type FlvUsageCode = 'tagTooLong' | 'timestampNotUint32' | 'tooManyKeyFrames';

/** The caller asks for what no FLV file can hold. Nothing was changed. */
export class FlvUsageError extends Error {
  override readonly name = 'FlvUsageError';
  readonly code: FlvUsageCode;

  constructor(code: FlvUsageCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The first 13 bytes of a file: header and PreviousTagSize0 (FLV-1). */
export function encodeFlvHeader({ hasAudio = true, hasVideo = true } = {}): Uint8Array {
  const out = new ByteWriter(FLV_START_LENGTH);
  out.utf8('FLV');
  out.u8(1);
  out.u8((hasAudio ? AUDIO_FLAG : 0) | (hasVideo ? VIDEO_FLAG : 0));
  out.u32(FLV_HEADER_LENGTH);
  out.u32(0);
  return out.finish();
}

/**
 * A tag with the PreviousTagSize that follows it, in fresh memory: one piece of an FLV stream, the same for all who get it.
 * All 32 bits of the timestamp are written.
 *
 * @throws FlvUsageError `tagTooLong`, `timestampNotUint32`
 */
export function encodeFlvTag(payload: FlvPayload): Uint8Array {
  checkFlvPayload(payload);
  const { type, timestamp, data } = payload;
  const end = TAG_HEADER_LENGTH + data.length;
  const bytes = new Uint8Array(end + TAG_TRAILER_LENGTH);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, (type << 24) | data.length);
  view.setUint32(4, (timestamp << 8) | (timestamp >>> 24));
  bytes.set(data, TAG_HEADER_LENGTH);
  view.setUint32(end, end);
  return bytes;
}

/** @throws FlvUsageError `tagTooLong`, `timestampNotUint32` */
export function checkFlvPayload({ timestamp, data }: FlvPayload): void {
  if (data.length > MAX_TAG_DATA) {
    throw new FlvUsageError('tagTooLong', `expected at most ${MAX_TAG_DATA} bytes of data, came ${data.length}`);
  }
  if (timestamp >>> 0 !== timestamp) {
    throw new FlvUsageError('timestampNotUint32', `expected a uint32 timestamp, came ${timestamp}`);
  }
}
