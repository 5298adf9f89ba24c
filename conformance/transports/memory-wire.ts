import type { VirtualClock } from '../../adapters/memory/virtual-clock.ts';
import type { Peer, Port } from '../kit/subject.ts';

/** What the driver's end of a wire hears. */
export interface WireListener {
  data(bytes: Uint8Array): void;
  closed(how: 'fin' | 'rst'): void;
}

/** What a peer that does not read lets the other write: a socket's buffers. */
const ROOM = 65_536;

/**
 * One connection between the driver and a subject, in virtual time. Each piece that the driver writes is delivered apart:
 * cuts are exact. Nothing calls back from within a call.
 */
export class MemoryWire implements Port {
  readonly #clock: VirtualClock;
  readonly #listener: WireListener;
  #peer: Peer | undefined;
  /** To the subject: pieces, and `undefined` for FIN. */
  #incoming: (Uint8Array | undefined)[] = [];
  #isHeld = false;
  /** To the driver, while it does not read. */
  #outgoing: (Uint8Array | undefined)[] = [];
  #waitingBytes = 0;
  #isStopped = false;
  #untaken = 0;
  #ends = 0;
  #isGone = false;

  constructor(clock: VirtualClock, listener: WireListener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  attach(peer: Peer): void {
    this.#peer = peer;
  }

  /** The driver writes. */
  send(bytes: Uint8Array): void {
    this.#incoming.push(bytes);
    this.#soon(() => this.#deliver());
  }

  /** The driver ends the connection. */
  close(how: 'fin' | 'rst'): void {
    if (how === 'rst') return this.#lose(true);
    this.#incoming.push(undefined);
    this.#soon(() => this.#deliver());
  }

  /** The driver stops reading, or reads on. */
  stopReading(isStopped: boolean): void {
    this.#isStopped = isStopped;
    if (isStopped) return;
    const waiting = this.#outgoing;
    this.#outgoing = [];
    this.#waitingBytes = 0;
    for (const bytes of waiting) this.#toDriver(bytes);
    this.#give(this.#untaken);
  }

  write(bytes: Uint8Array): void {
    if (this.#isGone) return;
    this.#untaken += bytes.length;
    this.#toDriver(bytes);
    const room = this.#isStopped ? ROOM - this.#waitingBytes + bytes.length : bytes.length;
    this.#give(Math.max(0, Math.min(room, this.#untaken)));
  }

  end(): void {
    this.#toDriver(undefined);
  }

  abort(): void {
    if (this.#isGone) return;
    this.#lose(false);
    this.#soonAnyway(() => this.#listener.closed('rst'));
  }

  pauseReading(): void {
    this.#isHeld = true;
  }

  resumeReading(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#soon(() => this.#deliver());
  }

  #toDriver(bytes: Uint8Array | undefined): void {
    if (this.#isStopped) {
      this.#outgoing.push(bytes);
      this.#waitingBytes += bytes?.length ?? 0;
      return;
    }
    this.#soon(() => {
      if (bytes !== undefined) return this.#listener.data(bytes);
      this.#listener.closed('fin');
      this.#noteEnd();
    });
  }

  #give(count: number): void {
    if (count === 0) return;
    this.#untaken -= count;
    this.#soon(() => this.#peer?.transmitted(count));
  }

  #deliver(): void {
    while (!this.#isHeld && !this.#isGone) {
      if (this.#incoming.length === 0) return;
      const piece = this.#incoming.shift();
      if (piece !== undefined) {
        this.#peer?.receive(piece);
        continue;
      }
      this.#peer?.ended();
      this.#noteEnd();
    }
  }

  #noteEnd(): void {
    this.#ends += 1;
    if (this.#ends === 2) this.#lose(false);
  }

  #lose(isReset: boolean): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#incoming = [];
    this.#soonAnyway(() => this.#peer?.lost(isReset));
  }

  #soon(act: () => void): void {
    this.#soonAnyway(() => {
      if (!this.#isGone) act();
    });
  }

  #soonAnyway(act: () => void): void {
    this.#clock.deliverAt(this.#clock.now(), act);
  }
}
