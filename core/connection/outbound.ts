import { SendWindow } from '../acknowledgement/send-window.ts';
import { ChunkWriter } from '../chunk/chunk-writer.ts';
import type { OutgoingMessage } from '../chunk/message.ts';
import type { Rc4 } from '../handshake/rc4.ts';
import type { ConnectionEvent } from './event.ts';
import type { Millis, Outputs, TransportAction } from './outputs.ts';

const NO_BYTES: readonly Uint8Array[] = Object.freeze([]);
const NO_EVENTS: readonly ConnectionEvent[] = Object.freeze([]);

/** What every call answers once a connection is closed. */
export const NO_OUTPUTS: Outputs = Object.freeze({
  transmit: NO_BYTES,
  events: NO_EVENTS,
  deadline: undefined,
  transport: 'keep',
});

/**
 * Everything on its way out of a connection: bytes, events, the order to the transport. What left, and what the
 * transport and the peer made of it, is counted by `sendWindow`.
 */
export class Outbound {
  readonly sendWindow: SendWindow;
  readonly #writer = new ChunkWriter();
  #transmit: Uint8Array[] | undefined;
  #events: ConnectionEvent[] | undefined;
  #transport: TransportAction = 'keep';
  /** What a call answers that brought nothing, as most that tell of progress do: made anew when the deadline moved. */
  #nothing: Outputs = NO_OUTPUTS;
  #cipher: Rc4 | undefined;

  /** @param refused - deviations that are faults on this connection */
  constructor(refused: ReadonlySet<string>) {
    this.sendWindow = new SendWindow(refused);
  }

  get chunkSize(): number {
    return this.#writer.chunkSize;
  }

  emit(event: ConnectionEvent): void {
    this.#events ??= [];
    this.#events.push(event);
  }

  /** From now on bytes are encrypted: the handshake agreed on it, and is over (HS-36). */
  encryptWith(cipher: Rc4): void {
    this.#cipher = cipher;
  }

  /** Takes bytes as they are: a handshake packet, or chunks shared with other connections, which encryption copies. */
  bytes(bytes: Uint8Array): void {
    const sent = this.#cipher === undefined ? bytes : this.#cipher.apply(bytes);
    if (this.#transmit === undefined) this.#transmit = [sent];
    else this.#transmit.push(sent);
    this.sendWindow.sent(bytes.length);
  }

  /** Chunks made elsewhere passed by on this chunk stream: the next header on it is full again. */
  sharedChunks(bytes: Uint8Array, chunkStreamId: number): void {
    this.#writer.forget(chunkStreamId);
    this.bytes(bytes);
  }

  /** Control messages and commands have full headers: some clients read no others. Media compresses them. */
  message(message: OutgoingMessage, headers: 'full' | 'compressed'): void {
    this.bytes(this.#writer.write(message, headers));
  }

  setChunkSize(chunkSize: number): void {
    this.#writer.setChunkSize(chunkSize);
  }

  setTransport(action: TransportAction): void {
    this.#transport = action;
  }

  /** Hands out what has gathered and begins anew. */
  take(deadline: Millis | undefined): Outputs {
    if (this.#transmit === undefined && this.#events === undefined && this.#transport === 'keep') {
      if (this.#nothing.deadline !== deadline) this.#nothing = { ...NO_OUTPUTS, deadline };
      return this.#nothing;
    }
    const outputs: Outputs = {
      transmit: this.#transmit ?? NO_BYTES,
      events: this.#events ?? NO_EVENTS,
      deadline,
      transport: this.#transport,
    };
    this.#transmit = undefined;
    this.#events = undefined;
    this.#transport = 'keep';
    return outputs;
  }
}
