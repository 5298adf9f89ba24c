import type { ExternalizableForm } from '../amf/externalizable.ts';
import type { AmfObject, AmfValue } from '../amf/value.ts';
import type { DeviationPolicy } from './deviation.ts';
import type { Limits } from './limits.ts';
import type { Millis } from './outputs.ts';

/** Spans after which something that did not happen counts as not happening. 0 switches a deadline off. */
export interface Timeouts {
  /** The whole handshake (HS-44). */
  readonly handshake: Millis;
  /** From the end of the handshake to `connect` (server) or from `connect` to its answer (client). */
  readonly connect: Millis;
  /** The application's decision on a request or its answer to a call; the answer to publish, play or a call of ours (client). */
  readonly decision: Millis;
  /** Silence after which a PingRequest is sent. */
  readonly ping: Millis;
  /** Silence after which the connection closes: liveness is any byte. */
  readonly idle: Millis;
  /** After an orderly close: how long we wait for the peer's end before the transport is dropped. */
  readonly close: Millis;
}

export const DEFAULT_TIMEOUTS: Timeouts = {
  handshake: 10_000,
  connect: 10_000,
  decision: 30_000,
  ping: 30_000,
  idle: 60_000,
  close: 5_000,
};

export interface ConnectionOptions {
  /** The instant at which the transport was opened; deadlines count from it. */
  readonly now: Millis;
  /**
   * Fills a buffer with random bytes: the arbitrary parts of the handshake (HS-46), and the private key of an encrypted
   * one, which is as good as they are. The core has no source of its own.
   */
  readonly random: (into: Uint8Array) => void;
  /**
   * SHA-256 of the runtime's own: with it a server looks for the digest in C1 in a fourth of the time. It answers at once, in memory
   * of its own. Default: one in JavaScript.
   */
  readonly sha256?: (bytes: Uint8Array) => Uint8Array;
  readonly limits?: Partial<Limits>;
  readonly timeouts?: Partial<Timeouts>;
  readonly deviations?: DeviationPolicy;
  /** Close when C2 or S2 is neither an echo nor signed; the same as `deviations: { echoMismatch: 'refuse' }`. */
  readonly strictEcho?: boolean;
  /** How an extended timestamp is read on type 3 chunks. Default `auto`: decided by comparison, chunk by chunk. */
  readonly extendedTimestampOnType3?: 'auto' | 'always' | 'never';
  /** Largest chunk payload we send, bytes, announced with the connect exchange. 1 to 0xFFFFFF; default 4096 (OBS, nginx-rtmp). */
  readonly chunkSize?: number;
  /**
   * Speak encrypted RTMP (RTMPE, HS-32): a server takes it from clients that ask for it, beside plain RTMP; a client asks
   * for it and takes nothing else. Default false: it authenticates nobody and costs some milliseconds of processor time
   * for each connection, so where there is a choice it is TLS.
   */
  readonly rtmpe?: boolean;
  /** How often we want to be acknowledged, bytes; default 2 500 000 (CHK-47). */
  readonly windowAcknowledgementSize?: number;
  /**
   * What becomes of procedures that the peer calls and no rule of ours knows (7.2.1.2), and of `getStreamLength`. With
   * `refuse`, the default, the core answers at once: `_error`, and 0 for the length, as a live server does. With `answer`
   * they are told as `callReceived` and `streamLengthRequested`, and wait for `answerCall` or `failCall`.
   */
  readonly calls?: 'refuse' | 'answer';
  /**
   * Forms of externalizable AMF3 classes that peers may send, besides those of Flex (AMF3-20, AMF3-21). An object of any
   * other class ends the connection with the fault `amfClassUnknown`: nothing behind it can be read.
   */
  readonly externalizables?: readonly ExternalizableForm[];
}

export interface ServerConnectionOptions extends ConnectionOptions {
  /** Set Peer Bandwidth sent before the connect result; default 2 500 000, dynamic (CHK-47). */
  readonly peerBandwidth?: number;
  /**
   * The object encoding that a client which asks for 3 is answered (AMF3-27); others are answered 0. Default 3: the client
   * may then send AMF3, though it is read either way. We send AMF0, which is legal with both (MSG-3).
   */
  readonly objectEncoding?: 0 | 3;
}

export interface ClientConnectionOptions extends ConnectionOptions {
  /**
   * Whether C1 holds a digest (HS-12). Default `simple`, which every known server takes. With `digest` a server that has
   * none is still taken, unless `deviations` says `digestMissing: 'refuse'`; S2 is checked as `strictEcho` says.
   */
  readonly handshake?: 'simple' | 'digest';
  /** `connect` is sent as soon as the handshake is done (7.2.1.1). */
  readonly connect: {
    readonly app: string;
    readonly tcUrl: string;
    readonly flashVer?: string;
    /** 3 lets the server answer in AMF3, too (AMF3-26). Default 0, as FFmpeg and librtmp say. */
    readonly objectEncoding?: 0 | 3;
    /** Further properties of the command object, after ours, in order. */
    readonly properties?: AmfObject;
    readonly userArguments?: readonly AmfValue[];
  };
}
