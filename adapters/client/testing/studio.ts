import type { ServerConnection } from '../../../core/index.ts';
import type { Driver } from '../../driver.ts';
import { MemoryNetwork, type MemoryNetworkOptions, SeededRandom } from '../../memory/index.ts';
import { LiveServer, type LiveServerOptions } from '../../server/live-server.ts';
import type { Connect } from '../index.ts';

/** Servers on a network in memory, where hosts are names, and what clients need to reach them. */
export class Studio {
  readonly network: MemoryNetwork;
  readonly random = new SeededRandom(5).fill;
  /** How many connections were opened to each host. */
  readonly dialled: string[] = [];
  readonly #connections = new Map<string, Driver<ServerConnection>[]>();

  constructor(options: MemoryNetworkOptions = {}) {
    this.network = new MemoryNetwork(options);
  }

  get clock() {
    return this.network.clock;
  }

  /** What a client of this network is made with. */
  get common() {
    return { connect: this.connect, random: this.random, clock: this.clock };
  }

  readonly connect: Connect = this.connectFrom('client');

  /** The `connect` of a host of this name. */
  connectFrom(from: string): Connect {
    return ({ host, tls: _, ...options }) => {
      this.dialled.push(host);
      return this.network.connect({ ...options, from, address: host });
    };
  }

  /** A live server at a host of this name. */
  serve(address: string, options: LiveServerOptions = {}): LiveServer {
    const server = new LiveServer(options);
    const connections: Driver<ServerConnection>[] = [];
    this.#connections.set(address, connections);
    const { acceptOptions } = server;
    const onConnection = (driver: Driver<ServerConnection>) => {
      connections.push(driver);
      return acceptOptions.onConnection(driver);
    };
    server.attach(this.network.listen({ ...acceptOptions, onConnection, address, port: 1935 }));
    return server;
  }

  /** The server there asks all its clients that take such requests to reconnect. @returns how many */
  sendAway(address: string, tcUrl: string): number {
    const asked = (this.#connections.get(address) ?? []).filter(({ connection }) => connection.mayRequestReconnect);
    for (const driver of asked) driver.perform(driver.connection.requestReconnect(this.clock.now(), { tcUrl }));
    return asked.length;
  }

  /** Runs until `done` is settled; virtual time jumps, and promises settle between any two steps. */
  async until<Value>(done: Promise<Value>): Promise<Value> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    done.then(settle, settle);
    await settlePromises();
    while (!isSettled) {
      if (!this.clock.step()) throw new Error('nothing is left to happen, and it is not done');
      await settlePromises();
    }
    return done;
  }

  /** Lets virtual time pass. */
  async advance(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    await settlePromises();
    while (this.clock.step(until)) await settlePromises();
    this.clock.advance(until - this.clock.now());
  }
}

function settlePromises(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
