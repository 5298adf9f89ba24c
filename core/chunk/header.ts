import {
  basicHeaderLength,
  basicHeaderLengthFor,
  EXTENDED,
  EXTENDED_TIMESTAMP_LENGTH,
  MESSAGE_HEADER_LENGTHS,
  readChunkStreamId,
  readUint24,
  readUint32,
  readUint32LittleEndian,
  writeBasicHeader,
  writeUint24,
  writeUint32,
  writeUint32LittleEndian,
} from './header-fields.ts';

/**
 * One chunk header, whole (§5.3.1): for the writer, and for whoever looks at chunks one by one. The reader takes the
 * fields straight from its input. A field that the chunk type does not carry is `undefined`.
 */
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

/** The bytes of a header, in its smallest form. */
export function encodeChunkHeader(header: ChunkHeader): Uint8Array {
  const bytes = new Uint8Array(chunkHeaderLength(header));
  writeChunkHeader(bytes, 0, header);
  return bytes;
}
