/**
 * `millrace/memory`: connections without sockets, in virtual time, for tests. See `adapters/README.md`.
 */

export { Driver, type DriverListener } from '../driver.ts';
export type { AcceptOptions, CloseOptions, ConnectOptions, Listener } from '../listener.ts';
export type { Alarm, Clock, Transport, TransportFailure, TransportHandlers, TransportPeer } from '../transport.ts';
export { Link, type LinkOptions, type LinkPlaces, MemoryTransport } from './link.ts';
export {
  type MemoryConnectOptions,
  MemoryListener,
  type MemoryListenOptions,
  MemoryNetwork,
  MemoryNetworkError,
  type MemoryNetworkOptions,
} from './network.ts';
export { acceptAll, createPair, type Pair, type PairOptions } from './pair.ts';
export type { PipeOptions } from './pipe.ts';
export { SeededRandom } from './random.ts';
export { Side } from './side.ts';
export { LARGEST_PIECE, type Split } from './split.ts';
export { TooManySteps, VirtualClock } from './virtual-clock.ts';
