import { Studio } from '../../client/testing/studio.ts';
import { Directory, type FromDirectory, type Notice, type ToDirectory } from '../directory.ts';
import type { LiveServerEvent } from '../event.ts';
import type { LiveServer, LiveServerOptions } from '../live-server.ts';
import { Neighbours } from '../neighbours.ts';
import { StageClient } from './stage.ts';

/** One worker of a fleet: what it told, and what the directory and its neighbours heard of it. */
export interface FleetWorker {
  readonly server: LiveServer;
  readonly events: LiveServerEvent[];
  readonly broken: string[];
}

/**
 * Several live servers that share their streams, in memory: worker 1 is the host `worker-1`, the link between them another port
 * of it, and messages to and from the directory take their time, one way 1 ms.
 */
export class Fleet {
  readonly studio = new Studio();
  readonly directory = new Directory();
  readonly told: (ToDirectory | FromDirectory)[] = [];
  readonly #workers = new Map<number, FleetWorker>();
  readonly #neighbours = new Map<number, Neighbours>();

  constructor(count: number, options: (worker: number) => LiveServerOptions = () => ({})) {
    for (let worker = 1; worker <= count; worker += 1) this.#start(worker, options(worker));
  }

  worker(number: number): FleetWorker {
    const worker = this.#workers.get(number);
    if (worker === undefined) throw new Error(`there is no worker ${number}`);
    return worker;
  }

  /** A client of one worker, with a message stream of its own. */
  async client(worker: number, app = 'live'): Promise<StageClient> {
    const client = await this.#connected(worker, app);
    client.run((connection, now) => connection.createStream(now));
    await this.advance(20);
    return client;
  }

  async publisher(worker: number, name = 'a'): Promise<StageClient> {
    const client = await this.client(worker);
    client.run((connection, now) => connection.publish(1, { name }, now));
    await this.advance(20);
    return client;
  }

  async player(worker: number, name = 'a'): Promise<StageClient> {
    const client = await this.client(worker);
    client.run((connection, now) => connection.play(1, { name }, now));
    await this.advance(20);
    return client;
  }

  /** How many connections were opened to the link of a worker. */
  fetchCount(worker: number): number {
    return this.studio.dialled.filter((host) => host === linkOf(worker)).length;
  }

  /** A worker dies: its connections break, and the directory is told. */
  async crash(worker: number): Promise<void> {
    for (const host of [hostOf(worker), linkOf(worker)]) this.studio.network.isolate(host);
    this.#neighbours.delete(worker);
    this.#carry(this.directory.leave(worker));
    await this.advance(20);
  }

  advance(ms: number): Promise<void> {
    return this.studio.advance(ms);
  }

  #start(worker: number, options: LiveServerOptions): void {
    const { clock } = this.studio;
    const events: LiveServerEvent[] = [];
    const broken: string[] = [];
    const dial = this.studio.connectFrom(hostOf(worker));
    const neighbours = new Neighbours({
      worker,
      clock,
      connect: (to) => dial({ ...to, host: linkOf(to.port), port: 1935 }),
      tell: (message) => this.#hear(worker, message),
      onBroken: (from, { message }) => broken.push(`${from}: ${message}`),
    });
    const server = this.studio.serve(hostOf(worker), {
      neighbours,
      onEvent: (event) => events.push(event),
      ...options,
    });
    server.attach(this.studio.network.listen({ ...neighbours.acceptOptions, address: linkOf(worker), port: 1935 }));
    this.#neighbours.set(worker, neighbours);
    this.#workers.set(worker, { server, events, broken });
  }

  #hear(worker: number, message: ToDirectory): void {
    const { clock } = this.studio;
    clock.wakeAt(clock.now() + 1, () => {
      if (!this.#neighbours.has(worker)) return;
      this.told.push(message);
      this.#carry(this.directory.receive(worker, message));
    });
  }

  #carry(notices: readonly Notice[]): void {
    const { clock } = this.studio;
    for (const { to, message } of notices) {
      clock.wakeAt(clock.now() + 1, () => {
        this.told.push(message);
        this.#neighbours.get(to)?.receive(message);
      });
    }
  }

  async #connected(worker: number, app: string): Promise<StageClient> {
    let client: StageClient | undefined;
    this.studio.network.connect({
      address: hostOf(worker),
      port: 1935,
      connection: { connect: { app, tcUrl: `rtmp://fleet/${app}` } },
      onConnection: (driver) => {
        client = new StageClient(driver);
        return client;
      },
    });
    if (client === undefined) throw new Error('connect calls onConnection');
    await this.advance(20);
    return client;
  }
}

function hostOf(worker: number): string {
  return `worker-${worker}`;
}

function linkOf(worker: number): string {
  return `link-${worker}`;
}
