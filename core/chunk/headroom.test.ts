import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkInPlace, chunkMessage } from './chunk-message.ts';
import { payloadMemory, payloadMemoryBytes } from './headroom.ts';
import type { OutgoingMessage } from './message.ts';

const LARGEST = 0xffffffff;

function messageOf(payload: Uint8Array, timestamp = 40): OutgoingMessage {
  return { chunkStreamId: 6, messageTypeId: 9, messageStreamId: 1, timestamp, payload };
}

/** As a reader gives it: with room in front. */
function received(length: number): Uint8Array {
  return payloadMemory(length).fill(0xab);
}

describe('payloadMemory', () => {
  it.each([0, 1, 64, 65, 5_000])('takes as much as it says, of a payload of %i bytes', (length) => {
    const memory = payloadMemory(length);
    expect(memory.length).toBe(length);
    expect(memory.buffer.byteLength).toBe(payloadMemoryBytes(length));
  });
});

describe('chunkInPlace (5.3.1)', () => {
  it('makes the bytes that chunkMessage makes, and leaves the payload as it was', () => {
    const timestamps = fc.constantFrom(0, 0xfffffe, 0xffffff, LARGEST);
    fc.assert(
      fc.property(
        fc.nat({ max: 300 }),
        fc.integer({ min: 1, max: 400 }),
        timestamps,
        (length, chunkSize, timestamp) => {
          const message = messageOf(received(length), timestamp);
          const copied = chunkMessage(message, chunkSize);
          expect(chunkInPlace(message, chunkSize)).toEqual(copied);
          expect(message.payload).toEqual(new Uint8Array(length).fill(0xab));
        },
      ),
    );
  });

  it.each([40, LARGEST])('copies nothing of a message that is one chunk, at timestamp %i', (timestamp) => {
    const payload = received(200);
    expect(chunkInPlace(messageOf(payload, timestamp), 200).buffer).toBe(payload.buffer);
    expect(chunkInPlace(messageOf(received(200), timestamp), 199).buffer).not.toBe(payload.buffer);
  });

  it.each([
    [40, LARGEST],
    [LARGEST, 40],
  ])('leaves the first chunk alone when the same payload is sent again: timestamps %i and %i', (first, second) => {
    const payload = received(200);
    const one = chunkInPlace(messageOf(payload, first), 4096);
    const other = chunkInPlace(messageOf(payload, second), 4096);
    expect(one).toEqual(chunkMessage(messageOf(payload, first), 4096));
    expect(other).toEqual(chunkMessage(messageOf(payload, second), 4096));
  });

  it.each([
    ['other bytes in front', new Uint8Array(216).fill(1).subarray(16)],
    ['bytes behind', new Uint8Array(217).subarray(16, 216)],
    ['less room in front', new Uint8Array(215).subarray(15)],
    ['a buffer of its own', new Uint8Array(200)],
    ['too few bytes for room to be made', new Uint8Array(80).subarray(16)],
  ])('never writes beside a payload with %s', (_what, payload) => {
    const before = new Uint8Array(payload.buffer).slice();
    expect(chunkInPlace(messageOf(payload), 4096)).toEqual(chunkMessage(messageOf(payload), 4096));
    expect(new Uint8Array(payload.buffer)).toEqual(before);
  });

  it('copies where the header is longer than the room', () => {
    const message = { ...messageOf(received(200), LARGEST), chunkStreamId: 320 };
    expect(chunkInPlace(message, 4096)).toEqual(chunkMessage(message, 4096));
  });

  it('refuses what chunkMessage refuses', () => {
    expect(() => chunkInPlace(messageOf(received(200), -1), 4096)).toThrow(RangeError);
    expect(() => chunkInPlace(messageOf(received(200)), 0)).toThrow(RangeError);
  });
});
