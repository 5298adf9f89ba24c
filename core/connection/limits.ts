/** The most that a peer can make one connection hold or do. Counts and bytes; every one is checked before memory is taken. */
export interface Limits {
  /** Longest message taken, bytes. The format allows 0xFFFFFF; a 4K key frame fits well below this default. */
  readonly messageLength: number;
  /** Longest command or data message taken, bytes (MSG-37, AMF-LIM-9). */
  readonly commandLength: number;
  /** Chunk streams remembered in the receiving direction (CHK-9). */
  readonly chunkStreams: number;
  /** Sum over all messages that have begun and not ended, bytes held. */
  readonly unfinishedBytes: number;
  /** Smallest chunk size a peer may set, bytes. 1 is legal and the default. */
  readonly smallestChunkSize: number;
  /** Bytes that may come while the application decides on a request, beside the rest of the read that held it. */
  readonly heldBytes: number;
  /** Message streams that exist at one time. */
  readonly messageStreams: number;
  /** Calls that await an answer at one time, in each direction; a client's `createStream` is one. */
  readonly pendingCalls: number;
  /** AMF: values in one message, levels of nesting, properties of one object (AMF-LIM-2, AMF-LIM-4). */
  readonly amfValues: number;
  readonly amfDepth: number;
  readonly amfProperties: number;
  /** `sendBacklogHigh` is emitted when more than this is unsent, `sendBacklogLow` when it is again at most the lower mark. */
  readonly sendBacklogHigh: number;
  readonly sendBacklogLow: number;
  /** Above this the connection closes with the fault `sendBacklog`. */
  readonly sendBacklogMax: number;
}

export const DEFAULT_LIMITS: Limits = {
  messageLength: 10_485_760,
  commandLength: 1_048_576,
  chunkStreams: 256,
  unfinishedBytes: 20_971_520,
  smallestChunkSize: 1,
  heldBytes: 2_097_152,
  messageStreams: 64,
  pendingCalls: 256,
  amfValues: 10_000,
  amfDepth: 32,
  amfProperties: 4_096,
  sendBacklogHigh: 4_194_304,
  sendBacklogLow: 1_048_576,
  sendBacklogMax: 33_554_432,
};
