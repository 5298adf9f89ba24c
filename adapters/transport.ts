/**
 * What an adapter offers to the driver: one open byte stream, and a clock. Runtime-free; each adapter
 * implements it.
 */

/** Why a byte stream was lost. Node's system errors fit as they are; `code` is `ECONNRESET`, `EPIPE`, `ETIMEDOUT`, … */
export interface TransportFailure {
  readonly code: string;
  readonly message: string;
}

/** What was thrown, as a failure: system errors carry a code, others (a TLS alert without one) are told by their name. */
export function failureOf(error: unknown): TransportFailure {
  if (!(error instanceof Error)) return { code: 'Error', message: String(error) };
  const { name, message } = error;
  return { code: 'code' in error && typeof error.code === 'string' ? error.code : name, message };
}

/** Who is at the other end. */
export interface TransportPeer {
  /** IP address without brackets, or a name where there is no network. */
  readonly address: string;
  readonly port: number;
  /** True when the bytes travel under TLS. */
  readonly secure: boolean;
}

/**
 * One open byte stream.
 *
 * The driver calls `write` in order and never after `end` or `abort`; it calls `end` and `abort` at most once each.
 */
export interface Transport {
  readonly peer: TransportPeer;
  /**
   * True where `end` ends both directions: what the peer has under way then is lost, and may cost it what it has not read
   * yet. So the driver sees to it that nothing is.
   */
  readonly endsBothWays?: boolean;
  /**
   * Sends buffers in order; never called with none. The buffers may be sent from where they are: nobody changes them.
   * Progress is told by `onTransmitted`, from within this call or later.
   */
  write(buffers: readonly Uint8Array[]): void;
  /** Sends FIN after everything written; bytes of the peer are still read, unless `endsBothWays`. */
  end(): void;
  /** Drops the connection and whatever is unsent, with a reset where the runtime can. */
  abort(): void;
  /** Stops calling `onBytes`, so that the peer is stopped by its own full window. An end with nothing unread may still come. */
  pauseReading(): void;
  resumeReading(): void;
}

/** A transport whose owner begins the reading. */
export interface AttachableTransport extends Transport {
  /** From now on, but not from within this call, `handlers` hear what happens; `onGone` is called after their `onLost`. */
  attach(handlers: TransportHandlers, onGone?: () => void): void;
}

/** What a transport tells. Each transport has one set of handlers and calls none of them from within its constructor. */
export interface TransportHandlers {
  /** Bytes came. They are borrowed: the transport may use the buffer again once the call returns. */
  onBytes(bytes: Uint8Array): void;
  /** The peer sent FIN: no more bytes will come. Writing still works. */
  onEnd(): void;
  /** So many bytes that were written have left our memory. The sum never exceeds what was written. */
  onTransmitted(byteCount: number): void;
  /** The byte stream is gone, by an error or because both sides ended it. Nothing follows. */
  onLost(failure?: TransportFailure): void;
}

/** A pending call of `Clock.wakeAt`. */
export interface Alarm {
  /** The call will not happen. Harmless afterwards. */
  cancel(): void;
}

/** Monotonic time for connections of one process or one simulation. */
export interface Clock {
  /** Milliseconds on an arbitrary but fixed origin; never goes back. */
  now(): number;
  /** Calls `wake` once, at or (by a timer's coarseness) shortly around `instant`. */
  wakeAt(instant: number, wake: () => void): Alarm;
}
