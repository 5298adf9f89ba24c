// What is used of `Bun`, by its own names: whoever builds against this package needs no types of Bun for it.

export interface BunSocket<Data> {
  data: Data;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** How many bytes were taken, which may be 0; -1 when the socket is gone. */
  write(bytes: Uint8Array): number;
  /** Ends our half. */
  shutdown(): void;
  /** Ends both halves. */
  end(): void;
  /** Resets. */
  terminate(): void;
  pause(): void;
  resume(): void;
  setNoDelay(noDelay: boolean): void;
}

/** What a socket calls; one object serves all sockets of a listener. */
export interface BunSocketHandler<Data> {
  open(socket: BunSocket<Data>): void;
  handshake(socket: BunSocket<Data>, isDone: boolean, error: Error | null): void;
  data(socket: BunSocket<Data>, bytes: Uint8Array): void;
  drain(socket: BunSocket<Data>): void;
  end(socket: BunSocket<Data>): void;
  close(socket: BunSocket<Data>, error?: Error): void;
  error(socket: BunSocket<Data>, error: Error): void;
  connectError(socket: BunSocket<Data>, error: Error): void;
}

export interface BunSocketOptions<Data> {
  readonly hostname: string;
  readonly port: number;
  readonly allowHalfOpen: true;
  readonly tls?: BunTlsOptions | boolean;
  readonly socket: BunSocketHandler<Data>;
}

export interface BunTlsOptions {
  readonly cert?: string | Uint8Array;
  readonly key?: string | Uint8Array;
  readonly ca?: string;
  readonly serverName?: string;
}

export interface BunListener {
  readonly hostname: string;
  readonly port: number;
  stop(closeActive?: boolean): void;
}

export interface BunServerWebSocket<Data> {
  readonly data: Data;
  readonly readyState: number;
  /** -1 when it was taken but waits, 0 when it was dropped. */
  send(bytes: Uint8Array): number;
  getBufferedAmount(): number;
  close(code?: number, reason?: string): void;
  terminate(): void;
  pause(): void;
  resume(): void;
}

export interface BunServer<Data> {
  readonly hostname: string;
  readonly port: number;
  requestIP(request: Request): { readonly address: string; readonly port: number } | null;
  upgrade(request: Request, options: { readonly data: Data }): boolean;
  stop(closeActive?: boolean): Promise<void>;
}

export interface BunServeOptions<Data> {
  readonly hostname: string;
  readonly port: number;
  readonly tls?: BunTlsOptions;
  fetch(request: Request, server: BunServer<Data>): Response | undefined;
  readonly websocket: {
    readonly perMessageDeflate: boolean;
    /** Seconds; 0 for never. */
    readonly idleTimeout: number;
    readonly maxPayloadLength: number;
    /** Bytes that may wait; what comes on top is dropped. */
    readonly backpressureLimit: number;
    open(socket: BunServerWebSocket<Data>): void;
    message(socket: BunServerWebSocket<Data>, message: string | Uint8Array): void;
    close(socket: BunServerWebSocket<Data>, code: number, reason: string): void;
  };
}

export interface BunApi {
  listen<Data>(options: BunSocketOptions<Data>): BunListener;
  connect<Data>(options: BunSocketOptions<Data>): Promise<BunSocket<Data>>;
  serve<Data>(options: BunServeOptions<Data>): BunServer<Data>;
}
