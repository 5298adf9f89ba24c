import { createServerConnection } from '../../core/index.ts';
import type { Bench } from '../../core/testing/bench.ts';
import { Driver } from '../driver.ts';
import { Accepted } from '../listener.ts';
import { acceptAll, MemoryNetwork, Side } from '../memory/index.ts';
import { sha256 } from '../node/sha256.ts';
import type { AttachableTransport, TransportHandlers } from '../transport.ts';
import { CaptureRecorder } from './capture-recorder.ts';

/**
 * What a tap costs a connection that receives media and answers: nothing where there is none. The first two must be alike:
 * a driver on its own, which no tap can reach, and a listener that was given no tap.
 */

const MESSAGES = 400;
/** So many that the handshake, whose digests are tried in JavaScript, does not count. */
const CAPTURED_MESSAGES = 2_000;
const MESSAGE_LENGTH = 5_000;

/** What a publisher sends, as it comes: from the first byte of the handshake to the last of its media. */
function sessionOf(messages: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const nothing = () => {};
  const network = new MemoryNetwork();
  const tap = () => ({
    onReceived: (bytes: Uint8Array) => {
      pieces.push(bytes.slice());
    },
    ...{ onSent: nothing, onReceivedEnd: nothing, onSentEnd: nothing, onGone: nothing },
  });
  const { address } = network.listen({ onConnection: (driver) => new Side(driver, acceptAll), tap });
  const { connection, ...driver } = publisherOf(network, address.port);
  for (let index = 0; index < messages; index++) {
    const payload = new Uint8Array(MESSAGE_LENGTH).fill(index);
    payload.set([0x27, 1, 0, 0, 0]);
    driver.perform((now) =>
      connection.sendMedia({ messageStreamId: 1, media: 'video', timestamp: index, payload }, now),
    );
  }
  return pieces;
}

function publisherOf(network: MemoryNetwork, port: number) {
  const connect = { app: 'live', tcUrl: 'rtmp://memory/live' };
  const driver = network.connect({ port, connection: { connect }, onConnection: (opened) => new Side(opened) });
  const { connection } = driver;
  type Call = (now: number) => Parameters<typeof driver.perform>[0];
  const perform = (call: Call) => {
    driver.perform(call(driver.now()));
    network.clock.runUntilIdle();
  };
  network.clock.runUntilIdle();
  perform((now) => connection.setChunkSize(4_096, now));
  perform((now) => connection.createStream(now));
  perform((now) => connection.publish(1, { name: 'a-stream' }, now));
  return { connection, perform };
}

/** Takes what is written at once. */
class Sink implements AttachableTransport {
  readonly peer = { address: '192.0.2.1', port: 1, secure: false };
  handlers: TransportHandlers | undefined;
  leave: (() => void) | undefined;

  attach(handlers: TransportHandlers, onGone?: () => void): void {
    this.handlers = handlers;
    this.leave = onGone;
  }
  write(buffers: readonly Uint8Array[]): void {
    this.handlers?.onTransmitted(buffers.reduce((sum, { length }) => sum + length, 0));
  }
  end(): void {}
  abort(): void {}
  pauseReading(): void {}
  resumeReading(): void {}
}

const SESSION = sessionOf(MESSAGES);
const LONG_SESSION = sessionOf(CAPTURED_MESSAGES);
const CLOCK = { now: () => 0, wakeAt: () => ({ cancel: () => {} }) };
const runtime = { clock: CLOCK, random: () => {} };
const store = { list: async () => [], append: async () => {}, remove: async () => {} };
const onConnection = (driver: Driver<ReturnType<typeof createServerConnection>>) => new Side(driver, acceptAll);

function feed({ handlers }: Sink, session: readonly Uint8Array[]): void {
  for (const piece of session) handlers?.onBytes(piece);
}

function accept(listener: Accepted, session: readonly Uint8Array[]): void {
  const sink = new Sink();
  listener.accept(sink);
  feed(sink, session);
  sink.leave?.(); // or the listener would keep it
}

const plain = new Accepted(runtime, { onConnection });

/** What no tap can reach. */
function withoutListener(session: readonly Uint8Array[]): void {
  const sink = new Sink();
  const driver = new Driver(createServerConnection({ now: 0, random: () => {} }), sink, CLOCK);
  driver.start(onConnection(driver));
  sink.attach(driver);
  feed(sink, session);
}

const captured = (hash: { readonly sha256?: typeof sha256 }) =>
  new Accepted(runtime, {
    onConnection,
    tap: new CaptureRecorder({ ...runtime, ...hash, store, wallClock: () => 0 }).tap,
  });

const limitOf = (session: readonly Uint8Array[]) => ({
  name: 'a driver that knows no tap',
  work: () => withoutListener(session),
});
const limit = limitOf(LONG_SESSION);
const count = CAPTURED_MESSAGES;

export const benches: readonly Bench[] = [
  {
    name: 'session, no capture',
    limit: limitOf(SESSION),
    work: () => accept(plain, SESSION),
    count: MESSAGES,
    recorded: 1,
    promised: 0.95,
  },
  {
    name: 'session captured, media left out',
    limit,
    work: () => accept(captured({ sha256 }), LONG_SESSION),
    count,
    recorded: 0.125,
  },
  {
    // Most of it is the hash.
    name: 'the same with a hash in JavaScript',
    limit,
    work: () => accept(captured({}), LONG_SESSION),
    count,
    recorded: 0.06,
  },
];
