import type { WebSocketClose, WebSocketLike } from '../web/web-socket.ts';
import type { BunServerWebSocket } from './api.ts';

interface Listeners {
  open: (event: object) => void;
  error: (event: object) => void;
  message: (event: { readonly data: unknown }) => void;
  close: (event: WebSocketClose) => void;
}

/** RFC 6455, 7.4.1: lost without a Close frame. */
const ABNORMAL = 1006;

/** Bun's WebSocket of a server with the face of the standard's. Whoever handles its events calls `tell…`. */
export class ServerWebSocket implements WebSocketLike {
  /** Bytes come as Bun has them. */
  binaryType = 'arraybuffer';
  readonly #socket: BunServerWebSocket<unknown>;
  readonly #listeners: Partial<Listeners> = {};

  constructor(socket: BunServerWebSocket<unknown>) {
    this.#socket = socket;
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  get bufferedAmount(): number {
    return this.#socket.getBufferedAmount();
  }

  send(bytes: Uint8Array): void {
    this.#socket.send(bytes);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** One listener for each type, which is what the transport needs. */
  addEventListener<Type extends keyof Listeners>(type: Type, listener: Listeners[Type]): void {
    this.#listeners[type] = listener;
  }

  tellMessage(data: string | Uint8Array): void {
    this.#listeners.message?.({ data });
  }

  tellClose(code: number, reason: string): void {
    this.#listeners.close?.({ code, reason, wasClean: code !== ABNORMAL });
  }
}
