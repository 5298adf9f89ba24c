import {
  type ChunkHeader,
  chunkHeaderLength,
  EXTENDED,
  MAX_CHUNK_SIZE,
  MAX_CHUNK_STREAM_ID,
  MAX_MESSAGE_LENGTH,
  MIN_CHUNK_STREAM_ID,
  writeChunkHeader,
} from './header.ts';
import { withHeadroom } from './headroom.ts';
import type { OutgoingMessage } from './message.ts';

/**
 * A message as chunks that depend on none before: a type 0 header, then type 3 (CHK-54). All players with the same chunk
 * size can share the bytes.
 *
 * @param chunkSize - bytes, 1 to 0xFFFFFF
 * @returns one buffer with all chunks, owned by the caller
 * @throws RangeError when the chunk size or a field of the message is outside its range
 */
export function chunkMessage(message: OutgoingMessage, chunkSize: number): Uint8Array {
  return cutMessage(message, 0, message.timestamp, chunkSize);
}

/**
 * The same, where the message is one chunk and its payload has room for the header in front: the payload is in the result and
 * stays as it is. Who else holds it may go on reading it.
 *
 * @throws RangeError as `chunkMessage` does
 */
export function chunkInPlace(message: OutgoingMessage, chunkSize: number): Uint8Array {
  checkMessage(message, chunkSize);
  const { payload, timestamp } = message;
  const header = firstHeader(message, 0, timestamp);
  const bytes = payload.length <= chunkSize ? withHeadroom(payload, chunkHeaderLength(header)) : undefined;
  if (bytes === undefined) return chunkMessage(message, chunkSize);
  writeChunkHeader(bytes, 0, header);
  return bytes;
}

/**
 * Cuts a message into chunks: the first of the given type, the others of type 3.
 *
 * @param chunkType - 0, 1 or 2
 * @param time - uint32 milliseconds: for type 0 the timestamp, for types 1 and 2 the delta
 * @throws RangeError as `chunkMessage` does
 */
export function cutMessage(message: OutgoingMessage, chunkType: number, time: number, chunkSize: number): Uint8Array {
  checkMessage(message, chunkSize);
  const { chunkStreamId, payload } = message;
  const messageLength = payload.length;
  const first = firstHeader(message, chunkType, time);
  const firstLength = chunkHeaderLength(first);
  if (messageLength <= chunkSize) {
    const bytes = new Uint8Array(firstLength + messageLength);
    writeChunkHeader(bytes, 0, first);
    bytes.set(payload, firstLength);
    return bytes;
  }
  const continuation = continuationHeader(chunkStreamId, time);
  const continuationLength = chunkHeaderLength(continuation);
  const continuationCount = Math.ceil(messageLength / chunkSize) - 1;
  const bytes = new Uint8Array(firstLength + continuationCount * continuationLength + messageLength);
  writeChunkHeader(bytes, 0, first);
  layPayload(bytes, firstLength, payload, chunkSize, continuationLength);
  writeChunkHeader(bytes, firstLength + chunkSize, continuation);
  repeatHeader(bytes, firstLength + chunkSize, continuationLength, chunkSize);
  return bytes;
}

function firstHeader(message: OutgoingMessage, chunkType: number, time: number): ChunkHeader {
  const { chunkStreamId, messageTypeId, messageStreamId, payload } = message;
  return { chunkType, chunkStreamId, time, messageLength: payload.length, messageTypeId, messageStreamId };
}

/** Type 3. It repeats the extended timestamp or delta of the first chunk (CHK-22, CHK-52), as all peers can read it. */
function continuationHeader(chunkStreamId: number, time: number): ChunkHeader {
  return {
    chunkType: 3,
    chunkStreamId,
    time: time < EXTENDED ? undefined : time,
    messageLength: undefined,
    messageTypeId: undefined,
    messageStreamId: undefined,
  };
}

/**
 * Fills `into` from `at` to its end with the payload, and leaves `gap` bytes between each two chunks. The payload is copied
 * once, to the end, where its last chunk belongs; the others then move up, with no view for each.
 */
function layPayload(into: Uint8Array, at: number, payload: Uint8Array, chunkSize: number, gap: number): void {
  let from = into.length - payload.length;
  into.set(payload, from);
  for (let to = at; to < from; to += chunkSize + gap) {
    into.copyWithin(to, from, from + chunkSize);
    from += chunkSize;
  }
}

/** Copies the header of the second chunk, which lies at `at`, to all chunks after it. */
function repeatHeader(bytes: Uint8Array, at: number, headerLength: number, chunkSize: number): void {
  const step = headerLength + chunkSize;
  for (let to = at + step; to < bytes.length; to += step) {
    for (let i = 0; i < headerLength; i++) bytes[to + i] = bytes[at + i]!;
  }
}

/** @throws RangeError when the chunk size or a field of the message is outside its range */
function checkMessage(message: OutgoingMessage, chunkSize: number): void {
  checkRange('chunk size', chunkSize, 1, MAX_CHUNK_SIZE);
  checkRange('chunk stream id', message.chunkStreamId, MIN_CHUNK_STREAM_ID, MAX_CHUNK_STREAM_ID);
  checkRange('message length', message.payload.length, 0, MAX_MESSAGE_LENGTH);
  checkRange('timestamp', message.timestamp, 0, 0xffffffff);
  checkRange('message type id', message.messageTypeId, 0, 0xff);
  checkRange('message stream id', message.messageStreamId, 0, 0xffffffff);
}

/** @throws RangeError when a number is no integer from `least` to `most` */
export function checkRange(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most && Number.isInteger(value)) return;
  throw new RangeError(`expected a ${name} of ${least} to ${most}, came ${value}`);
}
