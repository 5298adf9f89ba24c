import type { Millis } from '../core/index.ts';
import type { AcceptOptions, ConnectOptions } from './listener.ts';
import type { TransportFailure, TransportPeer } from './transport.ts';
import type { HttpRules } from './web/upgrade.ts';

// What the `listen` and `connect` of Node, Deno and Bun are told, the same for all.

/** The ports of RTMP and of RTMPS (CMD-51). */
export const RTMP_PORT = 1935;
const RTMPS_PORT = 443;

/** Certificate chain and private key, PEM. */
export interface TlsIdentity {
  readonly cert: string | Uint8Array;
  readonly key: string | Uint8Array;
}

export interface ListenOptions extends AcceptOptions {
  /** An address or a name of this machine. Default `0.0.0.0`; `::` takes IPv4 too where the system maps it. */
  readonly host?: string;
  /** Default 1935; 0 takes a free one. */
  readonly port?: number;
  /** With it the port speaks TLS: RTMPS, or WebSockets by `wss`. */
  readonly tls?: TlsIdentity;
  /**
   * A peer failed before it became a connection (TLS), or accepting itself failed; then `peer` is undefined. Default: not
   * told. Node and Bun tell nothing of peers that they drop for want of file descriptors.
   */
  readonly onFailure?: (failure: TransportFailure, peer: TransportPeer | undefined) => void;
}

/** Listening for RTMP in WebSockets, at any path. */
export interface WebSocketListenOptions extends ListenOptions, HttpRules {
  /** There is no port of its own for it; 0 takes a free one. */
  readonly port: number;
}

/** How the server's certificate is judged; by default by the system's authorities and the host's name. */
export interface TlsTrust {
  /** Authorities to trust instead, PEM. */
  readonly ca?: string;
  /** The name the certificate must be for, when it is not the host's. */
  readonly serverName?: string;
}

export interface SocketConnectOptions extends ConnectOptions {
  readonly host: string;
  /** Default 1935, or 443 with `tls`. */
  readonly port?: number;
  /** RTMPS: `true`, or whom to trust. */
  readonly tls?: boolean | TlsTrust;
  /** How long TCP and TLS may take. Default 10000. */
  readonly timeoutMs?: Millis;
}

/** How long a connect may take when it is not told, and a TLS handshake at a server: as the core gives RTMP's handshake. */
export const OPEN_TIMEOUT_MS: Millis = 10_000;

/** Nobody answered in time. */
export class ConnectTimeout extends Error {
  override readonly name = 'ConnectTimeout';
  readonly code = 'ETIMEDOUT';

  constructor(timeoutMs: Millis) {
    super(`No connection within ${timeoutMs} ms.`);
  }
}

/** The port that `options` mean, by their own words or by default. */
export function portOf({ port, tls = false }: SocketConnectOptions): number {
  return port ?? (tls === false ? RTMP_PORT : RTMPS_PORT);
}

const SYSTEM_TRUST: TlsTrust = {};

/** Whom to trust, or `undefined` without TLS. */
export function trustOf({ tls = false }: SocketConnectOptions): TlsTrust | undefined {
  if (tls === false) return undefined;
  return tls === true ? SYSTEM_TRUST : tls;
}
