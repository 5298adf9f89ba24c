import type { Deadlines } from '../machine/deadlines.ts';
import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { keepAliveMachine } from './keep-alive.machine.ts';

const tables = lower(keepAliveMachine);
const BYTES_RECEIVED = tables.event('bytesReceived');
const LISTENING_STOPPED = tables.event('listeningStopped');
const LISTENING_RESUMED = tables.event('listeningResumed');
const CONNECTION_CLOSED = tables.event('connectionClosed');
const ASKED = tables.state('alive.asked');
type Order = (typeof tables.effects)[number][number];

/** The deadlines of a keep-alive. */
export type KeepAliveDeadline = 'pingDue' | 'idleTimeout';

export interface KeepAliveOptions {
  /** Where its deadlines are armed and disarmed; the host calls `due` with the name of each that is over. */
  readonly deadlines: Pick<Deadlines<KeepAliveDeadline>, 'arm' | 'disarm'>;
  /** Silence after which we ask, milliseconds; 0: never. */
  readonly pingMs: number;
  /** Silence after which we give up, milliseconds; 0: never. */
  readonly idleMs: number;
}

/** What the host has to do: send a PingRequest, or close with the fault `idleTimeout`. */
export type KeepAliveOrder = 'sendPingRequest' | 'fail';

/**
 * Watches for silence.
 *
 * Deadlines are not moved at each read. They stand, and one that is due while bytes have come since it was armed is armed
 * again for the rest: a busy connection pays one assignment for a read and one step for each span.
 */
export class KeepAlive {
  readonly #stepper = new Stepper(tables);
  readonly #options: KeepAliveOptions;
  #armedAt = 0;
  #heardAt = 0;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
  }

  /** Begins to listen for silence. @param now - monotonic milliseconds */
  start(now: number): void {
    this.#heardAt = now;
    this.#carryOut(tables.initialEffects);
  }

  /** Any bytes came, a late Pong or media. */
  bytesReceived(now: number): void {
    this.#heardAt = now;
    if (this.#stepper.state === ASKED) this.#step(BYTES_RECEIVED);
  }

  /** The peer cannot be heard until `listen`: nothing is due. */
  stopListening(): void {
    this.#step(LISTENING_STOPPED);
  }

  /** It can be heard again, and silence counts from now. */
  listen(now: number): void {
    this.#heardAt = now;
    this.#step(LISTENING_RESUMED);
  }

  /** A deadline of ours is due; it may turn out that the silence it waited for was broken. */
  due(deadline: KeepAliveDeadline): KeepAliveOrder | undefined {
    return this.#step(this.#heardAt > this.#armedAt ? BYTES_RECEIVED : tables.event(deadline));
  }

  /** The connection is over: nothing more is due. */
  stop(): void {
    this.#step(CONNECTION_CLOSED);
  }

  #step(event: number): KeepAliveOrder | undefined {
    return this.#carryOut(this.#stepper.step(event));
  }

  #carryOut(effects: readonly Order[]): KeepAliveOrder | undefined {
    let order: KeepAliveOrder | undefined;
    this.#armedAt = this.#heardAt;
    for (const effect of effects) {
      if (effect.type === 'arm') this.#arm(effect.params.deadline);
      else if (effect.type === 'disarm') this.#options.deadlines.disarm(effect.params.deadline);
      else order = effect.type;
    }
    return order;
  }

  #arm(deadline: KeepAliveDeadline): void {
    const span = deadline === 'pingDue' ? this.#options.pingMs : this.#options.idleMs;
    if (span > 0) this.#options.deadlines.arm(deadline, this.#heardAt + span);
  }
}
