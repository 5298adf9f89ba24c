import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { concat, feed, openClient, openServer, packet1 } from './testing/side.ts';

const S0 = [3];
const NONE = hex('');

describe('client handshake (5.2)', () => {
  it('HS-6: says C0 and C1 at once', () => {
    const { opening = NONE, deadlines } = openClient({ timeoutMs: 5_000 });
    expect(opening).toHaveLength(1537);
    expect(deadlines.earliest).toBe(5_000);
  });

  it('HS-3 HS-10 HS-24: C1 has four zero bytes, which announces the simple handshake, and random ones', () => {
    const { opening = NONE } = openClient({ seed: 5 });
    expect(toHex(opening.subarray(0, 13))).toBe('03 00 00 00 00 00 00 00 00 05 0c 13 1a');
    expect(openClient({ seed: 6 }).opening).not.toEqual(opening);
  });

  it('HS-6 HS-8: is silent after S0, and says C2 as soon as S1 is whole, without waiting for S2', () => {
    const { handshake } = openClient();
    const s1 = packet1([4, 5, 0, 1]);
    expect(handshake.receive(hex('03'), 1)).toEqual({ consumed: 1, transmit: undefined });
    expect(handshake.receive(s1.subarray(0, 1535), 1)).toEqual({ consumed: 1535, transmit: undefined });
    expect(handshake.receive(s1.subarray(1535), 2)).toEqual({ consumed: 1, transmit: s1 });
    expect(handshake.isDone).toBe(false);
  });

  it('HS-5: C2 is S1, byte for byte, in memory of its own', () => {
    const { handshake } = openClient();
    const s1 = packet1();
    const { transmit } = handshake.receive(concat(S0, s1), 1);
    expect(transmit).toEqual(s1);
    handshake.receive(new Uint8Array(1536).fill(0xaa), 2);
    expect(transmit).toEqual(s1);
  });

  it('HS-6: is done when S2 is whole, and leaves what follows to the chunk layer (HS-42)', () => {
    const { handshake, deadlines, opening = NONE } = openClient();
    const bytes = concat(S0, packet1(), opening.subarray(1), hex('02 00 00'));
    expect(handshake.receive(bytes, 1).consumed).toBe(3073);
    expect(handshake.isDone).toBe(true);
    expect(deadlines.earliest).toBeUndefined();
    expect(handshake.takeDeviations()).toEqual([]);
    expect(handshake.heldBytes).toBe(0);
  });

  it('HS-24 Q-1: takes an S2 that is no echo, and notes it', () => {
    const { handshake } = openClient();
    handshake.receive(concat(S0, packet1(), new Uint8Array(1536).fill(0xaa)), 1);
    expect(handshake.isDone).toBe(true);
    expect(handshake.takeDeviations()).toEqual([
      {
        code: 'echoMismatch',
        at: 1537,
        message: 'expected packet 2 to repeat our packet 1 or to be signed for it, got other bytes',
      },
    ]);
  });

  it('Q-1: refuses it where that is asked for', () => {
    const { handshake } = openClient({ refused: ['echoMismatch'] });
    handshake.receive(concat(S0, packet1(), new Uint8Array(1536)), 1);
    expect(handshake.trouble).toMatchObject({ code: 'echoMismatch', at: 1537 });
    expect(handshake.isDone).toBe(false);
  });

  it('HS-24: stops at an S0 other than 3, which librtmp only warns of', () => {
    const troubles = { 6: 'encryptionUnsupported', 0: 'handshakeVersion', 72: 'looksLikeHttp', 21: 'looksLikeTls' };
    for (const [byte, code] of Object.entries(troubles)) {
      const { handshake } = openClient();
      expect(handshake.receive(concat([Number(byte)], packet1()), 1)).toEqual({ consumed: 1, transmit: undefined });
      expect(handshake.trouble).toMatchObject({ code, at: 0 });
      expect(handshake.heldBytes).toBe(0);
    }
  });

  it('HS-44: gives up at its deadline, and at the end of the bytes', () => {
    const { handshake, deadlines } = openClient({ timeoutMs: 5_000 });
    expect(deadlines.takeDue(5_000)).toBe('handshakeTimeout');
    handshake.timeout(5_000);
    expect(handshake.trouble).toMatchObject({ code: 'handshakeTimeout', at: 0 });
    const ended = openClient().handshake;
    ended.receiveEnd(1);
    expect(ended.trouble).toMatchObject({ code: 'endedInHandshake', at: 0 });
  });

  it('HS-45: says and consumes the same whatever the pieces', () => {
    const bytes = concat(S0, packet1(), packet1(), hex('02 00'));
    const whole = feed(openClient().handshake, bytes, [bytes.length]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1700 }), { minLength: 1 }), (lengths) => {
        const { handshake } = openClient();
        expect(feed(handshake, bytes, lengths)).toEqual(whole);
        expect(handshake.isDone).toBe(true);
      }),
    );
  });

  it('shakes hands with our server, each an exact echo of the other', () => {
    const client = openClient({ seed: 1, refused: ['echoMismatch'] });
    const server = openServer({ seed: 2, refused: ['echoMismatch'] });
    const answer = feed(server.handshake, client.opening ?? NONE, [100]).said;
    const c2 = feed(client.handshake, answer, [7]).said;
    expect(client.handshake.isDone).toBe(true);
    feed(server.handshake, c2, [1000]);
    expect(server.handshake.isDone).toBe(true);
    expect([client.handshake.peerVersion, server.handshake.peerVersion]).toEqual([0, 0]);
  });
});
