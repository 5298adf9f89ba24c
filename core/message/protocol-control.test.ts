import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import {
  encodeAcknowledgement,
  encodeSetChunkSize,
  encodeSetPeerBandwidth,
  encodeWindowAcknowledgementSize,
  isProtocolControl,
  PeerBandwidthLimit,
  type ProtocolControl,
  parseProtocolControl,
} from './protocol-control.ts';

const TYPES = [1, 2, 3, 5, 6] as const;
const uint32 = fc.nat({ max: 0xffffffff });

/** Abort is never sent. */
type Sent = Exclude<ProtocolControl, { readonly messageTypeId: 2 }>;

function encode(control: Sent): Uint8Array {
  switch (control.messageTypeId) {
    case 1:
      return encodeSetChunkSize(control.chunkSize);
    case 3:
      return encodeAcknowledgement(control.sequenceNumber);
    case 5:
      return encodeWindowAcknowledgementSize(control.windowAcknowledgementSize);
    case 6:
      return encodeSetPeerBandwidth(control.windowAcknowledgementSize, control.limitType ?? PeerBandwidthLimit.Hard);
  }
}

describe('protocol control messages (5.4)', () => {
  const vectors: readonly [string, string, Sent][] = [
    ['VEC-CTL-1 CHK-33', '00 00 10 00', { messageTypeId: 1, chunkSize: 4096 }],
    ['VEC-CTL-2 CHK-34, top bit as it came', '80 00 00 80', { messageTypeId: 1, chunkSize: 0x80000080 }],
    ['VEC-CTL-3 CHK-34, zero as it came', '00 00 00 00', { messageTypeId: 1, chunkSize: 0 }],
    ['VEC-CTL-5 CHK-39', '00 26 25 a0', { messageTypeId: 3, sequenceNumber: 2_500_000 }],
    ['VEC-CTL-6 CHK-42', '00 00 00 10', { messageTypeId: 3, sequenceNumber: 16 }],
    ['VEC-CTL-7 CHK-40', '00 26 25 a0', { messageTypeId: 5, windowAcknowledgementSize: 2_500_000 }],
    ['VEC-CTL-8 CHK-44', '00 26 25 a0 02', { messageTypeId: 6, windowAcknowledgementSize: 2_500_000, limitType: 2 }],
  ];

  it.each(vectors)('%s: %s reads and writes', (_name, bytes, control) => {
    expect(parseProtocolControl(control.messageTypeId, hex(bytes))).toEqual(control);
    expect(toHex(encode(control))).toBe(bytes);
  });

  it('VEC-CTL-4 CHK-37: an Abort reads', () => {
    expect(parseProtocolControl(2, hex('00 00 00 06'))).toEqual({ messageTypeId: 2, chunkStreamId: 6 });
  });

  it('CHK-36: says nothing of a payload shorter than four bytes', () => {
    for (const type of TYPES) {
      for (const bytes of ['', '00', '00 00 10']) expect(parseProtocolControl(type, hex(bytes))).toBeUndefined();
    }
  });

  it('CHK-36: ignores what follows the fields', () => {
    expect(parseProtocolControl(1, hex('00 00 10 00 ff'))).toEqual({ messageTypeId: 1, chunkSize: 4096 });
    expect(parseProtocolControl(6, hex('00 00 10 00 01 ff'))).toEqual({
      messageTypeId: 6,
      windowAcknowledgementSize: 4096,
      limitType: 1,
    });
  });

  it('CHK-46: tells a missing limit type from every other, and keeps those above 2', () => {
    const limitTypeOf = (bytes: string) => {
      const control = parseProtocolControl(6, hex(bytes));
      return control?.messageTypeId === 6 ? control.limitType : 'no bandwidth';
    };
    expect(limitTypeOf('00 00 10 00')).toBeUndefined();
    expect(limitTypeOf('00 00 10 00 00')).toBe(0);
    expect(limitTypeOf('00 00 10 00 ff')).toBe(255);
  });

  it('CHK-42: writes a sequence number beyond 32 bits modulo 2^32', () => {
    expect(toHex(encodeAcknowledgement(2 ** 32 + 16))).toBe('00 00 00 10');
  });

  it('is types 1, 2, 3, 5 and 6, not User Control', () => {
    const types = Array.from({ length: 256 }, (_, type) => type);
    expect(types.filter(isProtocolControl)).toEqual([1, 2, 3, 5, 6]);
  });

  it('reads what it wrote, whatever the numbers', () => {
    const control = fc.oneof(
      fc.record({ messageTypeId: fc.constant(1 as const), chunkSize: uint32 }),
      fc.record({ messageTypeId: fc.constant(3 as const), sequenceNumber: uint32 }),
      fc.record({ messageTypeId: fc.constant(5 as const), windowAcknowledgementSize: uint32 }),
      fc.record({
        messageTypeId: fc.constant(6 as const),
        windowAcknowledgementSize: uint32,
        limitType: fc.nat({ max: 255 }),
      }),
    );
    fc.assert(
      fc.property(control, (value) => {
        expect(parseProtocolControl(value.messageTypeId, encode(value))).toEqual(value);
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), fc.uint8Array({ maxLength: 8 }), (type, bytes) => {
        expect(parseProtocolControl(type, bytes) === undefined).toBe(bytes.length < 4);
      }),
    );
  });
});
