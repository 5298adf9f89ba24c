import { createRequire } from 'node:module';
import { DEADLINES } from '../kit/case.ts';
import type { MemorySubject, Peer, Port } from '../kit/subject.ts';

// node-media-server as a library in memory, for `millrace conform run --subject`: its session takes whatever has the three
// methods of a socket that it calls, so that no port is opened.

/** What its session calls of a socket. */
interface TheirSocket {
  readonly remoteAddress: string;
  readonly remotePort: number;
  on(event: 'data' | 'close' | 'error', listener: (bytes: Buffer) => void): void;
  write(bytes: Buffer): void;
  end(): void;
}

const require = createRequire(import.meta.url);
const RtmpSession: new (
  socket: TheirSocket,
) => { run(): void } = require('node-media-server/src/session/rtmp_session.js');
/** One for the whole process. */
const context: {
  config: object;
  readonly broadcasts: Map<string, unknown>;
} = require('node-media-server/src/core/context.js');

const logger: { log: () => void } = require('node-media-server/src/core/logger.js');

const subject: MemorySubject = {
  name: 'node-media-server',
  role: 'server',
  capabilities: new Set(),
  profile: { app: 'live', tcUrl: 'rtmp://127.0.0.1/live', deadlines: DEADLINES },
  start: () => {
    logger.log = () => {};
    context.config = { auth: {} };
    context.broadcasts.clear();
    const process = new TheirProcess();
    return { accept: (port) => process.accept(port) };
  },
};
export default subject;

/** What it throws would end its process, and with it every connection. */
class TheirProcess {
  readonly #ports = new Set<Port>();
  #hasCrashed = false;

  accept(port: Port): Peer {
    this.#ports.add(port);
    if (this.#hasCrashed) port.abort();
    const listeners = new Map<string, (bytes: Buffer) => void>();
    const tell = (event: string, bytes: Uint8Array = new Uint8Array(0)) => {
      if (!this.#hasCrashed) this.#guarded(() => listeners.get(event)?.(Buffer.from(bytes)));
    };
    new RtmpSession({
      remoteAddress: 'kit',
      remotePort: 1935,
      on: (event, listener) => listeners.set(event, listener),
      write: (bytes) => port.write(new Uint8Array(bytes)),
      end: () => port.end(),
    }).run();
    return {
      receive: (bytes) => tell('data', bytes),
      // A socket of Node ends both ways when its peer does.
      ended: () => port.end(),
      transmitted: () => {},
      lost: () => {
        this.#ports.delete(port);
        tell('close');
      },
    };
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch {
      this.#hasCrashed = true;
      for (const port of this.#ports) port.abort();
    }
  }
}
