/** The single fields of a chunk header (§5.3.1). Big-endian, but for the message stream id and the 3-byte basic header. */

/** Ids that a chunk stream can have; 0 and 1 are escapes of the basic header (CHK-4). */
export const MIN_CHUNK_STREAM_ID = 2;
export const MAX_CHUNK_STREAM_ID = 65599;

/** Bytes of the message header by chunk type (CHK-10 to CHK-13). */
export const MESSAGE_HEADER_LENGTHS = [11, 7, 3, 0] as const;

/** In a 24-bit timestamp field: the value stands in the 4 bytes after the message header (CHK-20, CHK-21). */
export const EXTENDED = 0xffffff;
export const EXTENDED_TIMESTAMP_LENGTH = 4;

/** Basic header of 3 bytes, message header of type 0, extended timestamp. */
export const MAX_CHUNK_HEADER_LENGTH = 3 + 11 + EXTENDED_TIMESTAMP_LENGTH;

/** The longest message that the 24-bit length can declare, bytes (CHK-14). */
export const MAX_MESSAGE_LENGTH = 0xffffff;

/** Chunk payload in each direction until a Set Chunk Size, bytes (CHK-33). */
export const DEFAULT_CHUNK_SIZE = 128;

/** The largest chunk size that makes a difference: a message is never longer (CHK-34). */
export const MAX_CHUNK_SIZE = MAX_MESSAGE_LENGTH;

/** Bytes that a basic header takes, told by its first (CHK-4 to CHK-6). */
export function basicHeaderLength(firstByte: number): number {
  const low = firstByte & 0x3f;
  return low < 2 ? low + 2 : 1;
}

/** The chunk stream id of the basic header at `at`, which must be whole. Any form is taken for any id (CHK-7). */
export function readChunkStreamId(bytes: Uint8Array, at: number): number {
  const low = bytes[at]! & 0x3f;
  if (low > 1) return low;
  const id = bytes[at + 1]! + 64;
  return low === 0 ? id : id + bytes[at + 2]! * 256;
}

/** Bytes of the smallest basic header for an id (CHK-7). */
export function basicHeaderLengthFor(chunkStreamId: number): number {
  if (chunkStreamId < 64) return 1;
  return chunkStreamId < 320 ? 2 : 3;
}

/** Writes the smallest basic header. @returns the index after it */
export function writeBasicHeader(into: Uint8Array, at: number, chunkType: number, chunkStreamId: number): number {
  const top = chunkType << 6;
  if (chunkStreamId < 64) {
    into[at] = top | chunkStreamId;
    return at + 1;
  }
  into[at] = chunkStreamId < 320 ? top : top | 1;
  into[at + 1] = chunkStreamId - 64; // a byte keeps the low eight bits
  if (chunkStreamId < 320) return at + 2;
  into[at + 2] = (chunkStreamId - 64) >> 8;
  return at + 3;
}

export function readUint24(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | readUint24(bytes, at + 1)) >>> 0;
}

/** The message stream id is the one field with its low byte first (CHK-11). */
export function readUint32LittleEndian(bytes: Uint8Array, at: number): number {
  return ((bytes[at + 3]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 1]! << 8) | bytes[at]!) >>> 0;
}

export function writeUint24(into: Uint8Array, at: number, value: number): void {
  into[at] = value >>> 16;
  into[at + 1] = value >>> 8;
  into[at + 2] = value;
}

export function writeUint32(into: Uint8Array, at: number, value: number): void {
  into[at] = value >>> 24;
  writeUint24(into, at + 1, value);
}

export function writeUint32LittleEndian(into: Uint8Array, at: number, value: number): void {
  into[at] = value;
  into[at + 1] = value >>> 8;
  into[at + 2] = value >>> 16;
  into[at + 3] = value >>> 24;
}
