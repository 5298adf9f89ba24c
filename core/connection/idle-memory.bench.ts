import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bench, describe } from 'vitest';
import { amfObject } from '../amf/value.ts';
import { chunkMessage } from '../chunk/chunk-message.ts';
import { encodeCommand } from '../message/command-message.ts';
import { createServerConnection } from './server-connection.ts';
import { pattern } from './testing/peer.ts';

/** What one server connection holds at rest, connected and with one stream made: under 8 KiB. */
const TARGET_BYTES = 8192;
const COUNT = 5000;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const handshake = new Uint8Array(3073).fill(3, 0, 1);
const commands = [
  encodeCommand('connect', 1, amfObject({ app: 'live', flashVer: 'FMLE/3.0', tcUrl: 'rtmp://localhost/live' })),
  encodeCommand('createStream', 2, null),
].map((payload) =>
  chunkMessage({ chunkStreamId: 3, timestamp: 0, messageTypeId: 20, messageStreamId: 0, payload }, 128),
);

function idleConnection() {
  const connection = createServerConnection({ now: 0, random: pattern });
  connection.start(0);
  connection.receive(handshake, 0);
  connection.receive(commands[0] as Uint8Array, 0);
  connection.acceptConnect(1, 0);
  connection.receive(commands[1] as Uint8Array, 0);
  return connection;
}

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

describe('a server connection at rest', () => {
  idleConnection();
  const before = heldBytes();
  const connections = Array.from({ length: COUNT }, idleConnection);
  const each = Math.round((heldBytes() - before) / COUNT);
  console.log(`idle server connection: ${each} bytes of ${TARGET_BYTES} (mean of ${connections.length})`);
  if (each > TARGET_BYTES) throw new Error(`an idle connection holds ${each} bytes, more than ${TARGET_BYTES}`);

  bench('handshake, connect, createStream', () => {
    idleConnection();
  });
});
