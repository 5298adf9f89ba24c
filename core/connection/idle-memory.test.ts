import { expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { chunkMessage } from '../chunk/chunk-message.ts';
import { encodeCommand } from '../message/command-message.ts';
import { heldBytes } from '../testing/held-bytes.ts';
import { serverConnections } from './server-connection.ts';
import { pattern } from './testing/peer.ts';

/** So many that what else the process takes meanwhile does not count. */
const COUNT = 5000;

const handshake = new Uint8Array(3073).fill(3, 0, 1);
const [connect, createStream] = [
  encodeCommand('connect', 1, amfObject({ app: 'live', flashVer: 'FMLE/3.0', tcUrl: 'rtmp://localhost/live' })),
  encodeCommand('createStream', 2, null),
].map((payload) =>
  chunkMessage({ chunkStreamId: 3, timestamp: 0, messageTypeId: 20, messageStreamId: 0, payload }, 128),
) as [Uint8Array, Uint8Array]; // two payloads

/** As a listener makes them. */
const connectionOpenedAt = serverConnections({ random: pattern });

function idleConnection() {
  const connection = connectionOpenedAt(0);
  connection.start(0);
  connection.receive(handshake, 0);
  connection.receive(connect, 0);
  connection.acceptConnect(1, 0);
  connection.receive(createStream, 0);
  return connection;
}

it('a server connection at rest, with one stream made, holds under 4 KiB', () => {
  for (let warm = 0; warm < 200; warm++) idleConnection();
  const before = heldBytes();
  const connections = Array.from({ length: COUNT }, idleConnection);
  const each = (heldBytes() - before) / COUNT;
  expect(connections.every(({ isClosed }) => !isClosed)).toBe(true);
  expect(each).toBeGreaterThan(1000);
  expect(each).toBeLessThan(4096);
});
