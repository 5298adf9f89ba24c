/** What is used of the package `ws`, which brings no types. */
declare module 'ws' {
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  export interface WsOptions {
    readonly perMessageDeflate: boolean;
    /** The most bytes of one message. */
    readonly maxPayload: number;
  }

  export class WebSocket {
    binaryType: string;
    readonly readyState: number;
    readonly bufferedAmount: number;
    constructor(url: string, protocols: readonly string[] | undefined, options: WsOptions);
    send(bytes: Uint8Array): void;
    close(code?: number, reason?: string): void;
    terminate(): void;
    pause(): void;
    resume(): void;
    addEventListener(type: 'open' | 'error', listener: (event: object) => void): void;
    addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
    addEventListener(type: 'close', listener: (event: WsClose) => void): void;
  }

  export interface WsClose {
    readonly code: number;
    readonly reason: string;
    readonly wasClean: boolean;
  }

  export class WebSocketServer {
    constructor(options: WsOptions & { readonly noServer: true; readonly clientTracking: false });
    handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Uint8Array,
      callback: (socket: WebSocket) => void,
    ): void;
  }
}
