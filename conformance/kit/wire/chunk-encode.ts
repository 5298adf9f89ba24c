import { putNumber } from './bytes.ts';

/** How many bytes the basic header takes (CHK-3 to CHK-7). The kit may write a form that is longer than needed. */
export type BasicHeaderForm = 1 | 2 | 3;

/** One chunk header, every field as it is to stand on the wire: nothing is derived, so that anything may be wrong. */
export interface RawHeader {
  readonly chunkType: 0 | 1 | 2 | 3;
  readonly chunkStreamId: number;
  /** Default: the shortest. */
  readonly form?: BasicHeaderForm;
  /** The 24 bits of the timestamp or its delta; types 0 to 2. */
  readonly field?: number;
  /** Types 0 and 1. */
  readonly length?: number;
  readonly type?: number;
  /** Type 0; written little-endian. */
  readonly messageStreamId?: number;
  /** The 32 bits of an extended timestamp; left out when absent, whatever `field` says. */
  readonly extended?: number | undefined;
}

/** Bytes between the basic header and an extended timestamp, by chunk type. */
const MESSAGE_HEADER = [11, 7, 3, 0] as const;

export function rawHeader(header: RawHeader): Uint8Array {
  const { chunkType, chunkStreamId, field = 0, length = 0, type = 0, messageStreamId = 0, extended } = header;
  const { form = shortestForm(chunkStreamId) } = header;
  const bytes = new Uint8Array(form + MESSAGE_HEADER[chunkType] + (extended === undefined ? 0 : 4));
  let at = putBasicHeader(bytes, chunkType, chunkStreamId, form);
  if (chunkType <= 2) at = putNumber(bytes, at, field, 3);
  if (chunkType <= 1) at = putNumber(bytes, putNumber(bytes, at, length, 3), type, 1);
  for (let index = 0; chunkType === 0 && index < 4; index += 1, at += 1) bytes[at] = messageStreamId >>> (8 * index);
  if (extended !== undefined) putNumber(bytes, at, extended, 4);
  return bytes;
}

export function basicHeader(
  chunkType: number,
  chunkStreamId: number,
  form: BasicHeaderForm = shortestForm(chunkStreamId),
): Uint8Array {
  const bytes = new Uint8Array(form);
  putBasicHeader(bytes, chunkType, chunkStreamId, form);
  return bytes;
}

function putBasicHeader(into: Uint8Array, chunkType: number, chunkStreamId: number, form: BasicHeaderForm): number {
  const low = chunkStreamId - 64;
  into[0] = (chunkType << 6) | (form === 1 ? chunkStreamId & 0x3f : form - 2);
  if (form > 1) into[1] = low;
  if (form > 2) into[2] = low >> 8;
  return form;
}

export function shortestForm(chunkStreamId: number): BasicHeaderForm {
  if (chunkStreamId < 64) return 1;
  return chunkStreamId < 320 ? 2 : 3;
}

/** From this value on a timestamp or delta stands in the four bytes behind the header (CHK-20). */
export const EXTENDED = 0xffffff;

const fieldOf = (value: number) => ({
  field: Math.min(value, EXTENDED),
  extended: value >= EXTENDED ? value : undefined,
});

/** A type 0 header, correct for any timestamp. */
export function h0(
  chunkStreamId: number,
  timestamp: number,
  length: number,
  type: number,
  messageStreamId: number,
): Uint8Array {
  return rawHeader({ chunkType: 0, chunkStreamId, ...fieldOf(timestamp), length, type, messageStreamId });
}

/** A type 1 header, correct for any delta. */
export function h1(chunkStreamId: number, delta: number, length: number, type: number): Uint8Array {
  return rawHeader({ chunkType: 1, chunkStreamId, ...fieldOf(delta), length, type });
}

/** A type 2 header, correct for any delta. */
export function h2(chunkStreamId: number, delta: number): Uint8Array {
  return rawHeader({ chunkType: 2, chunkStreamId, ...fieldOf(delta) });
}

/** A type 3 header; `extended` where the header before had it (CHK-22). */
export function h3(chunkStreamId: number, extended?: number): Uint8Array {
  return rawHeader({ chunkType: 3, chunkStreamId, extended });
}

/** Payload behind its first header, with what stands between the pieces. */
export interface CutOptions {
  readonly chunkStreamId: number;
  /** Largest payload of a chunk; default 128. */
  readonly chunkSize?: number;
  /** On type 3 chunks: the extended timestamp of the first header, if it has one. */
  readonly extended?: number | undefined;
}

/** A message as its chunks, one behind the other. */
export function chunked(first: Uint8Array, payload: Uint8Array, options: CutOptions): Uint8Array {
  const { chunkStreamId, chunkSize = 128, extended } = options;
  const between = h3(chunkStreamId, extended);
  const betweens = Math.max(0, Math.ceil(payload.length / chunkSize) - 1);
  const bytes = new Uint8Array(first.length + payload.length + betweens * between.length);
  bytes.set(first);
  let to = first.length;
  for (let at = 0; at < payload.length; at += chunkSize) {
    if (at > 0) {
      bytes.set(between, to);
      to += between.length;
    }
    const piece = payload.subarray(at, at + chunkSize);
    bytes.set(piece, to);
    to += piece.length;
  }
  return bytes;
}

/** The same, one buffer each: to be sent with others between them. */
export function cut(first: Uint8Array, payload: Uint8Array, options: CutOptions): Uint8Array[] {
  const { chunkStreamId, chunkSize = 128, extended } = options;
  const bytes = chunked(first, payload, options);
  const step = h3(chunkStreamId, extended).length + chunkSize;
  const chunks: Uint8Array[] = [];
  for (let at = 0, end = first.length + chunkSize; at === 0 || at < bytes.length; at = end, end += step) {
    chunks.push(bytes.subarray(at, end));
  }
  return chunks;
}
