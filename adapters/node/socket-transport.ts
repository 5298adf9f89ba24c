import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { join } from '../joined-writes.ts';
import {
  type AttachableTransport,
  failureOf,
  type TransportFailure,
  type TransportHandlers,
  type TransportPeer,
} from '../transport.ts';
import { readIntoShared } from './read-buffer.ts';

const NOTHING = new Uint8Array(0);

/** So many bytes, as of the answer to `connect`, are joined for less than Node does for each buffer. */
const SMALL_BYTES = 1_024;

/**
 * A socket of `net` or `tls`, opened with `allowHalfOpen`, as a transport.
 *
 * Reading: bytes go to the driver as Node read them, out of one buffer for all sockets where that can be. Writing: several
 * buffers go out in one system call (`writev`), from where they are; small ones are joined before.
 *
 * Progress is what has left Node's write queue: `writableLength` falls when the kernel has taken the bytes. Mostly it has taken
 * all when `write` returns, and to look costs less than a callback in a tick of its own. Behind what it did not take goes an
 * empty write, which is called back when everything before it has left. TLS encrypts later, so there each write has its callback.
 */
export class SocketTransport implements AttachableTransport {
  readonly peer: TransportPeer;
  readonly #socket: Socket;
  #handlers: TransportHandlers | undefined;
  #failure: TransportFailure | undefined;
  /** Bytes written whose leaving was not told yet. */
  #untold = 0;
  /** An empty write is under way. */
  #isAwaitingRest = false;
  /** One function for every write under TLS: Node merges the calls of one turn. */
  readonly #onWritten: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.peer = peerOf(socket);
    this.#onWritten = this.peer.secure ? () => this.#tellProgress() : undefined;
    // A message is written whole, so waiting for more to send (Nagle) only delays it.
    socket.setNoDelay(true);
  }

  attach(handlers: TransportHandlers, onGone?: () => void): void {
    this.#handlers = handlers;
    readIntoShared(this.#socket, handlers);
    this.#socket
      .on('data', (bytes: Uint8Array) => handlers.onBytes(bytes)) // is called where nothing is shared, and lets the socket flow, up to its end
      .on('end', () => handlers.onEnd())
      .on('error', (error) => {
        this.#failure = failureOf(error);
      })
      .on('close', () => {
        try {
          handlers.onLost(this.#failure);
        } finally {
          onGone?.(); // also when a listener throws, or whoever waits for the end would wait for ever
        }
      });
  }

  write(buffers: readonly Uint8Array[]): void {
    const socket = this.#socket;
    if (!socket.writable) return;
    const pieces = buffers.length === 1 ? buffers : join(buffers, SMALL_BYTES);
    if (pieces.length === 1) this.#writeOne(pieces[0]!);
    else {
      socket.cork();
      for (let index = 0; index < pieces.length; index++) this.#writeOne(pieces[index]!);
      socket.uncork();
    }
    this.#tellProgress();
    if (this.#untold > 0 && this.#onWritten === undefined) this.#awaitRest();
  }

  end(): void {
    this.#socket.end();
  }

  /** A plain socket is reset. TLS has no reset of its own, nor has a local socket: they are torn down, without a closing alert. */
  abort(): void {
    const socket = this.#socket;
    // Node cannot reset a socket while its FIN is on its way to the kernel, and would never close it then.
    const isEnding = socket.writableEnded && !socket.writableFinished && socket.writableLength === 0;
    if (this.peer.secure || socket.remoteFamily === undefined || isEnding) socket.destroy();
    else socket.resetAndDestroy();
  }

  pauseReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#socket.resume();
  }

  #writeOne(buffer: Uint8Array): void {
    this.#untold += buffer.length;
    this.#socket.write(asBuffer(buffer), this.#onWritten);
  }

  #awaitRest(): void {
    if (this.#isAwaitingRest) return;
    this.#isAwaitingRest = true;
    this.#socket.write(NOTHING, () => {
      this.#isAwaitingRest = false;
      this.#tellProgress();
      if (this.#untold > 0 && this.#socket.writable) this.#awaitRest();
    });
  }

  #tellProgress(): void {
    const handlers = this.#handlers;
    const byteCount = this.#untold - this.#socket.writableLength;
    if (byteCount <= 0 || handlers === undefined) return;
    this.#untold -= byteCount;
    handlers.onTransmitted(byteCount);
  }
}

let lastBytes: Uint8Array = new Uint8Array(0);
let lastBuffer = Buffer.from(lastBytes.buffer);

/**
 * The same bytes as a Buffer, which is what Node makes of every other array at each write. One that goes to many sockets is
 * made once.
 */
function asBuffer(bytes: Uint8Array): Buffer {
  if (bytes !== lastBytes) {
    lastBytes = bytes;
    lastBuffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  return lastBuffer;
}

/** Who is at the other end; an IPv4 address that came in through an IPv6 socket is told as IPv4. */
export function peerOf(socket: Socket): TransportPeer {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return { address, port: socket.remotePort ?? 0, secure: socket instanceof TLSSocket };
}
