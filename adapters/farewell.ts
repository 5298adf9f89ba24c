import { type ConnectionEvent, type Millis, UserControlEvent } from '../core/index.ts';
import type { Alarm, Clock } from './transport.ts';

/** How long a peer may take to answer that it has read everything. */
const FAREWELL_MS: Millis = 2_000;

/**
 * What is waited for before a transport ends that `endsBothWays`: the answer to a last ping. Bytes are answered in order, so
 * the peer has then read all that went before, and whatever it said to that has come: nothing crosses our end.
 */
export class Farewell {
  /** What the ping says, and its answer again: the instant in uint32 milliseconds. */
  readonly #timestamp: number;
  readonly #alarm: Alarm;

  /**
   * @param now - the instant that the ping was made with
   * @param onLate - called when the answer has not come within 2 s, unless `cancel` came first
   */
  constructor(now: Millis, clock: Clock, onLate: () => void) {
    this.#timestamp = now >>> 0;
    this.#alarm = clock.wakeAt(now + FAREWELL_MS, onLate);
  }

  isAnsweredBy(event: ConnectionEvent): boolean {
    if (event.type !== 'userControlReceived') return false;
    return event.eventType === UserControlEvent.PingResponse && event.value === this.#timestamp;
  }

  cancel(): void {
    this.#alarm.cancel();
  }
}
