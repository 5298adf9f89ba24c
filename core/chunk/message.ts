/**
 * A message as the chunks carried it (§5.3, §6.1): whole, in fresh memory that belongs to whoever receives it, with the room in
 * front that `headroom.ts` makes.
 */
export interface Message {
  /** 2 to 65599. */
  readonly chunkStreamId: number;
  /** Type 0 to 3 of the message's first chunk. */
  readonly chunkType: number;
  /** uint32 milliseconds, wraps. */
  readonly timestamp: number;
  /** 0 to 255. */
  readonly messageTypeId: number;
  /** uint32; 0 for the connection itself. */
  readonly messageStreamId: number;
  /** Exactly as long as the header declared, 0 to 0xFFFFFF bytes. */
  readonly payload: Uint8Array;
}

/** A message to be cut into chunks. The payload is only read, and not kept. */
export interface OutgoingMessage {
  /** 2 to 65599; ids below 64 cost the least. */
  readonly chunkStreamId: number;
  /** uint32 milliseconds. */
  readonly timestamp: number;
  /** 0 to 255. */
  readonly messageTypeId: number;
  /** uint32. */
  readonly messageStreamId: number;
  /** 0 to 0xFFFFFF bytes. */
  readonly payload: Uint8Array;
}
