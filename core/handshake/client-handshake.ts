import { lower } from '../machine/lower.ts';
import { clientHandshakeMachine } from './client-handshake.machine.ts';
import { Handshake, type HandshakeOptions, type HandshakeRole } from './handshake.ts';

const tables = lower(clientHandshakeMachine);

const CLIENT: HandshakeRole = {
  tables,
  opened: tables.event('opened'),
  versionAccepted: tables.event('s0Accepted'),
  versionRefused: tables.event('s0Refused'),
  packet1Received: tables.event('s1Received'),
  packet2Accepted: tables.event('s2Accepted'),
  packet2Refused: tables.event('s2Refused'),
  endReceived: tables.event('endReceived'),
  timeout: tables.event('handshakeTimeout'),
};

/** Client side of the opening handshake: C0 and C1 at once, C2 as soon as S1 is whole, then wait for S2 (HS-6, HS-8). */
export class ClientHandshake extends Handshake {
  constructor(options: HandshakeOptions) {
    super(CLIENT, options);
  }
}
