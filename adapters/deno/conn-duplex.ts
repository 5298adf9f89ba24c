import type { TransportPeer } from '../transport.ts';
import type { ByteDuplex } from '../web/byte-duplex.ts';
import type { DenoConn } from './api.ts';

/** A connection at rest holds one read buffer; a busy one lets it grow, so that a read takes what a kernel has. */
const SMALLEST_READ = 4_096;
const LARGEST_READ = 65_536;

/**
 * A connection of Deno. It is read into a buffer of its own instead of by `readable`, which makes a new buffer of 64 KiB for
 * every read.
 */
export class ConnDuplex implements ByteDuplex {
  readonly #conn: DenoConn;
  #buffer = new Uint8Array(SMALLEST_READ);

  constructor(conn: DenoConn) {
    this.#conn = conn;
  }

  async read(): Promise<Uint8Array | undefined> {
    const buffer = this.#buffer;
    const count = await this.#conn.read(buffer);
    if (count === null) return undefined;
    if (count === buffer.length && count < LARGEST_READ) this.#buffer = new Uint8Array(2 * count);
    return buffer.subarray(0, count);
  }

  async write(bytes: Uint8Array): Promise<void> {
    let count = await this.#conn.write(bytes);
    while (count < bytes.length) count += await this.#conn.write(bytes.subarray(count));
  }

  /** When the connection is lost already, reading tells it, and why. */
  async end(): Promise<void> {
    await this.#conn.closeWrite().catch(() => {});
  }

  release(): void {
    closeQuietly(this.#conn);
  }

  abort(): void {
    closeQuietly(this.#conn);
  }
}

/** Closing what is closed throws in Deno. */
export function closeQuietly(closable: { close(): void } | undefined): void {
  try {
    closable?.close();
  } catch {
    // It was gone, which is what was wanted.
  }
}

export function peerOf({ remoteAddr: { hostname, port } }: DenoConn, secure: boolean): TransportPeer {
  return { address: hostname.replace(/^::ffff:/, ''), port, secure };
}
