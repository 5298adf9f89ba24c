// What is used of `Deno`, by its own names: whoever builds against this package needs no types of Deno for it.

export interface DenoAddress {
  readonly hostname: string;
  readonly port: number;
}

export interface DenoConn {
  readonly remoteAddr: DenoAddress;
  /** How many bytes came, or `null` at the peer's end. */
  read(into: Uint8Array): Promise<number | null>;
  /** How many bytes were taken, at least one. */
  write(bytes: Uint8Array): Promise<number>;
  closeWrite(): Promise<void>;
  close(): void;
}

export interface DenoTcpConn extends DenoConn {
  setNoDelay(noDelay?: boolean): void;
}

export interface DenoTlsConn extends DenoConn {
  handshake(): Promise<unknown>;
}

export interface DenoNetListener<Conn extends DenoConn> {
  readonly addr: DenoAddress;
  accept(): Promise<Conn>;
  close(): void;
}

export interface DenoHttpServer {
  readonly addr: DenoAddress;
  shutdown(): Promise<void>;
}

export interface DenoServeOptions extends DenoAddress {
  readonly cert?: string;
  readonly key?: string;
  readonly onListen: () => void;
}

/** The standard's socket, as `upgradeWebSocket` gives it. */
export interface DenoUpgrade<Socket> {
  readonly socket: Socket;
  readonly response: Response;
}

export interface DenoApi<Socket> {
  listen(options: DenoAddress): DenoNetListener<DenoTcpConn>;
  listenTls(options: DenoAddress & { readonly cert: string; readonly key: string }): DenoNetListener<DenoTlsConn>;
  connect(options: DenoAddress): Promise<DenoTcpConn>;
  startTls(
    conn: DenoTcpConn,
    options: { readonly hostname: string; readonly caCerts: readonly string[] },
  ): Promise<DenoTlsConn>;
  serve(
    options: DenoServeOptions,
    handler: (request: Request, info: { readonly remoteAddr: DenoAddress }) => Response,
  ): DenoHttpServer;
  upgradeWebSocket(request: Request, options: { readonly idleTimeout: number }): DenoUpgrade<Socket>;
  unrefTimer(timer: unknown): void;
}
