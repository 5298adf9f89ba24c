import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { pattern } from './testing/peer.ts';
import { testClient } from './testing/server.ts';

const PACKET = 1536;
const announced = 1_000_000;

describe('Connection: heldBytes', () => {
  it('counts what the handshake keeps, while it keeps it', () => {
    const client = testClient();
    const before = client.connection.heldBytes;
    const packet = new Uint8Array(PACKET);
    pattern(packet);
    client.bytes(Uint8Array.of(3, ...packet.subarray(1)));
    const pending = client.connection.heldBytes;
    expect(pending).toBeGreaterThanOrEqual(before + PACKET - 1);
    client.bytes(new Uint8Array(1 + PACKET));
    expect(client.connection.heldBytes).toBeLessThanOrEqual(pending - PACKET);
  });

  it('grows with the bytes of an unfinished message, not with the length that it announced, and falls when it is complete', () => {
    const client = testClient().publishing();
    const whole = client.write(9, new Uint8Array(announced), 1);
    const before = client.connection.heldBytes;
    let sent = 0;
    for (const end of [1_000, 30_000, 400_000]) {
      client.bytes(whole.subarray(sent, end));
      sent = end;
      const held = client.connection.heldBytes - before;
      expect(held).toBeGreaterThan(0.9 * sent);
      expect(held).toBeLessThanOrEqual(2 * sent + 256); // and the chunk stream, which stays
    }
    client.bytes(whole.subarray(sent));
    expect(client.connection.heldBytes).toBeLessThanOrEqual(before + 256);
  });

  it('counts what waits for a decision', () => {
    const client = testClient();
    client.shakeHands();
    client.command('connect', 1, amfObject({ app: 'live' }));
    const before = client.connection.heldBytes;
    client.bytes(new Uint8Array(5_000));
    expect(client.connection.heldBytes).toBeGreaterThanOrEqual(before + 5_000);
  });
});
