import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { Capability, Profile } from '../kit/case.ts';
import type { ConnectionName } from '../kit/observation.ts';
import type { Target } from '../kit/run-case.ts';
import { LiveRun, type LiveSubject } from './live-run.ts';
import { SocketLine } from './socket-line.ts';

/** Where a server under test listens. */
export interface ServerPlace {
  readonly host: string;
  readonly port: number;
  /** TLS, with any certificate: it is not what is under test. */
  readonly tls: boolean;
}

export interface SocketOptions {
  readonly capabilities: ReadonlySet<Capability>;
  readonly profile: Profile;
  /** Longest time of a run, milliseconds. */
  readonly mostMs: number;
  /** What becomes of the name of a stream: one that no other run of the kit has used, and that the peer takes. */
  readonly nameOf: (name: string) => string;
}

/** A server by its place: each connection of a case is one to it. */
export function serverTarget(place: ServerPlace, options: SocketOptions): Target {
  const { capabilities, profile, mostMs, nameOf } = options;
  return {
    role: 'server',
    capabilities,
    profile,
    run: (plan) => {
      const run = new LiveRun({ ...plan, name: nameOf(plan.name) });
      return run.finish(new RemoteServer(place, run), mostMs);
    },
  };
}

/** Long enough for a machine that has much else to do: who has died refuses at once. */
const REACH_MS = 10_000;

/** Whether somebody accepts connections there, within 10 s. */
export function isReachable({ host, port }: Pick<ServerPlace, 'host' | 'port'>): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectPlain({ host, port, timeout: REACH_MS });
    const answer = (isOpen: boolean) => () => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.on('connect', answer(true)).on('error', answer(false)).on('timeout', answer(false));
  });
}

class RemoteServer implements LiveSubject {
  readonly #place: ServerPlace;
  readonly #run: LiveRun;
  /** Not open yet. */
  readonly #opening = new Set<Socket>();

  constructor(place: ServerPlace, run: LiveRun) {
    this.#place = place;
    this.#run = run;
  }

  open(on: ConnectionName): void {
    const { host, port, tls } = this.#place;
    const carrier = connectPlain({ host, port, allowHalfOpen: true });
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = tls ? connectSecure({ socket: carrier, rejectUnauthorized: false, ...name }) : carrier;
    this.#opening.add(carrier);
    const line = new SocketLine(
      socket,
      {
        data: (data) => this.#run.tell({ data, on }),
        closed: (how) => (this.#opening.has(carrier) ? this.#refused() : this.#run.tell({ closed: on, how })),
      },
      carrier,
    );
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      this.#opening.delete(carrier);
      this.#run.joined(on, line);
    });
  }

  async leave(): Promise<void> {
    for (const socket of this.#opening) socket.destroy();
  }

  #refused(): void {
    const problem = { step: 'open a connection', expected: 'a connection', actual: 'the server accepts none' };
    this.#run.settle({ verdict: 'blocked', tags: ['tcp'], problem });
  }
}
