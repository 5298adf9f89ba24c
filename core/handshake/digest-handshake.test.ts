import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { findDigest, isSigned, type Layout, sign, writeDigest } from './digest.ts';
import { PLAYER, SERVER } from './identity.ts';
import { concat, feed, openClient, openServer, packet1 } from './testing/side.ts';
import { FFMPEG_C0_C1 } from './testing/vectors.ts';

const VERSION = [3];
const NONE = hex('');
const LAYOUTS: readonly Layout[] = ['digestFirst', 'digestSecond'];

/** A C1 of a peer with a digest, and the digest. */
function digestC1(layout: Layout, version = [9, 0, 0x7c, 2]) {
  const c1 = packet1(version);
  return { c1, digest: writeDigest(c1, layout, PLAYER.shortKey) };
}

/** What a server says that answers C1 in a layout of its choice: S0, S1, S2. */
function digestAnswer(c1: Uint8Array, layout: Layout) {
  const s1 = packet1([4, 5, 0, 1], 33);
  const s1Digest = writeDigest(s1, layout, SERVER.shortKey);
  const s2 = new Uint8Array(1536).fill(0x5a);
  sign(s2, SERVER.fullKey, findDigest(c1, PLAYER.shortKey)?.digest ?? NONE);
  return { s1, s1Digest, s2 };
}

describe.each(LAYOUTS)('server handshake with digests, %s', (layout) => {
  it('HS-11 HS-13 HS-17 HS-19 HS-20 Q-2 Q-4: answers in the layout it was asked in, S1 with a digest, S2 signed', () => {
    const { handshake } = openServer();
    const { c1, digest } = digestC1(layout);
    const { transmit = NONE } = handshake.receive(concat(VERSION, c1), 1);
    const s1 = transmit.subarray(1, 1537);
    expect(transmit).toHaveLength(3073);
    expect(transmit[0]).toBe(3);
    expect(toHex(s1.subarray(0, 8))).toBe('00 00 00 01 04 05 00 01');
    expect(findDigest(s1, SERVER.shortKey)?.layout).toBe(layout);
    expect(isSigned(transmit.subarray(1537), SERVER.fullKey, digest)).toBe(true);
    expect(handshake.form).toBe('digest');
  });

  it('HS-21: takes a signed C2', () => {
    const { handshake } = openServer({ refused: ['echoMismatch'] });
    const { transmit = NONE } = handshake.receive(concat(VERSION, digestC1(layout).c1), 1);
    const c2 = new Uint8Array(1536).fill(0xa5);
    sign(c2, PLAYER.fullKey, findDigest(transmit.subarray(1, 1537), SERVER.shortKey)?.digest ?? NONE);
    handshake.receive(c2, 2);
    expect(handshake.isDone).toBe(true);
    expect(handshake.heldBytes).toBe(0);
  });

  it('HS-22: takes an echo for C2, as FFmpeg sends when it publishes', () => {
    const { handshake } = openServer({ refused: ['echoMismatch'] });
    const { transmit = NONE } = handshake.receive(concat(VERSION, digestC1(layout).c1), 1);
    handshake.receive(transmit.slice(1, 1537), 2);
    expect(handshake.isDone).toBe(true);
  });

  it('HS-9 Q-1: takes any other C2 too, and notes it, or refuses it where that is asked for', () => {
    const bytes = concat(VERSION, digestC1(layout).c1, new Uint8Array(1536).fill(7));
    const { handshake } = openServer();
    handshake.receive(bytes, 1);
    expect(handshake.isDone).toBe(true);
    expect(handshake.takeDeviations()).toMatchObject([{ code: 'echoMismatch', at: 1537 }]);
    const strict = openServer({ refused: ['echoMismatch'] }).handshake;
    strict.receive(bytes, 1);
    expect(strict.trouble).toMatchObject({ code: 'echoMismatch', at: 1537 });
  });

  it('Q-2 Q-3 HS-13: a digest that is broken anywhere gets an echo and four zero bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1535 }), fc.integer({ min: 1, max: 255 }), (at, difference) => {
        const { c1 } = digestC1(layout);
        c1[at]! ^= difference;
        const { handshake } = openServer();
        const { transmit = NONE } = handshake.receive(concat(VERSION, c1), 1);
        expect(handshake.form).toBe('simple');
        expect(transmit.subarray(5, 9)).toEqual(new Uint8Array(4));
        expect(transmit.subarray(1537)).toEqual(c1);
      }),
    );
  });

  it('Q-3: answers with digests even where bytes 4 to 7 are zero: the digest decides', () => {
    const { handshake } = openServer();
    handshake.receive(concat(VERSION, digestC1(layout, [0, 0, 0, 0]).c1), 1);
    expect(handshake.form).toBe('digest');
    expect(handshake.peerVersion).toBe(0);
  });

  it('HS-45: says and consumes the same whatever the pieces', () => {
    const bytes = concat(VERSION, digestC1(layout).c1, packet1(), hex('03 00 00'));
    const whole = feed(openServer().handshake, bytes, [bytes.length]);
    expect(whole.said).toHaveLength(3073);
    expect(whole.consumed).toBe(3073);
    for (const length of [1, 2, 1536, 1537, 1538, 3072]) {
      expect(feed(openServer().handshake, bytes, [length])).toEqual(whole);
    }
  });

  it('HS-44: a digest that is cut off is the end inside the handshake', () => {
    const bytes = concat(VERSION, digestC1(layout).c1);
    for (const length of [9, 500, 1000, 1536]) {
      const { handshake } = openServer();
      expect(handshake.receive(bytes.subarray(0, length), 1).transmit).toBeUndefined();
      handshake.receiveEnd(2);
      expect(handshake.trouble).toMatchObject({ code: 'endedInHandshake', at: length });
    }
  });
});

describe('server handshake with ffmpeg', () => {
  it('VEC-HS-10 HS-26: S1[4] is 3 or more, and S1 and S2 are what a playing ffmpeg verifies', () => {
    const { handshake } = openServer();
    const { transmit = NONE } = handshake.receive(FFMPEG_C0_C1, 1);
    expect(transmit[5]).toBeGreaterThanOrEqual(3);
    expect(findDigest(transmit.subarray(1, 1537), SERVER.shortKey)?.layout).toBe('digestFirst');
    const { digest = NONE } = findDigest(FFMPEG_C0_C1.subarray(1), PLAYER.shortKey) ?? {};
    expect(isSigned(transmit.subarray(1537), SERVER.fullKey, digest)).toBe(true);
    expect(handshake.peerVersion).toBe(0x09007c02);
  });
});

describe('client handshake with digests', () => {
  it('HS-12 HS-16 HS-26: C1 has the version of a player, and its digest first', () => {
    const { opening = NONE } = openClient({ offer: 'digest' });
    expect(opening).toHaveLength(1537);
    expect(toHex(opening.subarray(0, 9))).toBe('03 00 00 00 00 09 00 7c 02');
    expect(findDigest(opening.subarray(1), PLAYER.shortKey)?.layout).toBe('digestFirst');
  });

  it.each(LAYOUTS)('HS-19 HS-21: verifies S1 with its %s, and signs C2', (layout) => {
    const { handshake, opening = NONE } = openClient({ offer: 'digest', refused: ['echoMismatch', 'digestMissing'] });
    const { s1, s1Digest, s2 } = digestAnswer(opening.subarray(1), layout);
    const { transmit = NONE } = handshake.receive(concat(VERSION, s1), 1);
    expect(transmit).toHaveLength(1536);
    expect(isSigned(transmit, PLAYER.fullKey, s1Digest)).toBe(true);
    handshake.receive(s2, 2);
    expect(handshake.isDone).toBe(true);
    expect(handshake.form).toBe('digest');
  });

  it('HS-20 Q-1: notes an S2 that is neither signed nor an echo, or refuses it where that is asked for', () => {
    const play = (refused: string[]) => {
      const { handshake, opening = NONE } = openClient({ offer: 'digest', refused });
      const { s1, s2 } = digestAnswer(opening.subarray(1), 'digestFirst');
      s2[1535]! ^= 1;
      handshake.receive(concat(VERSION, s1, s2), 1);
      return handshake;
    };
    expect(play([]).takeDeviations()).toMatchObject([{ code: 'echoMismatch' }]);
    expect(play([]).isDone).toBe(true);
    expect(play(['echoMismatch']).trouble).toMatchObject({ code: 'echoMismatch', at: 1537 });
  });

  it('HS-31 Q-3: falls back to an echo where S1 has no digest, whatever its version bytes, and notes that', () => {
    for (const version of [
      [0, 0, 0, 0],
      [1, 0, 5, 4],
    ]) {
      const { handshake, opening = NONE } = openClient({ offer: 'digest', refused: ['echoMismatch'] });
      const s1 = packet1(version);
      const { transmit } = handshake.receive(concat(VERSION, s1, opening.subarray(1)), 1);
      expect(transmit).toEqual(s1);
      expect(handshake.isDone).toBe(true);
      expect(handshake.form).toBe('simple');
      const message = 'expected a digest in packet 1, got none that is valid';
      expect(handshake.takeDeviations()).toEqual([{ code: 'digestMissing', at: 1, message }]);
    }
  });

  it('HS-25 HS-31: refuses such a server where that is asked for, and sends no C2', () => {
    const { handshake, deadlines } = openClient({ offer: 'digest', refused: ['digestMissing'] });
    expect(handshake.receive(concat(VERSION, packet1(), packet1()), 1)).toEqual({
      consumed: 1537,
      transmit: undefined,
    });
    expect(handshake.trouble).toMatchObject({ code: 'digestMissing', at: 1 });
    expect(handshake.isDone).toBe(false);
    expect(handshake.takeDeviations()).toEqual([]);
    expect(handshake.heldBytes).toBe(0);
    expect(deadlines.earliest).toBeUndefined();
  });

  it('HS-24: a client that did not offer a digest looks for none, and echoes', () => {
    const { handshake, opening = NONE } = openClient();
    const { s1 } = digestAnswer(opening.subarray(1), 'digestFirst');
    expect(handshake.receive(concat(VERSION, s1), 1).transmit).toEqual(s1);
    expect(handshake.form).toBe('simple');
  });

  it('shakes hands with our server, both strict, and nothing is encrypted', () => {
    const refused = ['echoMismatch', 'digestMissing'];
    const client = openClient({ seed: 1, offer: 'digest', refused });
    const server = openServer({ seed: 2, refused });
    const answer = feed(server.handshake, client.opening ?? NONE, [100]).said;
    const c2 = feed(client.handshake, answer, [7]).said;
    feed(server.handshake, c2, [1000]);
    for (const { handshake } of [client, server]) {
      expect(handshake.isDone).toBe(true);
      expect(handshake.form).toBe('digest');
      expect(handshake.agreeOnCiphers()).toBeUndefined();
    }
    expect(client.handshake.peerVersion).toBe(0x04050001);
  });
});
