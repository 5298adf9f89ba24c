import {
  type ClientConnection,
  type ClientConnectionOptions,
  type Connection,
  type ConnectionEvent,
  createClientConnection,
  createServerConnection,
  type Millis,
  type Outputs,
  type ServerConnection,
  type ServerConnectionOptions,
} from '../../core/index.ts';
import { Driver } from '../driver.ts';
import { Link, type LinkOptions, type MemoryTransport } from './link.ts';
import { SeededRandom } from './random.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface PairOptions extends LinkOptions {
  /** Decides the handshake's random bytes and random splits. Default 1. */
  readonly seed?: number;
  readonly server?: Partial<ServerConnectionOptions>;
  readonly client?: Partial<ClientConnectionOptions>;
  /** What the server side does with each event; default `acceptAll`. Use `() => {}` to decide by hand. */
  readonly onServerEvent?: (event: ConnectionEvent, side: Side<ServerConnection>) => void;
  /** What the client side does with each event; default nothing. */
  readonly onClientEvent?: (event: ConnectionEvent, side: Side<ClientConnection>) => void;
}

/** One side of a pair: its connection, its driver, and every event so far. */
export class Side<C extends Connection> {
  readonly driver: Driver<C>;
  readonly connection: C;
  readonly events: ConnectionEvent[] = [];

  constructor(connection: C, transport: MemoryTransport, clock: VirtualClock) {
    this.connection = connection;
    this.driver = new Driver(connection, transport, clock);
    transport.attach(this.driver);
  }

  /** Calls a command and carries out what it returns: `side.run((connection, now) => connection.ping(now))`. */
  run(command: (connection: C, now: Millis) => Outputs): void {
    this.driver.perform(command(this.connection, this.driver.now()));
  }

  /** The events of one type, in order. */
  eventsOf<T extends ConnectionEvent['type']>(type: T): Extract<ConnectionEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<ConnectionEvent, { type: T }> => event.type === type);
  }
}

/** A server and a client connection over a link, in virtual time. */
export interface Pair {
  readonly clock: VirtualClock;
  readonly link: Link;
  readonly server: Side<ServerConnection>;
  readonly client: Side<ClientConnection>;
  /** Runs until no bytes are under way. Deadlines that fall between go off. @throws TooManySteps */
  driveUntilIdle(maxSteps?: number): void;
  /** Lets virtual time pass, deadlines included. @throws TooManySteps */
  advance(ms: Millis, maxSteps?: number): void;
}

/** Accepts each request as it comes. */
export function acceptAll(event: ConnectionEvent, side: Side<ServerConnection>): void {
  if (event.type === 'connectRequested') side.run((server, now) => server.acceptConnect(event.requestId, now));
  else if (event.type === 'publishRequested') side.run((server, now) => server.acceptPublish(event.requestId, now));
  else if (event.type === 'playRequested') side.run((server, now) => server.acceptPlay(event.requestId, now));
}

/** Makes a pair whose client has begun: C0 and C1 are under way. Drive it to go on. */
export function createPair(options: PairOptions = {}): Pair {
  const clock = new VirtualClock();
  const random = new SeededRandom(options.seed ?? 1);
  const link = new Link(clock, random, options);
  const common = { now: clock.now(), random: random.fill };
  const connect = { app: 'live', tcUrl: 'rtmp://server/live' };
  const server = new Side(createServerConnection({ ...common, ...options.server }), link.server, clock);
  const client = new Side(createClientConnection({ ...common, connect, ...options.client }), link.client, clock);
  start(server, options.onServerEvent ?? acceptAll);
  start(client, options.onClientEvent ?? (() => {}));
  return {
    clock,
    link,
    server,
    client,
    driveUntilIdle: (maxSteps) => clock.runUntilIdle(maxSteps),
    advance: (ms, maxSteps) => clock.advance(ms, maxSteps),
  };
}

function start<C extends Connection>(side: Side<C>, react: (event: ConnectionEvent, side: Side<C>) => void): void {
  const onEvent = (event: ConnectionEvent) => {
    side.events.push(event);
    react(event, side);
  };
  side.driver.start({ onEvent });
}
