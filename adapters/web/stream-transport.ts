import {
  type AttachableTransport,
  failureOf,
  type TransportFailure,
  type TransportHandlers,
  type TransportPeer,
} from '../transport.ts';
import { WriteQueue } from '../write-queue.ts';
import type { ByteDuplex } from './byte-duplex.ts';

/** The most bytes of one write: what a kernel takes at once of a connection that is not backed up. */
const LARGEST_WRITE = 65_536;

/**
 * A byte stream of promises as a transport.
 *
 * One read and one write are under way at a time. A paused reader asks for nothing more, and the stream's own backpressure
 * stops the peer. What is written waits here until the write before it is done, and counts as transmitted when its own is.
 */
export class StreamTransport implements AttachableTransport {
  readonly peer: TransportPeer;
  readonly #duplex: ByteDuplex;
  readonly #queue = new WriteQueue(LARGEST_WRITE);
  #handlers: TransportHandlers | undefined;
  #onGone: (() => void) | undefined;
  #isGone = false;

  #reading: 'idle' | 'pending' | 'ended' = 'idle';
  #isPaused = false;
  /** What the read under way brought when reading was paused meanwhile. */
  #held: Promise<Uint8Array | undefined> | undefined;
  /** Bytes of the write under way; 0 when none is. */
  #writing = 0;
  #sending: 'open' | 'ending' | 'closing' | 'ended' = 'open';

  constructor(duplex: ByteDuplex, peer: TransportPeer) {
    this.#duplex = duplex;
    this.peer = peer;
  }

  attach(handlers: TransportHandlers, onGone?: () => void): void {
    this.#handlers = handlers;
    this.#onGone = onGone;
    this.#readNext();
  }

  write(buffers: readonly Uint8Array[]): void {
    if (this.#isGone || this.#sending !== 'open') return;
    this.#queue.push(buffers);
    this.#writeNext();
  }

  end(): void {
    if (this.#sending === 'open') this.#sending = 'ending';
    this.#writeNext();
  }

  abort(): void {
    if (this.#isGone) return;
    this.#drop();
    queueMicrotask(() => this.#tellLost(undefined));
  }

  pauseReading(): void {
    this.#isPaused = true;
  }

  resumeReading(): void {
    this.#isPaused = false;
    this.#readNext();
  }

  #readNext(): void {
    if (this.#reading !== 'idle' || this.#isPaused || this.#isGone) return;
    this.#reading = 'pending';
    const next = this.#held ?? this.#duplex.read();
    this.#held = undefined;
    next.then(this.#onRead, this.#onFailure);
  }

  readonly #onRead = (bytes: Uint8Array | undefined): void => {
    if (this.#isGone) return;
    this.#reading = 'idle';
    if (this.#isPaused) {
      this.#held = Promise.resolve(bytes);
    } else if (bytes === undefined) {
      this.#reading = 'ended';
      this.#handlers?.onEnd();
      this.#settle();
    } else {
      try {
        this.#handlers?.onBytes(bytes);
      } finally {
        this.#readNext(); // also when a listener throws: the peer cannot help it
      }
    }
  };

  #writeNext(): void {
    if (this.#writing > 0 || this.#isGone) return;
    const bytes = this.#queue.take();
    if (bytes !== undefined) {
      this.#writing = bytes.length;
      this.#duplex.write(bytes).then(this.#onWritten, this.#onFailure);
    } else if (this.#sending === 'ending') {
      this.#sending = 'closing';
      this.#duplex.end().then(this.#onEnded, this.#onFailure);
    }
  }

  readonly #onWritten = (): void => {
    if (this.#isGone) return;
    const byteCount = this.#writing;
    this.#writing = 0;
    this.#writeNext();
    this.#handlers?.onTransmitted(byteCount);
  };

  readonly #onEnded = (): void => {
    this.#sending = 'ended';
    this.#settle();
  };

  readonly #onFailure = (error: unknown): void => {
    if (this.#isGone) return;
    this.#drop();
    this.#tellLost(failureOf(error));
  };

  /** Both halves have ended. */
  #settle(): void {
    if (this.#reading !== 'ended' || this.#sending !== 'ended' || this.#isGone) return;
    this.#isGone = true;
    this.#duplex.release();
    this.#tellLost(undefined);
  }

  #drop(): void {
    this.#isGone = true;
    this.#queue.clear();
    this.#held = undefined;
    this.#duplex.abort();
  }

  #tellLost(failure: TransportFailure | undefined): void {
    try {
      this.#handlers?.onLost(failure);
    } finally {
      this.#onGone?.(); // also when a listener throws, or whoever waits for the end would wait for ever
    }
  }
}
