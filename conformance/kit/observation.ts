import { type AmfValue, amfText } from './wire/amf-value.ts';
import { decodeAmf0 } from './wire/amf0.ts';
import { toHex } from './wire/bytes.ts';
import type { DecodedMessage } from './wire/chunk-decode.ts';
import { readMark } from './wire/media.ts';
import { TYPE } from './wire/message.ts';

/** The name of a connection within one run: `A`, `B`, … */
export type ConnectionName = string;

/** A message with the values that it holds, where it holds AMF0 (also behind the format byte of types 15 and 17). */
export interface SeenMessage extends DecodedMessage {
  /** `undefined` when the payload is no AMF0. */
  readonly values: readonly AmfValue[] | undefined;
}

/** What a client under test says of itself: its exit, or in memory its events. */
export interface Report {
  /** `started`: it may publish, or plays. `failed`: it gave up, and says why. `ended`: it ended in order. */
  readonly what: 'started' | 'failed' | 'ended';
  readonly detail: string;
}

/** One thing that happened on one connection. */
export type Observation = {
  readonly on: ConnectionName;
  /** Milliseconds since the run began. */
  readonly t: number;
} & (
  | { readonly kind: 'opened' }
  /** Something came, of whatever kind; one for each read, before what it completed. */
  | { readonly kind: 'bytes'; readonly length: number; readonly total: number }
  /** S0, S1, S2 of a server or C0, C1, C2 of a client. */
  | { readonly kind: 'handshake'; readonly part: 0 | 1 | 2; readonly bytes: Uint8Array }
  | { readonly kind: 'message'; readonly message: SeenMessage }
  /** The peer wrote what is no chunk; nothing after it is read. */
  | { readonly kind: 'garbage'; readonly why: string }
  | { readonly kind: 'closed'; readonly how: 'fin' | 'rst' }
  | { readonly kind: 'report'; readonly report: Report }
);

/** The values of a command or data message; `undefined` for other types and for what is not AMF0. */
export function valuesOf({ type, payload }: { type: number; payload: Uint8Array }): readonly AmfValue[] | undefined {
  const isPlain = type === TYPE.command || type === TYPE.data;
  if (!isPlain && type !== TYPE.commandAmf3 && type !== TYPE.dataAmf3) return undefined;
  try {
    return decodeAmf0(isPlain ? payload : payload.subarray(1));
  } catch {
    return undefined;
  }
}

/** One line for people. */
export function observationText(observation: Observation): string {
  switch (observation.kind) {
    case 'opened':
      return 'connection open';
    case 'bytes':
      return `${observation.length} bytes`;
    case 'handshake':
      return `handshake packet ${observation.part}`;
    case 'message':
      return messageText(observation.message);
    case 'garbage':
      return `what is no chunk: ${observation.why}`;
    case 'closed':
      return observation.how === 'fin' ? 'end of the connection' : 'reset of the connection';
    case 'report':
      return `the client says: ${observation.report.what} ${observation.report.detail}`.trimEnd();
  }
}

export function messageText({ type, timestamp, messageStreamId, payload, values }: SeenMessage): string {
  const mark = type === TYPE.audio || type === TYPE.video ? readMark(payload) : undefined;
  const content =
    values?.map(amfText).join(' ') ??
    (mark === undefined ? hexText(payload) : `${mark.kind} frame ${mark.sequence} made for ${mark.timestamp}`);
  const name = Object.entries(TYPE).find(([, id]) => id === type)?.[0] ?? `type ${type}`;
  return `${name}, timestamp ${timestamp}, message stream ${messageStreamId}: ${content}`;
}

function hexText(bytes: Uint8Array): string {
  return bytes.length > 32 ? `${toHex(bytes.subarray(0, 32))}... (${bytes.length} bytes)` : toHex(bytes);
}
