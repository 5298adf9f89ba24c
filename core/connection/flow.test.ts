import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { type TestServer, testServer } from './testing/client.ts';
import { testClient } from './testing/server.ts';

const acknowledgements = (heard: readonly string[]) => heard.filter((what) => what.startsWith('Acknowledgement'));

/** Bytes of the whole handshake and what follows it. */
function opening(...messages: readonly Uint8Array[]): Uint8Array {
  const handshake = new Uint8Array(3073);
  handshake[0] = 3;
  return Uint8Array.of(...handshake, ...messages.flatMap((bytes) => [...bytes]));
}

describe('Connection: acknowledgements (5.4.3)', () => {
  it('come after each half window, also of bytes that came in one read', () => {
    const client = testClient().publishing();
    const data = Array.from({ length: 10 }, () => client.write(9, new Uint8Array(4000), 1));
    const window = client.write(5, Uint8Array.of(0, 0, 0x27, 0x10));
    const heard = acknowledgements(client.bytes(Uint8Array.of(...window, ...data.flatMap((bytes) => [...bytes]))));
    const totals = [0, ...heard.map((what) => Number(what.split(' ')[1])), client.connection.bytesReceived];
    expect(totals).toHaveLength(7);
    for (const [index, total] of totals.slice(1).entries()) expect(total - totals[index]!).toBeLessThan(10_000);
  });

  it('come within a message that is longer than the window', () => {
    const client = testClient().publishing();
    client.message(5, Uint8Array.of(0, 0, 0x27, 0x10));
    const bytes = client.write(9, new Uint8Array(40_000), 1);
    expect(acknowledgements(client.bytes(bytes.subarray(0, 20_000)))).toHaveLength(1);
    expect(acknowledgements(client.bytes(bytes.subarray(20_000)))).toHaveLength(1);
  });

  it('are not lost when the window fills with the read that ends the handshake', () => {
    const client = testClient();
    const window = client.write(5, Uint8Array.of(0, 0, 0x0c, 0));
    const heard = client.bytes(opening(window, client.writeCommand('connect', 1, amfObject({ app: 'live' }))));
    expect(acknowledgements(heard)).toEqual(['Acknowledgement 3089']);
  });
});

describe('Connection: silence (Q-65)', () => {
  it('is not broken by a read of nothing', () => {
    const client = testClient().connect();
    client.wait(30_000);
    client.bytes(new Uint8Array(0));
    client.wait(30_000);
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code: 'idleTimeout' } }]);
  });

  it('does not count while a decision is pending, for then it is we who do not listen', () => {
    const client = testClient({ timeouts: { decision: 0 } });
    client.shakeHands();
    client.command('connect', 1, amfObject({ app: 'live' }));
    client.takeEvents();
    expect(client.deadline).toBeUndefined();
    client.wait(300_000);
    client.take(client.connection.acceptConnect(1, client.now));
    expect(client.deadline).toBe(330_000);
    expect(client.wait(30_000)).toEqual(['UserControl 6 330000']);
    client.wait(30_000);
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code: 'idleTimeout' } }]);
  });
});

describe('Connection: the window a client asks to be acknowledged by (5.4.4)', () => {
  const answer = (server: TestServer) => server.command('_result', 1, amfObject({}), amfObject({ level: 'status' }));

  it('is said once connect was accepted, as players say it (CHK-45)', () => {
    const server = testServer({ windowAcknowledgementSize: 5_000_000 });
    server.shakeHands();
    expect(answer(server)).toEqual(['WindowAcknowledgementSize 5000000']);
  });

  it('is not said twice where it was the answer to Set Peer Bandwidth', () => {
    const server = testServer();
    server.shakeHands();
    expect(server.message(6, Uint8Array.of(0, 0x26, 0x25, 0xa0, 2))).toEqual(['WindowAcknowledgementSize 2500000']);
    expect(answer(server)).toEqual([]);
  });
});
