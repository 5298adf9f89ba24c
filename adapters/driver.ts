import type { Connection, ConnectionEvent, Millis, Outputs } from '../core/index.ts';
import { Farewell } from './farewell.ts';
import type { JoinedWrites } from './joined-writes.ts';
import type { Alarm, Clock, Transport, TransportFailure, TransportHandlers } from './transport.ts';

/** What the owner of a connection wants to hear. One object serves a connection for its whole life. */
export interface DriverListener {
  /** Every event in wire order. A command called in here goes through `Driver.perform`. */
  onEvent(event: ConnectionEvent): void;
  /**
   * All events of one call of the transport or the clock have been told: the moment to `uncork` what was corked while
   * they were handled. Not called for a `perform` from outside such a turn.
   */
  onTurnEnd?(): void;
}

/** Earlier than all others, so read as the last: what is written as a call returns leaves at the instant of that call. */
const THE_SAME_INSTANT: Millis = Number.NEGATIVE_INFINITY;

/** How long a transport may take after `closed` to deliver what was written; as long as the core waits for a peer's end. */
const LINGER_MS: Millis = 5_000;

/**
 * The loop between one connection, one transport and one clock, without a runtime.
 *
 * For everything that returns `Outputs` the order is: write, arm the deadline, dispatch the events. A listener that calls
 * a command hands the outputs to `perform`: their bytes are written at once and their events queue behind those still
 * waiting. After the event `closed` the driver is inert.
 *
 * Nothing here allocates per message: one queue, one alarm, and no closures.
 */
export class Driver<C extends Connection = Connection> implements TransportHandlers {
  readonly connection: C;
  readonly transport: Transport;
  readonly clock: Clock;

  // What every message to a player looks at comes first, side by side in memory.
  #isClosed = false;
  /** Whether `#events` holds any. */
  #hasEvents = false;
  #isDispatching = false;
  #deadline: Millis | undefined;
  #alarm: Alarm | undefined;
  #corks = 0;
  #isWriting = false;
  /** What a write reported as gone before it returned. */
  #goneAtOnce = 0;
  /** `ended`: our FIN is under way, and only an abort can follow. `gone`: the transport is not touched again. */
  #sending: 'open' | 'ended' | 'gone' = 'open';
  #holds = 0;
  #isReadingPaused = false;

  #corked: Uint8Array[] | undefined;
  #listener: DriverListener | undefined;
  readonly #events: ConnectionEvent[] = [];
  /** How many of them were told in the dispatch that is under way. */
  #told = 0;
  #alarmAt: Millis = 0;
  readonly #wake = () => this.#onAlarm();
  #failure: TransportFailure | undefined;

  /** What `close` waits for before it ends. */
  #farewell: Farewell | undefined;

  constructor(connection: C, transport: Transport, clock: Clock) {
    this.connection = connection;
    this.transport = transport;
    this.clock = clock;
  }

  /** The instant to pass to the connection's commands: the driver's own clock. */
  now(): Millis {
    return this.clock.now();
  }

  /** The event `closed` has been told. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Why the transport was lost; `undefined` while it is there and when it ended in order. Set before `closed` is told. */
  get failure(): TransportFailure | undefined {
    return this.#failure;
  }

  /** Within `onEvent`: more events follow before the turn ends. */
  get hasMoreEvents(): boolean {
    return this.#told < this.#events.length;
  }

  /** Begins: events are told to `listener`, a client says its first words, and the first deadline is kept. */
  start(listener: DriverListener): void {
    this.#listener = listener;
    this.perform(this.connection.start(this.now()));
  }

  /** Carries out what a call to the connection returned. Calls after `closed` do nothing. */
  perform(outputs: Outputs): void {
    if (this.#isClosed) return;
    this.#queue(outputs.events);
    const isNested = this.#isDispatching;
    this.#isDispatching = true;
    try {
      this.#send(outputs);
      this.#arm(outputs.deadline);
      this.#settleTransmitted(THE_SAME_INSTANT);
      if (!isNested && this.#hasEvents) this.#dispatch();
    } finally {
      this.#isDispatching = isNested;
    }
    if (!isNested) this.#settleReading();
  }

  /**
   * Ends the connection in order: what is unsent goes out, then FIN. `closed` follows when the peer ended or was too slow.
   *
   * Where the transport ends both ways, a ping goes out first, and the end waits for its answer, 2 s at most. Until then the
   * connection goes on.
   */
  close(): void {
    if (this.#farewell === undefined && !this.#beginFarewell()) this.#close();
  }

  /** Drops the transport now, even one that lingers after `closed`. `closed` is told at once, or next in a dispatch. */
  abort(failure?: TransportFailure): void {
    this.#abortTransport();
    if (!this.#isClosed) this.onLost(failure);
  }

  /** Holds back what is written until the matching `uncork`, which sends it in one write. Pairs nest. */
  cork(): void {
    this.#corks++;
  }

  /** @param joined - of all drivers that are uncorked at the same time */
  uncork(joined?: JoinedWrites): void {
    if (this.#corks === 0 || --this.#corks > 0) return;
    this.#flush(joined);
    this.#settleTransmitted(this.now());
  }

  /** Stops reading until the matching `releaseReading`, for a listener that is behind. Pairs nest. */
  holdReading(): void {
    this.#holds++;
    this.#settleReading();
  }

  releaseReading(): void {
    if (this.#holds > 0) this.#holds--;
    this.#settleReading();
  }

  onBytes(bytes: Uint8Array): void {
    if (!this.#isClosed) this.#turn(this.connection.receive(bytes, this.now()));
  }

  onEnd(): void {
    if (!this.#isClosed) this.#turn(this.connection.receiveEnd(this.now()));
  }

  onTransmitted(byteCount: number): void {
    if (this.#isWriting) this.#goneAtOnce += byteCount;
    else if (!this.#isClosed) this.#turn(this.connection.transmitted(byteCount, this.now()));
  }

  onLost(failure?: TransportFailure): void {
    this.#sending = 'gone';
    if (this.#isClosed) {
      this.#disarm();
      return;
    }
    this.#failure ??= failure;
    this.#turn(this.connection.receiveEnd(this.now()));
    // A peer's end waits behind a request that is not decided; a lost transport does not.
    if (!this.connection.isClosed) this.#turn(this.connection.close(this.now()));
  }

  /** @returns false where nothing can be lost, or no answer can come */
  #beginFarewell(): boolean {
    if (!this.transport.endsBothWays || this.#isClosed || this.#isReadingPaused) return false;
    const now = this.now();
    const ping = this.connection.ping(now);
    if (ping.transmit.length === 0) return false; // the handshake is not done, or the end has begun
    this.#farewell = new Farewell(now, this.clock, () => this.#close());
    this.perform(ping);
    return true;
  }

  #close(): void {
    this.#endFarewell();
    if (!this.#isClosed) this.perform(this.connection.close(this.now()));
  }

  #endFarewell(): void {
    this.#farewell?.cancel();
    this.#farewell = undefined;
  }

  #turn(outputs: Outputs): void {
    this.perform(outputs);
    if (!this.#isDispatching) this.#listener?.onTurnEnd?.();
  }

  #queue(events: readonly ConnectionEvent[]): void {
    if (events.length === 0) return;
    for (let index = 0; index < events.length; index++) this.#events.push(events[index]!);
    this.#hasEvents = true;
  }

  #send(outputs: Outputs): void {
    const { transmit } = outputs;
    if (transmit.length > 0 && this.#sending === 'open') {
      if (this.#corks === 0) this.#write(transmit);
      else this.#hold(transmit);
    }
    if (outputs.transport === 'end') this.#endTransport();
    else if (outputs.transport === 'abort') this.#abortTransport();
  }

  #hold(buffers: readonly Uint8Array[]): void {
    if (this.#corked === undefined) this.#corked = [...buffers];
    else for (let index = 0; index < buffers.length; index++) this.#corked.push(buffers[index]!);
  }

  #flush(joined?: JoinedWrites): void {
    const buffers = this.#corked;
    this.#corked = undefined;
    if (buffers === undefined) return;
    if (this.#sending === 'open') this.#write(joined === undefined ? buffers : joined.of(buffers));
  }

  #write(buffers: readonly Uint8Array[]): void {
    this.#isWriting = true;
    this.transport.write(buffers);
    this.#isWriting = false;
  }

  /** Tells the connection what left within a write, once the outputs that it was part of are carried out. */
  #settleTransmitted(at: Millis): void {
    const byteCount = this.#goneAtOnce;
    if (byteCount === 0) return;
    this.#goneAtOnce = 0;
    this.perform(this.connection.transmitted(byteCount, at));
  }

  #endTransport(): void {
    if (this.#sending !== 'open') return;
    this.#flush();
    this.#sending = 'ended';
    this.transport.end();
  }

  #abortTransport(): void {
    if (this.#sending === 'gone') return;
    this.#sending = 'gone';
    this.#corked = undefined;
    this.transport.abort();
  }

  /**
   * The deadline moves at nearly every read, and mostly to later: an alarm that is early enough is kept, and looks again
   * when it goes off. So a busy connection sets a timer once in a while instead of at every read.
   */
  #arm(deadline: Millis | undefined): void {
    if (deadline === this.#deadline && this.#alarm !== undefined) return;
    this.#deadline = deadline;
    if (deadline === undefined || (this.#alarm !== undefined && this.#alarmAt <= deadline)) return;
    this.#alarm?.cancel();
    this.#alarmAt = deadline;
    this.#alarm = this.clock.wakeAt(deadline, this.#wake);
  }

  #disarm(): void {
    this.#deadline = undefined;
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }

  #onAlarm(): void {
    this.#alarm = undefined;
    const now = this.now();
    const deadline = this.#deadline;
    if (deadline === undefined) return;
    if (now < deadline) this.#arm(deadline);
    else if (this.#isClosed) this.#abortTransport();
    else this.#turn(this.connection.tick(now));
  }

  #dispatch(): void {
    const events = this.#events;
    try {
      while (this.#told < events.length) {
        const event = events[this.#told++]!;
        if (event.type === 'closed') this.#settleClosed();
        this.#listener?.onEvent(event);
        if (this.#farewell?.isAnsweredBy(event)) this.#close();
      }
    } finally {
      // When a listener throws, the events behind the one it threw at wait for the next turn.
      if (this.#told === events.length) events.length = 0;
      else events.splice(0, this.#told);
      this.#told = 0;
      this.#hasEvents = events.length > 0;
    }
  }

  /** Nothing is left to say, but our last bytes may still be under way to a peer that does not read them. */
  #settleClosed(): void {
    this.#isClosed = true;
    this.#endFarewell();
    this.#disarm();
    if (this.#sending === 'ended') this.#arm(this.now() + LINGER_MS);
  }

  /** A request that waits for its answer, or a listener that is behind, stops the reading. */
  #settleReading(): void {
    const shouldPause = !this.#isClosed && (this.#holds > 0 || this.connection.isHolding);
    if (shouldPause === this.#isReadingPaused || this.#sending === 'gone') return;
    this.#isReadingPaused = shouldPause;
    if (shouldPause) this.transport.pauseReading();
    else this.transport.resumeReading();
  }
}
