import { expect } from 'vitest';
import { ChunkReader, type ChunkReaderOptions } from '../chunk-reader.ts';
import type { Message } from '../message.ts';
import type { ChunkDeviation, ChunkTrouble } from '../trouble.ts';

export const TEST_LIMITS: ChunkReaderOptions['limits'] = {
  messageLength: 0xffffff,
  commandLength: 0xffffff,
  chunkStreams: 65_536,
  unfinishedBytes: 2 ** 31,
  smallestChunkSize: 1,
};

export interface ReadOptions extends Partial<Omit<ChunkReaderOptions, 'limits'>> {
  readonly limits?: Partial<ChunkReaderOptions['limits']>;
  /** Lengths of the pushes, used over and over; without them all bytes come at once. */
  readonly cuts?: readonly number[];
}

/** All that a reader has to say about some bytes. */
export interface Reading {
  readonly messages: readonly Message[];
  /** One entry for each code, whatever the pushes were. */
  readonly deviations: readonly ChunkDeviation[];
  readonly trouble: ChunkTrouble | undefined;
  readonly isInsideMessage: boolean;
  readonly unfinishedBytes: number;
  readonly bytesRead: number;
}

export function makeReader({ limits, ...options }: ReadOptions = {}): ChunkReader {
  return new ChunkReader({
    limits: { ...TEST_LIMITS, ...limits },
    extendedTimestampOnType3: options.extendedTimestampOnType3 ?? 'auto',
    refused: options.refused ?? new Set(),
    offset: options.offset ?? 0,
    ...(options.beginnings && { beginnings: options.beginnings }),
  });
}

/** Reads some bytes as a connection would: what Set Chunk Size and Abort say holds from the next chunk on. */
export function readAll(bytes: Uint8Array, options: ReadOptions = {}): Reading {
  const reader = makeReader(options);
  const messages: Message[] = [];
  const deviations = new Map<string, ChunkDeviation>();
  for (const piece of cut(bytes, options.cuts)) {
    reader.push(piece);
    for (let message = reader.next(); message !== undefined; message = reader.next()) {
      messages.push(message);
      obey(message, reader);
    }
    piece.fill(0xee); // borrowed no longer: who still looks there is found out
    for (const later of reader.takeDeviations()) {
      const first = deviations.get(later.code);
      deviations.set(later.code, first === undefined ? later : { ...first, count: first.count + later.count });
    }
  }
  const { trouble, isInsideMessage, unfinishedBytes, bytesRead } = reader;
  return { messages, deviations: [...deviations.values()], trouble, isInsideMessage, unfinishedBytes, bytesRead };
}

function* cut(bytes: Uint8Array, cuts: readonly number[] = [Number.POSITIVE_INFINITY]): Generator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = cuts[i % cuts.length] ?? bytes.length;
    yield bytes.slice(at, at + length);
    at += length;
  }
}

/** Set Chunk Size is message type 1, Abort is 2; both hold a uint32. */
function obey({ messageTypeId, payload }: Message, reader: ChunkReader): void {
  if (payload.length < 4) return;
  const value = new DataView(payload.buffer, payload.byteOffset).getUint32(0);
  if (messageTypeId === 1) reader.setChunkSize(value);
  if (messageTypeId === 2) reader.abort(value);
}

/** Reads some bytes whole, one by one, and in pieces of 7; says what came, which must be the same each time. */
export function readEveryWay(bytes: Uint8Array, options: ReadOptions = {}): Reading {
  const whole = readAll(bytes, options);
  for (const cuts of [[1], [7], [1, 13]]) expect(readAll(bytes, { ...options, cuts })).toEqual(whole);
  return whole;
}

/** What tells messages apart, in one line each: `chunk stream 4: type 8 of 2 bytes at 26`. */
export function summaries({ messages }: Reading): string[] {
  return messages.map(
    ({ chunkStreamId, timestamp, messageTypeId, payload }) =>
      `chunk stream ${chunkStreamId}: type ${messageTypeId} of ${payload.length} bytes at ${timestamp}`,
  );
}

export function timestamps({ messages }: Reading): number[] {
  return messages.map(({ timestamp }) => timestamp);
}
