import { chunkMessage } from '../chunk-message.ts';
import { ChunkReader } from '../chunk-reader.ts';
import { ChunkWriter } from '../chunk-writer.ts';
import type { OutgoingMessage } from '../message.ts';
import { TEST_LIMITS } from './read-all.ts';

/** The traffic that the rates of the chunk layer are measured on: a megabyte of messages, read 64 KiB at a time. */

const MESSAGE_LENGTH = 5000;
const MESSAGE_COUNT = 210;
const READ_LENGTH = 65_536;

const payloads = Uint8Array.from({ length: MESSAGE_COUNT * MESSAGE_LENGTH }, (_, i) => i * 7);

const messages: readonly OutgoingMessage[] = Array.from({ length: MESSAGE_COUNT }, (_, i) => ({
  chunkStreamId: 6,
  timestamp: i * 40,
  messageTypeId: 9,
  messageStreamId: 1,
  payload: payloads.slice(i * MESSAGE_LENGTH, (i + 1) * MESSAGE_LENGTH),
}));

/** Keeps results alive, so that no work can be optimized away. */
export const sink: { kept: unknown } = { kept: undefined };

/** The yardstick: for each message as much memory as it is long, and its bytes copied there. */
export function allocateAndCopy(): void {
  for (let i = 0; i < MESSAGE_COUNT; i++) {
    const copy = new Uint8Array(MESSAGE_LENGTH);
    copy.set(payloads.subarray(i * MESSAGE_LENGTH, (i + 1) * MESSAGE_LENGTH));
    sink.kept = copy;
  }
}

/** Reads all messages, written in chunks of this size, from the beginning of a connection. */
export function reading(chunkSize: number): () => void {
  const reads = cut(written(chunkSize));
  return () => {
    const reader = new ChunkReader({ limits: TEST_LIMITS, extendedTimestampOnType3: 'auto', refused: new Set() });
    reader.setChunkSize(chunkSize);
    for (const bytes of reads) {
      reader.push(bytes);
      for (let message = reader.next(); message !== undefined; message = reader.next()) sink.kept = message;
    }
  };
}

/** Writes all messages in chunks of this size, with compressed headers. */
export function writing(chunkSize: number): () => void {
  return () => {
    const writer = new ChunkWriter();
    writer.setChunkSize(chunkSize);
    for (const message of messages) sink.kept = writer.write(message, 'compressed');
  };
}

/** Writes all messages in chunks of this size, as many players share them. */
export function sharing(chunkSize: number): () => void {
  return () => {
    for (const message of messages) sink.kept = chunkMessage(message, chunkSize);
  };
}

function written(chunkSize: number): Uint8Array {
  const writer = new ChunkWriter();
  writer.setChunkSize(chunkSize);
  const chunks = messages.map((message) => writer.write(message, 'compressed'));
  const all = new Uint8Array(chunks.reduce((length, bytes) => length + bytes.length, 0));
  let at = 0;
  for (const bytes of chunks) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}

function cut(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / READ_LENGTH);
  return Array.from({ length: count }, (_, i) => bytes.slice(i * READ_LENGTH, (i + 1) * READ_LENGTH));
}
