import type { AmfValue } from '../amf/value.ts';

/**
 * Shared object messages, types 19 and 16 (§7.1.3): what clients and a server say about a set of named values, the slots,
 * which the server keeps and every client that uses the object sees alike (MSG-9 to MSG-12).
 */
export interface SharedObjectMessage {
  readonly name: string;
  /** uint32: raised by the server each time slots change. Clients send the last one they were told. */
  readonly version: number;
  /** The object outlives its users. A client that asks for the same name with the other answer is refused. */
  readonly isPersistent: boolean;
  readonly events: readonly SharedObjectEvent[];
}

/** One slot and what it holds. A value that was, or is to be, AMF3 within AMF0 is an `AmfAvmPlus`. */
export type SharedObjectSlot = readonly [slot: string, value: AmfValue];

export type SharedObjectEvent =
  /** Client: begin, or end, to use the object. Server: all slots are gone; you use it now. */
  | { readonly type: 'use' | 'release' | 'clear' | 'useSuccess' }
  /** Client: set this slot. */
  | { readonly type: 'requestChange'; readonly slot: string; readonly value: AmfValue }
  /** Server: these slots were set by somebody else. */
  | { readonly type: 'change'; readonly slots: readonly SharedObjectSlot[] }
  /** Server: your change of this slot was made; this slot is gone. Client: let it go. */
  | { readonly type: 'success' | 'remove' | 'requestRemove'; readonly slot: string }
  /** Either: call this handler of every user. Leaves no trace in the object. */
  | { readonly type: 'sendMessage'; readonly handler: string; readonly values: readonly AmfValue[] }
  /** Server: what went wrong, such as `SharedObject.NoWriteAccess` with level `error`. */
  | { readonly type: 'status'; readonly code: string; readonly level: string }
  /** An event that nobody assigned, as it came. */
  | { readonly type: 'unknown'; readonly eventType: number; readonly data: Uint8Array };

/** The numbers of the events (MSG-10). */
export const SHARED_OBJECT_EVENT = {
  use: 1,
  release: 2,
  requestChange: 3,
  change: 4,
  success: 5,
  sendMessage: 6,
  status: 7,
  clear: 8,
  remove: 9,
  requestRemove: 10,
  useSuccess: 11,
} as const satisfies Record<Exclude<SharedObjectEvent['type'], 'unknown'>, number>;

/**
 * How a message is written (MSG-2). `amf0`: type 19. `amf3`: type 16 with format selector 0, where single values may be
 * AMF3. `amf3Throughout`: type 16 with the selector 3 that Red5 knows, names and values in AMF3.
 */
export type SharedObjectFormat = 'amf0' | 'amf3' | 'amf3Throughout';

/** The format selector of type 16 in each format; type 19 has none. */
export const FORMAT_SELECTOR = { amf3: 0, amf3Throughout: 3 } as const;

/** The bit of the flags that says persistent; no other is known (MSG-11). */
export const PERSISTENT_FLAG = 2;
