import type {
  Alarm,
  AttachableTransport,
  Clock,
  TransportFailure,
  TransportHandlers,
  TransportPeer,
} from '../transport.ts';
import { WriteQueue } from '../write-queue.ts';
import { LARGEST_FRAME, OPEN, type WebSocketClose, type WebSocketLike } from './web-socket.ts';

/** The most bytes of one frame that we send: a receiver gathers a frame before it tells of it. */
const FRAME_BYTES = 65_536;

/** How soon after a write, and at most how seldom, `bufferedAmount` is looked at. */
const FIRST_POLL_MS = 4;
const SLOWEST_POLL_MS = 128;

/** Close codes (RFC 6455, 7.4.1). */
const NORMAL = 1000;
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;
const NO_STATUS = 1005;
const ABNORMAL = 1006;

/**
 * An open WebSocket as a transport: the bytes of RTMP in binary frames, cut anywhere.
 *
 * The standard tells nobody when sent bytes have left, and offers nothing but `bufferedAmount` to look at. So while it is
 * not 0 an alarm looks again, at twice the distance each time that nothing has moved. The standard cannot stop a sender
 * either: where the socket has no `pause`, what comes while reading is paused is held, up to 16 MiB, and past that the
 * socket is dropped. There is no half-close: `end` closes both directions when everything has been sent.
 */
export class WebSocketTransport implements AttachableTransport {
  readonly peer: TransportPeer;
  /** Deno drops the connection, its own frames with it, when a frame of the peer crosses our Close. */
  readonly endsBothWays = true;
  readonly #socket: WebSocketLike;
  readonly #clock: Clock;
  readonly #queue = new WriteQueue(FRAME_BYTES);
  #handlers: TransportHandlers | undefined;
  #onGone: (() => void) | undefined;
  #state: 'open' | 'ending' | 'closing' | 'gone' = 'open';

  #written = 0;
  #reported = 0;
  #alarm: Alarm | undefined;
  #pollMs = FIRST_POLL_MS;

  #isPaused = false;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  /** The peer closed in order while its last bytes were held. */
  #isClosedBehindHeld = false;

  /** @param socket - an open one; its events belong to the transport from now on */
  constructor(socket: WebSocketLike, clock: Clock, peer: TransportPeer) {
    this.#socket = socket;
    this.#clock = clock;
    this.peer = peer;
    socket.binaryType = 'arraybuffer';
  }

  attach(handlers: TransportHandlers, onGone?: () => void): void {
    this.#handlers = handlers;
    this.#onGone = onGone;
    const socket = this.#socket;
    socket.addEventListener('message', ({ data }) => this.#onMessage(data));
    socket.addEventListener('close', (close) => this.#onClose(close));
    socket.addEventListener('error', () => {}); // 'close' follows and says more
  }

  write(buffers: readonly Uint8Array[]): void {
    const socket = this.#socket;
    if (this.#state !== 'open' || socket.readyState !== OPEN) return;
    this.#queue.push(buffers);
    for (let frame = this.#queue.take(); frame !== undefined; frame = this.#queue.take()) {
      this.#written += frame.length;
      socket.send(frame);
    }
    this.#reportProgress();
  }

  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ending';
    this.#reportProgress();
  }

  /** A reset where the socket has `terminate`; elsewhere what was sent still goes out, and a Close frame behind it. */
  abort(): void {
    if (this.#state === 'gone') return;
    this.#drop(NORMAL);
    queueMicrotask(() => this.#tellLost(undefined));
  }

  pauseReading(): void {
    this.#isPaused = true;
    this.#socket.pause?.();
  }

  resumeReading(): void {
    this.#isPaused = false;
    this.#socket.resume?.();
    if (this.#held.length > 0 || this.#isClosedBehindHeld) queueMicrotask(this.#deliverHeld);
  }

  #onMessage(data: unknown): void {
    if (this.#state === 'gone') return;
    const bytes = bytesOf(data);
    if (bytes === undefined) this.#fail(TEXT_FRAME, UNSUPPORTED_DATA);
    else if (this.#isPaused || this.#held.length > 0) this.#hold(bytes);
    else this.#handlers?.onBytes(bytes);
  }

  #hold(bytes: Uint8Array): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > LARGEST_FRAME) this.#fail(READ_BACKLOG, NORMAL);
  }

  readonly #deliverHeld = (): void => {
    if (this.#isPaused || this.#state === 'gone') return;
    const bytes = this.#held.shift();
    if (bytes === undefined) {
      if (this.#isClosedBehindHeld) this.#lose(undefined);
      return;
    }
    this.#heldBytes -= bytes.length;
    try {
      this.#handlers?.onBytes(bytes);
    } finally {
      queueMicrotask(this.#deliverHeld);
    }
  };

  #onClose(close: WebSocketClose): void {
    if (this.#state === 'gone') return;
    // Once we have closed it does not matter how: Deno calls it unclean when a frame of the peer crossed our Close.
    const failure = this.#state === 'closing' ? undefined : failureOfClose(close);
    if (failure === undefined && this.#held.length > 0) this.#isClosedBehindHeld = true;
    else this.#lose(failure);
  }

  /** Tells what has left, looks again later for the rest, and closes behind the last byte. */
  #reportProgress(): void {
    if (this.#state === 'gone') return;
    const waiting = this.#socket.bufferedAmount; // with frame headers in `ws`, without them elsewhere
    const sent = this.#handlers === undefined ? 0 : Math.max(this.#reported, this.#written - waiting);
    const byteCount = sent - this.#reported;
    this.#reported = sent;
    if (sent < this.#written) this.#pollLater(byteCount > 0);
    else if (this.#state === 'ending') {
      this.#state = 'closing';
      this.#socket.close(NORMAL);
    }
    if (byteCount > 0) this.#handlers?.onTransmitted(byteCount);
  }

  #pollLater(hasMoved: boolean): void {
    if (this.#alarm !== undefined) return;
    this.#pollMs = hasMoved ? FIRST_POLL_MS : Math.min(2 * this.#pollMs, SLOWEST_POLL_MS);
    this.#alarm = this.#clock.wakeAt(this.#clock.now() + this.#pollMs, () => {
      this.#alarm = undefined;
      this.#reportProgress();
    });
  }

  #fail(failure: TransportFailure, code: number): void {
    this.#drop(code);
    this.#tellLost(failure);
  }

  #drop(code: number): void {
    this.#forget();
    if (this.#socket.terminate !== undefined && code === NORMAL) this.#socket.terminate();
    else this.#socket.close(code);
  }

  #lose(failure: TransportFailure | undefined): void {
    this.#forget();
    this.#tellLost(failure);
  }

  #forget(): void {
    this.#state = 'gone';
    this.#alarm?.cancel();
    this.#queue.clear();
    this.#held = [];
  }

  #tellLost(failure: TransportFailure | undefined): void {
    try {
      this.#handlers?.onLost(failure);
    } finally {
      this.#onGone?.(); // also when a listener throws, or whoever waits for the end would wait for ever
    }
  }
}

const TEXT_FRAME: TransportFailure = { code: 'TEXT_FRAME', message: 'Expected a binary frame, got a text frame.' };
const READ_BACKLOG: TransportFailure = {
  code: 'READ_BACKLOG',
  message: `The peer sent more than ${LARGEST_FRAME} bytes while they were not read.`,
};

function bytesOf(data: unknown): Uint8Array | undefined {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return data instanceof Uint8Array ? data : undefined;
}

function failureOfClose({ code, reason, wasClean }: WebSocketClose): TransportFailure | undefined {
  if (wasClean && (code === NORMAL || code === GOING_AWAY || code === NO_STATUS)) return undefined;
  if (code === ABNORMAL || code === 0) {
    return { code: 'ECONNRESET', message: 'The WebSocket was lost without a Close frame.' };
  }
  return {
    code: `WEBSOCKET_${code}`,
    message: `The peer closed the WebSocket with ${code}${reason && `: ${reason}`}.`,
  };
}
