/**
 * What a player's connection has not got rid of. A `ServerConnection` is one as it stands; a host that carries players
 * over something else keeps two numbers. Several players of one connection share it.
 */
export interface Backlog {
  /** Bytes handed over and not yet taken by the transport. */
  readonly unsentBytes: number;
  /** Bytes handed over since the beginning, unsent ones included; never falls. */
  readonly bytesSent: number;
}
