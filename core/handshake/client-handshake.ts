import { lower } from '../machine/lower.ts';
import { clientHandshakeMachine } from './client-handshake.machine.ts';
import { type FormName, versionOfForm } from './form.ts';
import { Handshake, type HandshakeOptions, type HandshakeRole } from './handshake.ts';
import { PLAYER, SERVER } from './identity.ts';

const tables = lower(clientHandshakeMachine);

const ROLE: HandshakeRole = {
  tables,
  us: PLAYER,
  them: SERVER,
  opened: tables.event('opened'),
  versionAccepted: tables.event('s0Accepted'),
  versionRefused: tables.event('s0Refused'),
  packet1Accepted: tables.event('s1Accepted'),
  packet1Refused: tables.event('s1Refused'),
  packet2Accepted: tables.event('s2Accepted'),
  packet2Refused: tables.event('s2Refused'),
  endReceived: tables.event('endReceived'),
  timeout: tables.event('handshakeTimeout'),
};

export interface ClientHandshakeOptions extends HandshakeOptions {
  /** The form of C0 and C1. A server that has no digests may answer `digest` in the simple form, `encrypted` it may not. */
  readonly offer: FormName;
}

/** Client side of the opening handshake: C0 and C1 at once, C2 as soon as S1 is whole, then wait for S2 (HS-6, HS-8). */
export class ClientHandshake extends Handshake {
  readonly #offer: FormName;

  constructor(options: ClientHandshakeOptions) {
    super(ROLE, options, options.offer);
    this.#offer = options.offer;
  }

  protected override formOf(version: number): FormName | undefined {
    return version === versionOfForm(this.#offer) ? this.#offer : undefined;
  }
}
