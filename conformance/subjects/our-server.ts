import { Accepted } from '../../adapters/listener.ts';
import { createLiveServer, type LiveServerOptions } from '../../adapters/server/index.ts';
import { type Capability, DEADLINES, type Metric, type Profile, type SubjectOrder } from '../kit/case.ts';
import type { MemorySubject, Port, World } from '../kit/subject.ts';
import { GUARDED, guard } from './guarded-apps.ts';
import { MemoryDisk } from './memory-disk.ts';
import { OperatorLog } from './operator-log.ts';
import { PortTransport } from './port-transport.ts';
import { VOD_ITEM } from './recordings.ts';

const PROFILE: Profile = {
  app: 'live',
  tcUrl: 'rtmp://127.0.0.1/live',
  absentApp: 'absent',
  vodItem: VOD_ITEM,
  auth: GUARDED,
  deadlines: DEADLINES,
};

const CAPABILITIES: readonly Capability[] = [
  'vod',
  'record',
  'auth',
  'amf3',
  'ertmp',
  'orders',
  'measures',
  'logs',
  'virtualTime',
];

/** Our live server as `millrace serve` runs it, in memory: it relays, records, plays recordings, logs, and has one app that is absent. */
export function ourServer(options: LiveServerOptions = {}): MemorySubject {
  return {
    name: 'millrace server',
    role: 'server',
    capabilities: new Set(CAPABILITIES),
    profile: PROFILE,
    start: (world) => new OurServer(world, options),
  };
}

class OurServer {
  readonly #server;
  readonly #accepted;
  readonly #clock: World['clock'];
  readonly #disk = new MemoryDisk();
  readonly #log = new OperatorLog();

  constructor(world: World, options: LiveServerOptions) {
    this.#clock = world.clock;
    this.#server = createLiveServer({
      vod: this.#disk.vod,
      recording: { store: this.#disk.store },
      onEvent: (event) => this.#log.hear(event),
      ...guard,
      onConnect: (request) =>
        request.app === PROFILE.absentApp ? { refuse: 'There is no such app.' } : guard.onConnect(request),
      ...options,
    });
    const { clock, random } = world;
    this.#accepted = new Accepted({ clock, random }, this.#server.acceptOptions);
    const accepted = this.#accepted;
    this.#server.attach({ close: (how) => accepted.drain(how) });
  }

  accept(port: Port): PortTransport {
    const transport = new PortTransport().connect(port);
    this.#accepted.accept(transport);
    return transport;
  }

  order(order: SubjectOrder): void {
    const server = this.#server;
    if (order.kind === 'stop') void server.close();
    if (order.kind === 'askToReconnect')
      void server.close(order.tcUrl === undefined ? {} : { reconnectTo: order.tcUrl });
    if (order.kind !== 'kick') return;
    for (const { id, publishes, plays } of server.stats().connections) {
      if (publishes.length + plays.length > 0) server.disconnect(id);
    }
  }

  measure(metric: Metric): number | undefined {
    const { connections, streams } = this.#server.stats();
    const unsentBytes = sum(connections.map((connection) => connection.unsentBytes));
    switch (metric) {
      case 'sessions':
        return connections.length;
      case 'unsentBytes':
        return unsentBytes;
      case 'heldBytes':
        return (
          unsentBytes +
          sum(connections.map(({ heldBytes }) => heldBytes)) +
          sum(streams.map(({ publisher }) => (publisher?.headerBytes ?? 0) + (publisher?.gopBytes ?? 0)))
        );
      case 'timers':
        return this.#clock.pendingCount;
      case 'strayFiles':
        return this.#disk.strayCount;
      case 'logControls':
        return this.#log.controlCount;
      case 'longestLogLine':
        return this.#log.longestLine;
    }
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
