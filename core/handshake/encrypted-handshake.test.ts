import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { isPublicKey, publicKeyOf } from './diffie-hellman.ts';
import { findDigest, isSigned, type Layout, publicKeyOffset, sign, writeDigest } from './digest.ts';
import { PLAYER, SERVER } from './identity.ts';
import { concat, feed, openClient, openServer, packet1, type Side } from './testing/side.ts';

const NONE = hex('');
const RTMPE = [6];
const PRIVATE_KEY = hex('01 02 03 04 05 06 07 08');

/** A C1 of a peer that wants encryption. */
function encryptedC1(layout: Layout = 'digestSecond', publicKey = publicKeyOf(PRIVATE_KEY)): Uint8Array {
  const c1 = packet1([0x80, 0, 3, 2]);
  c1.set(publicKey, publicKeyOffset(c1, layout));
  writeDigest(c1, layout, PLAYER.shortKey);
  return c1;
}

/** The public key in what a side said first. */
function publicKeyIn(opening: Uint8Array, layout: Layout): Uint8Array {
  const said = opening.subarray(1, 1537);
  const at = publicKeyOffset(said, layout);
  return said.slice(at, at + 128);
}

/** Lets both sides exchange their packets, in pieces of that length. */
function shakeHands(client: Side, server: Side, length = 1000): void {
  const answer = feed(server.handshake, client.opening ?? NONE, [length]).said;
  feed(server.handshake, feed(client.handshake, answer, [length]).said, [length]);
}

describe('server handshake with encryption (HS-32 to HS-37)', () => {
  it.each(['digestFirst', 'digestSecond'] as const)(
    'HS-33 HS-34: answers in the layout it was asked in, %s, with a public key, a digest and a signature',
    (layout) => {
      const { handshake } = openServer({ rtmpe: true });
      const c1 = encryptedC1(layout);
      const { transmit = NONE } = handshake.receive(concat(RTMPE, c1), 1);
      const s1 = transmit.subarray(1, 1537);
      expect(toHex(transmit.subarray(0, 9))).toBe('06 00 00 00 01 04 05 00 01');
      expect(findDigest(s1, SERVER.shortKey)?.layout).toBe(layout);
      expect(isPublicKey(publicKeyIn(transmit, layout))).toBe(true);
      const { digest = NONE } = findDigest(c1, PLAYER.shortKey) ?? {};
      expect(isSigned(transmit.subarray(1537), SERVER.fullKey, digest)).toBe(true);
      expect(handshake.form).toBe('encrypted');
    },
  );

  it('HS-32: answers 6 to 8 too, and not to 9', () => {
    const { handshake } = openServer({ rtmpe: true });
    expect(handshake.receive(concat([8], encryptedC1()), 1).transmit?.[0]).toBe(6);
    const blowfish = openServer({ rtmpe: true }).handshake;
    blowfish.receive(hex('09'), 1);
    expect(blowfish.trouble).toMatchObject({ code: 'encryptionUnsupported', at: 0 });
  });

  it('HS-40: takes none of it unless told to, and 3 all the same when told to', () => {
    for (const version of [6, 8, 9]) {
      const { handshake } = openServer();
      handshake.receive(concat([version], encryptedC1()), 1);
      expect(handshake.trouble).toMatchObject({ code: 'encryptionUnsupported', at: 0 });
    }
    const plain = openServer({ rtmpe: true }).handshake;
    plain.receive(concat([3], packet1(), packet1()), 1);
    expect(plain.form).toBe('simple');
    expect(plain.agreeOnCiphers()).toBeUndefined();
  });

  it('HS-33: refuses a C1 without a digest, and says nothing', () => {
    const { handshake, deadlines } = openServer({ rtmpe: true });
    const progress = handshake.receive(concat(RTMPE, packet1([0x80, 0, 3, 2]), packet1()), 1);
    expect(progress).toEqual({ consumed: 1537, transmit: undefined });
    expect(handshake.trouble).toMatchObject({ code: 'digestMissing', at: 1 });
    expect(handshake.isDone).toBe(false);
    expect(deadlines.earliest).toBeUndefined();
  });

  it('HS-34: refuses a public key that would make the secret no secret', () => {
    for (const publicKey of [new Uint8Array(128), publicKeyOf(hex('00')), new Uint8Array(128).fill(0xff)]) {
      const { handshake } = openServer({ rtmpe: true });
      handshake.receive(concat(RTMPE, encryptedC1('digestSecond', publicKey)), 1);
      expect(handshake.trouble).toEqual({
        code: 'publicKeyInvalid',
        at: 1,
        message: 'expected a public key of Oakley group 2 in packet 1, got a number that is none',
      });
    }
  });
});

describe('client handshake with encryption', () => {
  it('HS-32 HS-33: says 6, a public key and a digest in the second block, and promises no encrypted signature', () => {
    const { opening = NONE } = openClient({ offer: 'encrypted' });
    expect(toHex(opening.subarray(0, 9))).toBe('06 00 00 00 00 09 00 7c 02');
    expect(findDigest(opening.subarray(1), PLAYER.shortKey)?.layout).toBe('digestSecond');
    expect(isPublicKey(publicKeyIn(opening, 'digestSecond'))).toBe(true);
  });

  it('HS-40: stops at a server that says anything but 6', () => {
    for (const version of [3, 8, 9]) {
      const { handshake } = openClient({ offer: 'encrypted' });
      expect(handshake.receive(concat([version], packet1()), 1).transmit).toBeUndefined();
      expect(handshake.trouble).toMatchObject({ code: 'encryptionUnsupported', at: 0 });
      expect(handshake.trouble?.message).toMatch(/^expected RTMP version 6/);
    }
  });

  it('HS-33 HS-34: stops at an S1 without a digest, or with a public key that is none', () => {
    const { handshake } = openClient({ offer: 'encrypted' });
    handshake.receive(concat(RTMPE, packet1([4, 5, 0, 1])), 1);
    expect(handshake.trouble).toMatchObject({ code: 'digestMissing', at: 1 });
    const s1 = packet1([4, 5, 0, 1]);
    s1.set(new Uint8Array(128), publicKeyOffset(s1, 'digestSecond'));
    writeDigest(s1, 'digestSecond', SERVER.shortKey);
    const other = openClient({ offer: 'encrypted' }).handshake;
    expect(other.receive(concat(RTMPE, s1), 1).transmit).toBeUndefined();
    expect(other.trouble).toMatchObject({ code: 'publicKeyInvalid', at: 1 });
  });

  it('HS-19: takes an S1 in the other layout', () => {
    const { handshake, opening = NONE } = openClient({ offer: 'encrypted', refused: ['echoMismatch'] });
    const s1 = packet1([3, 5, 1, 1]);
    s1.set(publicKeyOf(PRIVATE_KEY), publicKeyOffset(s1, 'digestFirst'));
    writeDigest(s1, 'digestFirst', SERVER.shortKey);
    const s2 = packet1();
    sign(s2, SERVER.fullKey, findDigest(opening.subarray(1), PLAYER.shortKey)?.digest ?? NONE);
    handshake.receive(concat(RTMPE, s1, s2), 1);
    expect(handshake.isDone).toBe(true);
  });
});

describe('our client and our server, encrypted', () => {
  const refused = ['echoMismatch'];

  it.each([1, 1000, 1537, 4096])('HS-35 HS-36: agree on two key streams, by pieces of %d bytes', (length) => {
    const client = openClient({ seed: 1, offer: 'encrypted', refused });
    const server = openServer({ seed: 2, rtmpe: true, refused });
    shakeHands(client, server, length);
    expect([client.handshake.form, server.handshake.form]).toEqual(['encrypted', 'encrypted']);
    expect([client.handshake.isDone, server.handshake.isDone]).toEqual([true, true]);
    const ours = client.handshake.agreeOnCiphers();
    const theirs = server.handshake.agreeOnCiphers();
    const said = hex('03 00 00 00 00 00 19 14');
    const toServer = ours?.sending.apply(said) ?? NONE;
    const toClient = theirs?.sending.apply(said) ?? NONE;
    expect(toServer).not.toEqual(toClient);
    expect(theirs?.receiving.apply(toServer)).toEqual(said);
    expect(ours?.receiving.apply(toClient)).toEqual(said);
  });

  it('Q-6: agree also where both public keys begin with a zero byte', () => {
    const client = openClient({ seed: 11, offer: 'encrypted', refused });
    const server = openServer({ seed: 97, rtmpe: true, refused });
    const answer = feed(server.handshake, client.opening ?? NONE, [1000]).said;
    feed(server.handshake, feed(client.handshake, answer, [1000]).said, [1000]);
    for (const opening of [client.opening ?? NONE, answer]) expect(publicKeyIn(opening, 'digestSecond')[0]).toBe(0);
    const said = hex('03 00 00');
    const sent = client.handshake.agreeOnCiphers()?.sending.apply(said) ?? NONE;
    expect(server.handshake.agreeOnCiphers()?.receiving.apply(sent)).toEqual(said);
  });
});
