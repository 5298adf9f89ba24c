import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { concat, feed, openServer, packet1 } from './testing/side.ts';

const C0 = [3];
const CONNECT = hex('03 00 00 00 00 00 19 14 00 00 00 00 02 00 07');

describe('server handshake (5.2)', () => {
  it('HS-1 HS-8: says S0, S1 and S2, 3073 bytes in one buffer, when C1 is whole and not before', () => {
    const { handshake, opening } = openServer();
    const c1 = packet1();
    expect(opening).toBeUndefined();
    expect(handshake.receive(concat(C0, c1.subarray(0, 1535)), 1)).toEqual({ consumed: 1536, transmit: undefined });
    const { consumed, transmit } = handshake.receive(c1.subarray(1535), 2);
    expect(consumed).toBe(1);
    expect(transmit).toHaveLength(3073);
    expect(transmit?.[0]).toBe(3);
  });

  it('HS-3 HS-26 HS-46: S1 has our time, four zero bytes and random ones, and is no copy of C1', () => {
    const { handshake } = openServer({ seed: 5 });
    const { transmit = hex('') } = handshake.receive(concat(C0, packet1([9, 0, 0x7c, 2])), 0x1_0203_0405);
    expect(toHex(transmit.subarray(1, 13))).toBe('02 03 04 05 00 00 00 00 05 0c 13 1a');
    expect(new Set(transmit.subarray(9, 1537)).size).toBe(256);
  });

  it('HS-4 HS-5: S2 is C1, byte for byte', () => {
    const { handshake } = openServer();
    const c1 = packet1([9, 0, 0x7c, 2]);
    expect(handshake.receive(concat(C0, c1), 1).transmit?.subarray(1537)).toEqual(c1);
  });

  it('HS-10 Q-3: tells bytes 4 to 7 of C1, and answers in the simple form whatever they are', () => {
    for (const version of [hex('00 00 00 00'), hex('09 00 7c 02'), hex('80 00 07 02')]) {
      const { handshake } = openServer();
      const c1 = packet1([...version]);
      const { transmit } = handshake.receive(concat(C0, c1), 1);
      expect(transmit?.subarray(1537)).toEqual(c1);
      expect(handshake.form).toBe('simple');
      expect(handshake.peerVersion).toBe(new DataView(version.buffer).getUint32(0));
    }
  });

  it('HS-7: is done when C2 is whole, says nothing more, and disarms its deadline', () => {
    const { handshake, deadlines } = openServer();
    const { transmit = hex('') } = handshake.receive(concat(C0, packet1()), 1);
    const s1 = transmit.subarray(1, 1537);
    expect(handshake.receive(s1.subarray(0, 1535), 2)).toEqual({ consumed: 1535, transmit: undefined });
    expect(handshake.isDone).toBe(false);
    expect(handshake.receive(s1.subarray(1535), 3)).toEqual({ consumed: 1, transmit: undefined });
    expect(handshake.isDone).toBe(true);
    expect(deadlines.earliest).toBeUndefined();
    expect(handshake.takeDeviations()).toEqual([]);
  });

  it('HS-4 HS-27: takes a C2 with a time, or zero, in bytes 4 to 7 for an echo', () => {
    for (const time of [hex('00 00 00 00'), hex('12 34 56 78')]) {
      const { handshake } = openServer({ refused: ['echoMismatch'] });
      const { transmit = hex('') } = handshake.receive(concat(C0, packet1()), 1);
      const c2 = transmit.slice(1, 1537);
      c2.set(time, 4);
      handshake.receive(c2, 2);
      expect(handshake.isDone).toBe(true);
    }
  });

  it('HS-9 Q-1: takes any C2, and notes one that is no echo', () => {
    for (const c2 of [new Uint8Array(1536), new Uint8Array(1536).fill(0x55), packet1()]) {
      const { handshake } = openServer();
      handshake.receive(concat(C0, packet1(), c2), 1);
      expect(handshake.isDone).toBe(true);
      expect(handshake.trouble).toBeUndefined();
      expect(handshake.takeDeviations()).toMatchObject([{ code: 'echoMismatch', at: 1537 }]);
      expect(handshake.takeDeviations()).toEqual([]);
    }
  });

  it('Q-1: refuses a C2 that is no echo where that is asked for, in whichever byte it differs', () => {
    for (const at of [0, 3, 8, 1535]) {
      const { handshake, deadlines } = openServer({ refused: ['echoMismatch'] });
      const { transmit = hex('') } = handshake.receive(concat(C0, packet1()), 1);
      const c2 = transmit.slice(1, 1537);
      c2[at] = (c2[at] ?? 0) + 1;
      expect(handshake.receive(concat(c2, CONNECT), 2).consumed).toBe(1536);
      expect(handshake.isDone).toBe(false);
      expect(handshake.trouble).toMatchObject({ code: 'echoMismatch', at: 1537 });
      expect(handshake.takeDeviations()).toEqual([]);
      expect(deadlines.earliest).toBeUndefined();
    }
  });

  it('HS-42 Q-7: consumes 3073 bytes of everything in one buffer, and leaves the chunks', () => {
    const { handshake } = openServer();
    const bytes = concat(C0, packet1(), packet1(), CONNECT);
    const { consumed, transmit } = handshake.receive(bytes, 1);
    expect(consumed).toBe(3073);
    expect(transmit).toHaveLength(3073);
    expect(handshake.isDone).toBe(true);
    expect(handshake.receive(CONNECT, 2)).toEqual({ consumed: 0, transmit: undefined });
  });

  it('HS-43: needs nothing special for chunks that come before S2 was read', () => {
    const { handshake } = openServer();
    expect(feed(handshake, concat(C0, packet1(), packet1(), CONNECT), [1]).consumed).toBe(3073);
  });

  it('HS-38 HS-39 HS-40: stops at a first byte other than 3, and reads no further', () => {
    const troubles = { 22: 'looksLikeTls', 71: 'looksLikeHttp', 6: 'encryptionUnsupported', 4: 'handshakeVersion' };
    for (const [byte, code] of Object.entries(troubles)) {
      const { handshake, deadlines } = openServer();
      const progress = handshake.receive(concat([Number(byte)], packet1()), 1);
      expect(progress).toEqual({ consumed: 1, transmit: undefined });
      expect(handshake.trouble).toMatchObject({ code, at: 0 });
      expect(handshake.isDone).toBe(false);
      expect(handshake.receive(packet1(), 2)).toEqual({ consumed: 0, transmit: undefined });
      expect(deadlines.earliest).toBeUndefined();
    }
  });

  it('HS-41: version 3 it is also for Enhanced RTMP', () => {
    const { handshake } = openServer();
    handshake.receive(hex('03'), 1);
    expect(handshake.trouble).toBeUndefined();
  });

  it('HS-45: says and consumes the same whatever the pieces', () => {
    const bytes = concat(C0, packet1(), packet1([0, 0, 0, 0], 3), CONNECT);
    const whole = feed(openServer().handshake, bytes, [bytes.length]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1700 }), { minLength: 1 }), (lengths) => {
        const { handshake } = openServer();
        expect(feed(handshake, bytes, lengths)).toEqual(whole);
        expect(handshake.isDone).toBe(true);
        expect(handshake.takeDeviations()).toMatchObject([{ code: 'echoMismatch' }]);
      }),
    );
  });

  it('takes a read of no bytes for nothing', () => {
    const { handshake } = openServer();
    expect(handshake.receive(hex(''), 1)).toEqual({ consumed: 0, transmit: undefined });
  });
});

describe('server handshake: bounds (HS-44)', () => {
  it('HS-44: holds nothing before C1, at most two packets while pending, nothing when over', () => {
    const { handshake } = openServer();
    handshake.receive(hex('03'), 1);
    expect(handshake.heldBytes).toBe(0);
    handshake.receive(packet1().subarray(0, 1), 1);
    expect(handshake.heldBytes).toBe(1536);
    handshake.receive(packet1().subarray(1), 1);
    expect(handshake.heldBytes).toBe(1536);
    handshake.receive(packet1(), 1);
    expect(handshake.heldBytes).toBe(0);
  });

  it('HS-44: has one deadline for the whole exchange, which bytes do not move', () => {
    const { handshake, deadlines } = openServer({ timeoutMs: 10_000 });
    expect(deadlines.earliest).toBe(10_000);
    handshake.receive(hex('03'), 9_000);
    expect(deadlines.earliest).toBe(10_000);
    expect(deadlines.takeDue(10_000)).toBe('handshakeTimeout');
    handshake.timeout(10_000);
    expect(handshake.trouble).toEqual({
      code: 'handshakeTimeout',
      at: 1,
      message: 'expected a handshake of 3073 bytes, got 1',
    });
    expect(handshake.receive(packet1(), 10_001).consumed).toBe(0);
  });

  it('HS-44: holds nothing when the deadline has passed', () => {
    const { handshake } = openServer();
    handshake.receive(concat(C0, packet1()), 1);
    handshake.timeout(10_000);
    expect(handshake.heldBytes).toBe(0);
  });

  it('HS-44: waits for ever where the deadline is 0', () => {
    expect(openServer({ timeoutMs: 0 }).deadlines.earliest).toBeUndefined();
  });

  it('tells that the bytes ended inside the handshake, wherever they do', () => {
    for (const length of [0, 1, 2, 768, 1536, 1537, 1538, 2304, 3072]) {
      const { handshake } = openServer();
      handshake.receive(concat(C0, packet1(), packet1()).subarray(0, length), 1);
      handshake.receiveEnd(2);
      expect(handshake.trouble).toMatchObject({ code: 'endedInHandshake', at: length });
    }
  });

  it('takes an end or a deadline after it is done for nothing', () => {
    const { handshake } = openServer();
    handshake.receive(concat(C0, packet1(), packet1()), 1);
    handshake.receiveEnd(2);
    handshake.timeout(3);
    expect(handshake.trouble).toBeUndefined();
    expect(handshake.isDone).toBe(true);
  });

  it('HS-47: takes any time in C1', () => {
    for (const time of ['00 00 00 00', '7f ff ff ff', '80 00 00 00', 'ff ff ff ff']) {
      const { handshake } = openServer();
      const c1 = packet1();
      c1.set(hex(time));
      handshake.receive(concat(C0, c1, packet1()), 1);
      expect(handshake.isDone).toBe(true);
    }
  });

  it('never throws, whatever the bytes', () => {
    const bytes = fc.tuple(fc.constantFrom(3, 3, 3, 0x16, 0), fc.uint8Array({ minLength: 0, maxLength: 3200 }));
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 2000 }), ([first, rest], length) => {
        const { handshake } = openServer();
        feed(handshake, concat([first], rest), [length]);
        expect(handshake.isDone).toBe(first === 3 && rest.length >= 3072);
      }),
    );
  });
});
