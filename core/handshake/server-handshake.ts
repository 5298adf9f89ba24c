import { lower } from '../machine/lower.ts';
import { RTMP_VERSION, RTMPE_SIGNED_VERSION, RTMPE_VERSION } from './first-byte.ts';
import type { FormName } from './form.ts';
import { Handshake, type HandshakeOptions, type HandshakeRole } from './handshake.ts';
import { PLAYER, SERVER } from './identity.ts';
import { serverHandshakeMachine } from './server-handshake.machine.ts';

const tables = lower(serverHandshakeMachine);

const ROLE: HandshakeRole = {
  tables,
  us: SERVER,
  them: PLAYER,
  versionAccepted: tables.event('c0Accepted'),
  versionRefused: tables.event('c0Refused'),
  packet1Accepted: tables.event('c1Accepted'),
  packet1Refused: tables.event('c1Refused'),
  packet2Accepted: tables.event('c2Accepted'),
  packet2Refused: tables.event('c2Refused'),
  endReceived: tables.event('endReceived'),
  timeout: tables.event('handshakeTimeout'),
};

export interface ServerHandshakeOptions extends HandshakeOptions {
  /** Answer clients that ask for encryption (HS-32) instead of refusing them. */
  readonly rtmpe: boolean;
}

/**
 * Server side of the opening handshake: silent until C1 is whole, then S0, S1 and S2 in one buffer (§5.2.1, HS-8).
 *
 * A client that says 3 is answered with digests when C1 holds one, in the layout of C1, and with echoes otherwise; its
 * bytes 4 to 7 say nothing about it (HS-13, HS-19, Q-3).
 */
export class ServerHandshake extends Handshake {
  readonly #rtmpe: boolean;

  constructor(options: ServerHandshakeOptions) {
    super(ROLE, options);
    this.#rtmpe = options.rtmpe;
  }

  protected override formOf(version: number): FormName | undefined {
    if (version === RTMP_VERSION) return 'digest';
    const isEncrypted = version === RTMPE_VERSION || version === RTMPE_SIGNED_VERSION;
    return this.#rtmpe && isEncrypted ? 'encrypted' : undefined;
  }
}
