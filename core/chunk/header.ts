/**
 * Chunk headers as bytes (§5.3.1): basic header, message header, extended timestamp. Integers are big-endian, but for the
 * message stream id and the basic header of three bytes.
 *
 * `ChunkHeader` is a header whole: for the writer, and for whoever looks at chunks one by one. The reader takes the fields
 * it needs straight from its input, with the functions on single fields at the end.
 */

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

/** One chunk header. A field that its chunk type does not carry is `undefined`. */
export interface ChunkHeader {
  /** 0 to 3. */
  readonly chunkType: number;
  /** 2 to 65599. */
  readonly chunkStreamId: number;
  /**
   * uint32 milliseconds, in whichever field they stand. Type 0: the timestamp. Types 1 and 2: the delta. Type 3: the 4
   * bytes that it repeats when the header before it on its chunk stream was extended (CHK-22), else `undefined`.
   */
  readonly time: number | undefined;
  /** Types 0 and 1: bytes of the whole message, not of the chunk (CHK-14). */
  readonly messageLength: number | undefined;
  /** Types 0 and 1. */
  readonly messageTypeId: number | undefined;
  /** Type 0: uint32. */
  readonly messageStreamId: number | undefined;
}

export interface ParsedChunkHeader {
  readonly header: ChunkHeader;
  /** Bytes it takes, 1 to 18. */
  readonly length: number;
}

/**
 * Reads the chunk header that begins at `start`.
 *
 * @param isExtended - for type 3, which does not say so itself: whether an extended timestamp follows
 * @returns `undefined` when bytes are missing
 */
export function parseChunkHeader(bytes: Uint8Array, start = 0, isExtended = false): ParsedChunkHeader | undefined {
  const firstByte = bytes[start];
  if (firstByte === undefined) return undefined;
  const chunkType = firstByte >> 6;
  const at = start + basicHeaderLength(firstByte);
  const fieldsEnd = at + MESSAGE_HEADER_LENGTHS[chunkType]!; // two bits: 0 to 3
  if (fieldsEnd > bytes.length) return undefined;
  const field = chunkType < 3 ? readUint24(bytes, at) : undefined;
  const hasExtension = field === undefined ? isExtended : field === EXTENDED;
  const end = hasExtension ? fieldsEnd + EXTENDED_TIMESTAMP_LENGTH : fieldsEnd;
  if (end > bytes.length) return undefined;
  const header = {
    chunkType,
    chunkStreamId: readChunkStreamId(bytes, start),
    time: hasExtension ? readUint32(bytes, fieldsEnd) : field,
    messageLength: chunkType < 2 ? readUint24(bytes, at + 3) : undefined,
    messageTypeId: chunkType < 2 ? bytes[at + 6] : undefined,
    messageStreamId: chunkType < 1 ? readUint32LittleEndian(bytes, at + 7) : undefined,
  };
  return { header, length: end - start };
}

/** Whether the 4 bytes of an extended timestamp belong to this header. 0xFFFFFF itself needs them (CHK-20). */
function isExtended(header: ChunkHeader): boolean {
  return header.time !== undefined && (header.chunkType === 3 || header.time >= EXTENDED);
}

/** Bytes that a header takes in its smallest form. */
export function chunkHeaderLength(header: ChunkHeader): number {
  const extension = isExtended(header) ? EXTENDED_TIMESTAMP_LENGTH : 0;
  return basicHeaderLengthFor(header.chunkStreamId) + MESSAGE_HEADER_LENGTHS[header.chunkType]! + extension;
}

/**
 * Writes a header in its smallest form (CHK-7); a field that its type needs and that is `undefined` is written as 0.
 *
 * @returns the index after it
 */
export function writeChunkHeader(into: Uint8Array, at: number, header: ChunkHeader): number {
  const { chunkType, time = 0 } = header;
  let end = writeBasicHeader(into, at, chunkType, header.chunkStreamId);
  if (chunkType < 3) writeUint24(into, end, Math.min(time, EXTENDED));
  if (chunkType < 2) {
    writeUint24(into, end + 3, header.messageLength ?? 0);
    into[end + 6] = header.messageTypeId ?? 0;
  }
  if (chunkType < 1) writeUint32LittleEndian(into, end + 7, header.messageStreamId ?? 0);
  end += MESSAGE_HEADER_LENGTHS[chunkType]!;
  if (!isExtended(header)) return end;
  writeUint32(into, end, time);
  return end + EXTENDED_TIMESTAMP_LENGTH;
}

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
function basicHeaderLengthFor(chunkStreamId: number): number {
  if (chunkStreamId < 64) return 1;
  return chunkStreamId < 320 ? 2 : 3;
}

/** Writes the smallest basic header. @returns the index after it */
function writeBasicHeader(into: Uint8Array, at: number, chunkType: number, chunkStreamId: number): number {
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

function writeUint24(into: Uint8Array, at: number, value: number): void {
  into[at] = value >>> 16;
  into[at + 1] = value >>> 8;
  into[at + 2] = value;
}

function writeUint32(into: Uint8Array, at: number, value: number): void {
  into[at] = value >>> 24;
  writeUint24(into, at + 1, value);
}

function writeUint32LittleEndian(into: Uint8Array, at: number, value: number): void {
  into[at] = value;
  into[at + 1] = value >>> 8;
  into[at + 2] = value >>> 16;
  into[at + 3] = value >>> 24;
}
