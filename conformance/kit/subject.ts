import type { Capability, Intent, Metric, Profile, Role, SubjectOrder } from './case.ts';
import type { ReceivedMedia } from './driver/io.ts';
import type { Report } from './observation.ts';

/** A library under test in memory: a server that is handed connections, or a client that asks for them. */
export interface MemorySubject {
  readonly name: string;
  readonly role: Role;
  readonly capabilities: ReadonlySet<Capability>;
  readonly profile: Profile;
  /** Starts one, for one run. Nothing of an earlier one is left. */
  start(world: World): RunningSubject;
}

/** What a subject finds around itself. */
export interface World {
  readonly clock: SubjectClock;
  /** The same bytes in every run of the same seed. */
  readonly random: (into: Uint8Array) => void;
  /** A client's: opens a connection to the kit, whatever place it thinks that is at. */
  dial(peer: Peer): Port;
  /** A client's: what it received, and how it fares. */
  received(media: ReceivedMedia): void;
  report(report: Report): void;
}

/** Virtual milliseconds. */
export interface SubjectClock {
  now(): number;
  wakeAt(instant: number, wake: () => void): { cancel(): void };
  /** Calls of `wakeAt` that wait. */
  readonly pendingCount: number;
}

export interface RunningSubject {
  /** A server's: somebody connected. */
  accept?(port: Port): Peer;
  /** A client's: it is to publish or to play a stream of this name. */
  launch?(intent: Intent, name: string): void;
  order?(order: SubjectOrder): void;
  /** `undefined`: it cannot tell. */
  measure?(metric: Metric): number | undefined;
}

/** What a subject does with its end of a connection. */
export interface Port {
  /** The bytes are the transport's from now on. */
  write(bytes: Uint8Array): void;
  /** FIN, behind what was written. */
  end(): void;
  /** RST, at once. */
  abort(): void;
  pauseReading(): void;
  resumeReading(): void;
}

/** What a subject hears at its end of a connection. */
export interface Peer {
  /** The bytes are lent for the call. */
  receive(bytes: Uint8Array): void;
  /** FIN: no more bytes will come. */
  ended(): void;
  /** So many bytes have left. */
  transmitted(count: number): void;
  /** It is gone: both have ended, or one was reset. Nothing follows. */
  lost(isReset: boolean): void;
}
