import { lower } from '../machine/lower.ts';
import { Handshake, type HandshakeOptions, type HandshakeRole } from './handshake.ts';
import { serverHandshakeMachine } from './server-handshake.machine.ts';

const tables = lower(serverHandshakeMachine);

const SERVER: HandshakeRole = {
  tables,
  versionAccepted: tables.event('c0Accepted'),
  versionRefused: tables.event('c0Refused'),
  packet1Received: tables.event('c1Received'),
  packet2Accepted: tables.event('c2Accepted'),
  packet2Refused: tables.event('c2Refused'),
  endReceived: tables.event('endReceived'),
  timeout: tables.event('handshakeTimeout'),
};

/** Server side of the opening handshake: silent until C1 is whole, then S0, S1 and S2 in one buffer (§5.2.1, HS-8). */
export class ServerHandshake extends Handshake {
  constructor(options: HandshakeOptions) {
    super(SERVER, options);
  }
}
