import { DEFAULT_LIMITS } from '../../connection/limits.ts';
import { keep, type Limit } from '../../testing/bench.ts';
import { ChunkReader } from '../chunk-reader.ts';
import { ChunkWriter } from '../chunk-writer.ts';
import type { OutgoingMessage } from '../message.ts';

/** A megabyte of messages of one size, as the benches of the chunk layer carry them: the 64 KiB of a read at a time. */
export interface Traffic {
  readonly messageLength: number;
  readonly messages: readonly OutgoingMessage[];
  readonly limit: Limit;
}

const TOTAL_LENGTH = 1_050_000;
const READ_LENGTH = 65_536;

export function traffic(messageLength: number): Traffic {
  const count = Math.round(TOTAL_LENGTH / messageLength);
  const payloads = Uint8Array.from({ length: count * messageLength }, (_, i) => i * 7);
  const messages = Array.from({ length: count }, (_, i) => ({
    chunkStreamId: 6,
    timestamp: i * 40,
    messageTypeId: 9,
    messageStreamId: 1,
    payload: payloads.slice(i * messageLength, (i + 1) * messageLength),
  }));
  return { messageLength, messages, limit: allocateAndCopy(payloads, messageLength) };
}

/** The least that anybody does who keeps messages: for each as much memory as it is long, and its bytes copied there. */
function allocateAndCopy(payloads: Uint8Array, messageLength: number): Limit {
  const work = (): void => {
    for (let at = 0; at < payloads.length; at += messageLength) {
      const copy = new Uint8Array(messageLength);
      copy.set(payloads.subarray(at, at + messageLength));
      keep(copy);
    }
  };
  return { name: 'allocate and copy', work };
}

/** Reads all messages, written in chunks of this size, from the beginning of a connection. */
export function reading(traffic: Traffic, chunkSize: number): () => void {
  const reads = cut(written(traffic, chunkSize));
  return () => {
    const reader = new ChunkReader({ limits: DEFAULT_LIMITS, extendedTimestampOnType3: 'auto', refused: NONE });
    reader.setChunkSize(chunkSize);
    for (const bytes of reads) {
      reader.push(bytes);
      for (let message = reader.next(); message !== undefined; message = reader.next()) keep(message);
    }
  };
}

const NONE: ReadonlySet<string> = new Set();

/** Writes all messages in chunks of this size, with compressed headers. */
export function writing({ messages }: Traffic, chunkSize: number): () => void {
  return () => {
    const writer = new ChunkWriter();
    writer.setChunkSize(chunkSize);
    for (const message of messages) keep(writer.write(message, 'compressed'));
  };
}

function written({ messages }: Traffic, chunkSize: number): Uint8Array {
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
