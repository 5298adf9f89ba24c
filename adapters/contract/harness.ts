import type { ClientConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import type { AcceptOptions, ConnectOptions, Listener } from '../listener.ts';

export type Address = Listener['address'];

/** What some runtime or some kind of stream cannot do. */
export const ABILITIES = {
  listen: 'have addresses to listen on and to connect to',
  halfClose: 'end one direction and go on reading the other',
  holdReading: 'stop the peer by not reading',
  reset: 'tell the peer that it was dropped, not ended',
  tls: 'be told whom to trust under TLS',
} as const;

export type Ability = keyof typeof ABILITIES;

/** What a runtime's adapter shows to the contract, for one kind of stream. */
export interface ContractHarness {
  /** Listens on a free port, or on the one given. Rejects with an error that has the system's `code`. */
  listen(options: AcceptOptions & { readonly port?: number }): Promise<Listener>;
  /** Rejects with an error that has the system's `code`. */
  connect(to: Address, options: ConnectOptions): Promise<Driver<ClientConnection>>;
  /** Lets things happen until `done` answers true; rejects, naming `what`, when that takes too long. */
  until(what: string, done: () => boolean): Promise<void>;
  /** The error code of `connect` where nothing listens; default `ECONNREFUSED`. */
  readonly refusedCode?: string;
  /** What cannot be done here, and why. The table in `adapters/README.md` says the same. */
  readonly lacks: Readonly<Partial<Record<Ability, string>>>;
  /** There unless it lacks `tls`. */
  readonly secure?: SecureHarness;
}

export interface SecureHarness {
  listen(options: AcceptOptions): Promise<Listener>;
  /** @param trust - whether the listener's certificate is among those the client trusts */
  connect(to: Address, options: ConnectOptions, trust: boolean): Promise<Driver<ClientConnection>>;
  /** The error code of a client that does not trust the certificate. */
  readonly untrustedCode: string;
}

/** As long as a busy machine may need: it ends what hangs. */
const PATIENCE_MS = 120_000;

/** Waits in real time, looking every other millisecond. */
export async function untilInRealTime(what: string, done: () => boolean): Promise<void> {
  const start = performance.now();
  while (!done()) {
    if (performance.now() - start > PATIENCE_MS) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
