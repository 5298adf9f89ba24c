/** `readyState` of a WebSocket (WHATWG WebSockets, 3.1). */
export const CONNECTING = 0;
export const OPEN = 1;

/**
 * What is used of a WebSocket: the standard's own by the members that are needed, so that the types of every runtime, of the
 * package `ws` and of a wrapper fit.
 */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  /** Bytes given to `send` that have not gone to the network. */
  readonly bufferedAmount: number;
  send(bytes: Uint8Array): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'error', listener: (event: object) => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: WebSocketClose) => void): void;
  /** Drops the TCP connection: `ws` and Bun have it. */
  terminate?(): void;
  /** Stops reading from the network: `ws` and Bun have it. */
  pause?(): void;
  resume?(): void;
}

/** How a WebSocket ended. */
export interface WebSocketClose {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

/** `WebSocket` of browsers, Deno, Bun, Node from 22 on, and the package `ws`. */
export type WebSocketConstructor = new (url: string, protocols?: string[]) => WebSocketLike;

/** The most bytes that come in one frame where the server can choose: as much as is held for a listener that is behind. */
export const LARGEST_FRAME = 16_777_216;
