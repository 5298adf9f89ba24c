import type { WebSocketClose, WebSocketLike } from '../web-socket.ts';

/** A WebSocket whose network is the test's hand. It has what the standard has, and no more. */
export class FakeWebSocket implements WebSocketLike {
  binaryType = 'blob';
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: Uint8Array[] = [];
  readonly closed: (number | undefined)[] = [];
  readonly #listeners = new Map<string, ((event: never) => void)[]>();

  send(bytes: Uint8Array): void {
    this.sent.push(bytes);
    this.bufferedAmount += bytes.length;
  }

  close(code?: number): void {
    this.closed.push(code);
    this.readyState = 2;
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  opens(): void {
    this.readyState = 1;
    this.#tell('open', {});
  }

  receives(data: unknown): void {
    this.#tell('message', { data });
  }

  fails(message: string): void {
    this.#tell('error', { message });
  }

  closes(close: Partial<WebSocketClose> = {}): void {
    this.readyState = 3;
    this.#tell('close', { code: 1000, reason: '', wasClean: true, ...close });
  }

  #tell(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never); // of the type it was added for
  }
}
