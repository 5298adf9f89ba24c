import fc from 'fast-check';
import { InterleavingWriter, type PlannedMessage } from './interleaving-writer.ts';

/** Chunk stream ids of every form of basic header; few, so that messages meet on them. */
const chunkStreamId = fc.constantFrom(3, 4, 6, 63, 64, 319, 320, 65599);

/** Payloads that never begin like an extended timestamp below 2^31 or like zeros: all bytes have their top bit set. */
const payload = fc
  .tuple(fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(0, 1, 127, 128, 129, 256)), fc.nat(250))
  .map(([length, first]) => Uint8Array.from({ length }, (_, i) => 0x80 | (first + i)));

/** Steps of time from one message of a chunk stream to its next: none, back, past the ends of 24 and 32 bits. */
const step = fc.constantFrom(0, 0, 21, 40, 40, 40, -500, 0xfffffe, 0xffffff, 0x1000000, 0x3fffffff);

const plan = fc.record({
  chunkStreamId,
  chunkType: fc.constantFrom(0, 1, 2, 3, 3),
  step,
  messageTypeId: fc.constantFrom(8, 9, 9, 18, 20),
  messageStreamId: fc.constantFrom(0, 1, 1, 1, 0x01000000),
  payload,
});

/** Messages in the order in which they begin; time passes on each chunk stream for itself. */
export const messages: fc.Arbitrary<PlannedMessage[]> = fc.array(plan, { maxLength: 25 }).map((plans) => {
  const times = new Map<number, number>();
  return plans.map(({ step: passed, ...message }) => {
    const timestamp = ((times.get(message.chunkStreamId) ?? 0) + passed + 2 ** 32) % 2 ** 32;
    times.set(message.chunkStreamId, timestamp);
    return { ...message, timestamp };
  });
});

export const chunkSize = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(1, 127, 128, 129, 4096, 0xffffff));

export const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });

/** What was written, and what should come out. */
export interface Interleaved {
  readonly bytes: Uint8Array;
  readonly completed: readonly PlannedMessage[];
}

/** Messages interleaved at random, with changes of the chunk size among them. */
export const interleaved: fc.Arbitrary<Interleaved> = fc
  .tuple(messages, fc.infiniteStream(fc.nat(9)), fc.infiniteStream(chunkSize))
  .map(([planned, turns, sizes]) => {
    const writer = new InterleavingWriter();
    for (const message of planned) {
      while (writer.open.includes(message.chunkStreamId) || (writer.open.length > 0 && next(turns) < 6))
        advance(writer, turns);
      if (next(turns) === 0 && !writer.open.includes(2)) writer.begin(setChunkSize(next(sizes)));
      writer.begin(message);
    }
    while (writer.open.length > 0) advance(writer, turns);
    return { bytes: writer.bytes, completed: writer.completed };
  });

function advance(writer: InterleavingWriter, turns: Iterator<number>): void {
  const { open } = writer;
  writer.proceed(open[next(turns) % open.length] ?? 0);
}

function setChunkSize(size: number): PlannedMessage {
  const value = Uint8Array.of(size >>> 24, size >>> 16, size >>> 8, size);
  return { chunkStreamId: 2, chunkType: 0, timestamp: 0, messageTypeId: 1, messageStreamId: 0, payload: value };
}

function next(values: Iterator<number>): number {
  return values.next().value;
}
