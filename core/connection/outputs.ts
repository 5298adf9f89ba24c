import type { ConnectionEvent } from './event.ts';

/** A monotonic instant, or a span, in milliseconds. Never a wall clock, never a message timestamp. */
export type Millis = number;

/** What the transport must do once `transmit` is written: go on, send FIN after it, or drop everything now. */
export type TransportAction = 'keep' | 'end' | 'abort';

/** What a connection wants done after a call that changed it: write, arm the deadline, then dispatch, in this order. */
export interface Outputs {
  /** Buffers to write to the transport, in order. Owned by the receiver; never written to again by the core. */
  readonly transmit: readonly Uint8Array[];
  /** What happened, in the order it happened on the wire. */
  readonly events: readonly ConnectionEvent[];
  /** Call `tick` at or after this instant; `undefined` when nothing is pending. */
  readonly deadline: Millis | undefined;
  /** What the transport must do once `transmit` is written. */
  readonly transport: TransportAction;
}
