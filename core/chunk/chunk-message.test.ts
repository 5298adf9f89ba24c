import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/testing/hex.ts';
import { chunkMessage } from './chunk-message.ts';
import type { OutgoingMessage } from './message.ts';
import { chunkSize, messages } from './testing/arbitrary.ts';
import { bytes, counting } from './testing/bytes.ts';
import { InterleavingWriter } from './testing/interleaving-writer.ts';

const VIDEO: OutgoingMessage = {
  chunkStreamId: 6,
  timestamp: 40,
  messageTypeId: 9,
  messageStreamId: 1,
  payload: counting(300),
};

describe('chunkMessage (5.3, CHK-54)', () => {
  it('writes type 0, then type 3, in one buffer of exactly their length, with nothing between them (CHK-53)', () => {
    const chunks = chunkMessage(VIDEO, 128);
    const payload = counting(300);
    const head = bytes('06 00 00 28 00 01 2c 09 01 00 00 00', payload.slice(0, 128));
    expect(chunks).toEqual(bytes(head, 'c6', payload.slice(128, 256), 'c6', payload.slice(256)));
    expect(chunks.buffer.byteLength).toBe(chunks.length);
  });

  it('CHK-22, CHK-52: repeats the extended timestamp in every chunk', () => {
    const payload = counting(300);
    const head = bytes('06 ff ff ff 00 01 2c 09 01 00 00 00 01 00 00 00', payload.slice(0, 128));
    const rest = bytes('c6 01 00 00 00', payload.slice(128, 256), 'c6 01 00 00 00', payload.slice(256));
    expect(chunkMessage({ ...VIDEO, timestamp: 0x1000000 }, 128)).toEqual(bytes(head, rest));
  });

  it.each([
    [0xfffffe, '06 ff ff fe 00 00 00 09 01 00 00 00'],
    [0xffffff, '06 ff ff ff 00 00 00 09 01 00 00 00 00 ff ff ff'],
    [0xffffffff, '06 ff ff ff 00 00 00 09 01 00 00 00 ff ff ff ff'],
  ])('CHK-20: extends the timestamp from 0xFFFFFF on: %i', (timestamp, expected) => {
    expect(toHex(chunkMessage({ ...VIDEO, timestamp, payload: new Uint8Array(0) }, 128))).toBe(expected);
  });

  it('leaves no empty chunk at the end of a whole number of chunks', () => {
    expect(chunkMessage({ ...VIDEO, payload: counting(256) }, 128)).toHaveLength(12 + 256 + 1);
    expect(chunkMessage({ ...VIDEO, payload: counting(256) }, 256)).toHaveLength(12 + 256);
  });

  it('takes a Node.js Buffer for the payload', () => {
    expect(chunkMessage({ ...VIDEO, payload: Buffer.from(VIDEO.payload) }, 128)).toEqual(chunkMessage(VIDEO, 128));
  });

  it.each([
    [{}, 0, 'expected a chunk size of 1 to 16777215, came 0'],
    [{}, 0x1000000, 'expected a chunk size of 1 to 16777215, came 16777216'],
    [{ chunkStreamId: 1 }, 128, 'expected a chunk stream id of 2 to 65599, came 1'],
    [{ chunkStreamId: 65600 }, 128, 'expected a chunk stream id of 2 to 65599, came 65600'],
    [{ timestamp: -1 }, 128, 'expected a timestamp of 0 to 4294967295, came -1'],
    [{ timestamp: 2 ** 32 }, 128, 'expected a timestamp of 0 to 4294967295, came 4294967296'],
    [{ messageTypeId: 256 }, 128, 'expected a message type id of 0 to 255, came 256'],
    [{ messageStreamId: -1 }, 128, 'expected a message stream id of 0 to 4294967295, came -1'],
    [{ timestamp: 0.5 }, 128, 'expected a timestamp of 0 to 4294967295, came 0.5'],
  ])('refuses what is out of range: %j at chunk size %i', (change, size, message) => {
    expect(() => chunkMessage({ ...VIDEO, ...change }, size)).toThrow(new RangeError(message));
  });

  it('CHK-14: refuses a message whose length needs more than 24 bits', () => {
    const message = new RangeError('expected a message length of 0 to 16777215, came 16777216');
    expect(() => chunkMessage({ ...VIDEO, payload: new Uint8Array(0x1000000) }, 128)).toThrow(message);
    expect(chunkMessage({ ...VIDEO, payload: new Uint8Array(0xffffff) }, 0xffffff)).toHaveLength(12 + 0xffffff);
  });

  it('writes what another writer does, for any message and chunk size', () => {
    fc.assert(
      fc.property(messages, chunkSize, (planned, size) => {
        for (const message of planned) {
          const other = new InterleavingWriter();
          other.chunkSize = size;
          other.begin(message);
          while (other.open.length > 0) other.proceed(message.chunkStreamId);
          expect(chunkMessage(message, size)).toEqual(other.bytes);
        }
      }),
      { numRuns: 40 },
    );
  });
});
