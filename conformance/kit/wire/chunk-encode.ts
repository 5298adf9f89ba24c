import { concat, u8, u24, u32, u32le } from './bytes.ts';

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
  readonly extended?: number;
}

export function rawHeader(header: RawHeader): Uint8Array {
  const { chunkType, chunkStreamId, form, field = 0, length = 0, type = 0, messageStreamId = 0, extended } = header;
  return concat(
    basicHeader(chunkType, chunkStreamId, form),
    chunkType <= 2 ? u24(field) : NONE,
    chunkType <= 1 ? concat(u24(length), u8(type)) : NONE,
    chunkType === 0 ? u32le(messageStreamId) : NONE,
    extended === undefined ? NONE : u32(extended),
  );
}

export function basicHeader(chunkType: number, chunkStreamId: number, form?: BasicHeaderForm): Uint8Array {
  const bits = chunkType << 6;
  const low = chunkStreamId - 64;
  switch (form ?? shortestForm(chunkStreamId)) {
    case 1:
      return u8(bits | (chunkStreamId & 0x3f));
    case 2:
      return Uint8Array.of(bits, low);
    case 3:
      return Uint8Array.of(bits | 1, low, low >> 8);
  }
}

export function shortestForm(chunkStreamId: number): BasicHeaderForm {
  if (chunkStreamId < 64) return 1;
  return chunkStreamId < 320 ? 2 : 3;
}

/** From this value on a timestamp or delta stands in the four bytes behind the header (CHK-20). */
export const EXTENDED = 0xffffff;

const fieldOf = (value: number) => (value >= EXTENDED ? { field: EXTENDED, extended: value } : { field: value });

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
  return rawHeader({ chunkType: 3, chunkStreamId, ...(extended === undefined ? {} : { extended }) });
}

/** Payload behind its first header, with what stands between the pieces. */
export interface CutOptions {
  readonly chunkStreamId: number;
  /** Largest payload of a chunk; default 128. */
  readonly chunkSize?: number;
  /** On type 3 chunks: the extended timestamp of the first header, if it has one. */
  readonly extended?: number;
}

/** A message as its chunks, one buffer each: to be sent one behind the other, or with others between them. */
export function cut(first: Uint8Array, payload: Uint8Array, options: CutOptions): Uint8Array[] {
  const { chunkStreamId, chunkSize = 128, extended } = options;
  const chunks = [concat(first, payload.subarray(0, chunkSize))];
  for (let at = chunkSize; at < payload.length; at += chunkSize) {
    chunks.push(concat(h3(chunkStreamId, extended), payload.subarray(at, at + chunkSize)));
  }
  return chunks;
}

const NONE = new Uint8Array(0);
