import {
  type ClientConnection,
  type ClientConnectionOptions,
  type ConnectionEvent,
  createClientConnection,
  createServerConnection,
  type Millis,
  type ServerConnection,
  type ServerConnectionOptions,
} from '../../core/index.ts';
import { Driver } from '../driver.ts';
import { Link, type LinkOptions } from './link.ts';
import { SeededRandom } from './random.ts';
import { Side } from './side.ts';
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
  switch (event.type) {
    case 'connectRequested':
      return side.run((server, now) => server.acceptConnect(event.requestId, now));
    case 'publishRequested':
      return side.run((server, now) => server.acceptPublish(event.requestId, now));
    case 'playRequested':
      return side.run((server, now) => server.acceptPlay(event.requestId, now));
    case 'play2Requested':
      return side.run((server, now) => server.acceptPlay2(event.requestId, now));
    case 'seekRequested':
      return side.run((server, now) => server.acceptSeek(event.requestId, now));
    default: // nothing else waits for an answer
  }
}

/** Makes a pair whose client has begun: C0 and C1 are under way. Drive it to go on. */
export function createPair(options: PairOptions = {}): Pair {
  const clock = new VirtualClock();
  const random = new SeededRandom(options.seed ?? 1);
  const link = new Link(clock, random, options);
  const common = { now: clock.now(), random: random.fill };
  const connect = { app: 'live', tcUrl: 'rtmp://server/live' };
  const serverConnection = createServerConnection({ ...common, ...options.server });
  const clientConnection = createClientConnection({ ...common, connect, ...options.client });
  const server = new Side(new Driver(serverConnection, link.server, clock), options.onServerEvent ?? acceptAll);
  const client = new Side(new Driver(clientConnection, link.client, clock), options.onClientEvent);
  link.server.attach(server.driver);
  link.client.attach(client.driver);
  server.driver.start(server);
  client.driver.start(client);
  return {
    clock,
    link,
    server,
    client,
    driveUntilIdle: (maxSteps) => clock.runUntilIdle(maxSteps),
    advance: (ms, maxSteps) => clock.advance(ms, maxSteps),
  };
}
