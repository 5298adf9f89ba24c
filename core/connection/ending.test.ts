import { describe, expect, it } from 'vitest';
import { testServer } from './testing/client.ts';
import { testClient } from './testing/server.ts';

/** Everything that a connection still tells when time passes and nobody answers its end. */
describe('Connection: an orderly end (Q-44)', () => {
  const orderly = { type: 'closed', fault: undefined };

  it('outlives the deadline of the handshake it broke off', () => {
    const client = testClient();
    client.wait(7_000);
    client.take(client.connection.close(client.now));
    expect(client.deadline).toBe(12_000);
    client.wait(4_999);
    expect(client.events).toEqual([]);
    client.wait(1);
    expect(client.events).toEqual([orderly]);
  });

  it('outlives the deadline of the connect that did not come', () => {
    const client = testClient();
    client.shakeHands();
    client.takeEvents();
    client.wait(9_000);
    client.take(client.connection.close(client.now));
    client.wait(4_000);
    expect(client.events).toEqual([]);
    client.end();
    expect(client.events).toEqual([orderly]);
  });

  it('outlives the deadline of the answer to connect', () => {
    const server = testServer();
    server.shakeHands();
    server.takeEvents();
    server.wait(9_000);
    server.take(server.connection.close(server.now));
    server.wait(4_000);
    expect(server.events).toEqual([]);
    server.end();
    expect(server.events).toEqual([orderly]);
  });

  it('does not wait for the answer to publish any more', () => {
    const server = testServer().createStream();
    server.take(server.connection.publish(1, { name: 'a' }, server.now));
    server.take(server.connection.close(server.now));
    expect(server.deadline).toBe(5_000);
  });

  it('is not cut short by the silence of the peer', () => {
    const client = testClient().connect();
    client.wait(30_000);
    client.wait(28_000);
    client.take(client.connection.close(client.now));
    client.wait(4_999);
    expect(client.events).toEqual([]);
    client.wait(1);
    expect(client.events).toEqual([orderly]);
    expect(client.transport).toBe('abort');
  });

  it('has one deadline, and what the peer still says arms no other', () => {
    const client = testClient({ timeouts: { close: 600_000 } }).connect();
    client.wait(30_000);
    client.take(client.connection.close(client.now));
    client.message(8, new Uint8Array(1), 1);
    expect(client.deadline).toBe(630_000);
  });
});
