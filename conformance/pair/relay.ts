import { connect, createServer, type Server, type Socket } from 'node:net';
import type { ServerPlace } from '../transports/server-target.ts';
import { Tap } from './tap.ts';

/** Stands between a client and a server, passes every byte on, and hears what they say. */
export class ListeningRelay {
  /** What the client says, on its first connection, and what it is told. */
  readonly said = new Tap();
  readonly told = new Tap();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #count = 0;

  private constructor(server: Server, place: ServerPlace) {
    this.#server = server;
    server.on('connection', (client) => this.#join(client, connect({ host: place.host, port: place.port })));
  }

  static start(place: ServerPlace): Promise<ListeningRelay> {
    return new Promise((resolve, reject) => {
      const server = createServer({ allowHalfOpen: false });
      server.once('error', reject).listen(0, '127.0.0.1', () => resolve(new ListeningRelay(server, place)));
    });
  }

  /** Of 127.0.0.1. */
  get port(): number {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('a server that listens has a port');
    return address.port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket, server: Socket): void {
    const isFirst = this.#count === 0;
    this.#count += 1;
    this.#pass(client, server, isFirst ? this.said : undefined);
    this.#pass(server, client, isFirst ? this.told : undefined);
  }

  #pass(from: Socket, to: Socket, tap: Tap | undefined): void {
    this.#sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      tap?.push(new Uint8Array(bytes));
      if (!to.write(bytes)) from.pause();
    });
    to.on('drain', () => from.resume());
    // How one side ended is for the other to hear; a reset is an end as well.
    from
      .on('end', () => to.end())
      .on('error', () => to.destroy())
      .on('close', () => to.destroy());
  }
}
