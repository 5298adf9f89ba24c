/**
 * One open byte stream in promises: what `StreamTransport` moves. No call is made while another one of the same direction
 * is pending.
 */
export interface ByteDuplex {
  /** The next bytes, or `undefined` at the peer's end. They are borrowed until the next call. */
  read(): Promise<Uint8Array | undefined>;
  /** Answers when the bytes have left our memory, or are where only the stream's own backpressure holds them. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends our half; everything was written before. */
  end(): Promise<void>;
  /** Both halves have ended: gives back what the stream holds. */
  release(): void;
  /** Drops both halves. Harmless when they are gone. */
  abort(): void;
}

/** Part of `ReadableStreamDefaultReader`. */
export interface ByteReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
}

/** Part of `WritableStreamDefaultWriter`. */
export interface ByteWriter {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(reason?: unknown): Promise<void>;
}

/**
 * Both directions of a WHATWG byte stream: what `connect()` of a worker answers, a bidirectional stream of WebTransport,
 * `WebSocketStream`, `Deno.Conn`. Described by the members that are used, because each runtime's types differ in the rest.
 */
export interface ByteStreamPair {
  readonly readable: { getReader(): ByteReader };
  readonly writable: { getWriter(): ByteWriter };
}

/** What a peer in the same process hears when the pair is dropped; over a network it hears what the network tells. */
class PairAborted extends Error {
  override readonly name = 'PairAborted';
  readonly code = 'ECONNRESET';
}

/** Takes both directions; nobody else can read or write from now on. @throws TypeError when one is locked already */
export function duplexOf({ readable, writable }: ByteStreamPair): ByteDuplex {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  return {
    read: async () => {
      const { done, value } = await reader.read();
      return done ? undefined : value;
    },
    write: (bytes) => writer.write(bytes),
    end: () => writer.close(),
    release: () => {},
    abort: () => {
      const reason = new PairAborted('The peer dropped the stream.');
      // Either may be gone, which is what was wanted.
      void writer.abort(reason).catch(() => {});
      void reader.cancel(reason).catch(() => {});
    },
  };
}
