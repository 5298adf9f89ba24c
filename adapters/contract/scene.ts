import type { ClientConnection, ServerConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import type { AcceptOptions, ConnectOptions, Listener } from '../listener.ts';
import { acceptAll } from '../memory/pair.ts';
import { Side } from '../memory/side.ts';
import type { ContractHarness } from './harness.ts';

/** None of the cases is about how long a peer may take, and a busy machine takes long: for 20 MB under TLS, more than 5 s. */
const TIMEOUTS = { handshake: 120_000, connect: 120_000, close: 120_000 };

/** A server that accepts everything, and the clients of one test. */
export class ContractScene {
  readonly harness: ContractHarness;
  /** The server's sides, in the order in which they were accepted. */
  readonly servers: Side<ServerConnection>[] = [];
  #listener: Listener | undefined;

  constructor(harness: ContractHarness) {
    this.harness = harness;
  }

  get listener(): Listener {
    if (this.#listener === undefined) throw new Error('The scene does not listen yet.');
    return this.#listener;
  }

  /** How a listener of this scene accepts. @param react - what the server does with each event */
  accepting(react = acceptAll): AcceptOptions {
    return {
      connection: { timeouts: TIMEOUTS },
      onConnection: (driver) => {
        const side = new Side(driver, react);
        this.servers.push(side);
        return side;
      },
    };
  }

  async listen(react = acceptAll): Promise<void> {
    this.#listener = await this.harness.listen(this.accepting(react));
  }

  /** A client that is connected, and the server's side of it. */
  async connected(connect = this.#connect): Promise<[Side<ClientConnection>, Side<ServerConnection>]> {
    const before = this.servers.length;
    const client = await clientSide((options) => connect(options));
    await this.harness.until('connected', () => client.heard('connected'));
    return [client, this.servers[before]!];
  }

  /** A client that publishes on message stream 1. */
  async publishing(name = 'a'): Promise<[Side<ClientConnection>, Side<ServerConnection>]> {
    const [client, server] = await this.#withStream();
    client.run((connection, now) => connection.publish(1, { name }, now));
    await this.harness.until('publishing', () => client.heard('publishStarted'));
    return [client, server];
  }

  /** A client that plays on message stream 1. */
  async playing(name = 'a'): Promise<[Side<ClientConnection>, Side<ServerConnection>]> {
    const [client, server] = await this.#withStream();
    client.run((connection, now) => connection.play(1, { name }, now));
    await this.harness.until('playing', () => client.heard('playStarted'));
    return [client, server];
  }

  /** A client of the scene's listener. */
  client(): Promise<Side<ClientConnection>> {
    return clientSide(this.#connect);
  }

  /** Closes the listener while letting things happen. */
  async closeListener(drainMs: number): Promise<void> {
    let isDone = false;
    const closing = this.listener.close({ drainMs }).then(() => {
      isDone = true;
    });
    await this.harness.until('the listener to close', () => isDone);
    await closing;
  }

  /** Drops whatever is open. */
  async end(): Promise<void> {
    for (const server of this.servers) server.driver.abort();
    if (this.#listener !== undefined) await this.closeListener(0);
  }

  async #withStream(): Promise<[Side<ClientConnection>, Side<ServerConnection>]> {
    const sides = await this.connected();
    sides[0].run((connection, now) => connection.createStream(now));
    await this.harness.until('a stream', () => sides[0].heard('streamCreated'));
    return sides;
  }

  readonly #connect = (options: ConnectOptions) => this.harness.connect(this.listener.address, options);
}

/** Opens a client with whatever `connect` does, and records what it hears. */
export async function clientSide(
  connect: (options: ConnectOptions) => Promise<Driver<ClientConnection>>,
): Promise<Side<ClientConnection>> {
  let side: Side<ClientConnection> | undefined;
  const driver = await connect({
    connection: { connect: { app: 'live', tcUrl: 'rtmp://contract/live' }, timeouts: TIMEOUTS },
    onConnection: (opened) => {
      side = new Side(opened);
      return side;
    },
  });
  if (side?.driver !== driver) throw new Error('onConnection was not called with the driver that connect answered.');
  return side;
}

/** A payload whose every byte depends on its place and on `seed`. */
export function payloadOf(length: number, seed = 0): Uint8Array {
  const payload = new Uint8Array(length);
  for (let index = 0; index < length; index++) payload[index] = index * 31 + (index >> 8) + seed;
  return payload;
}
