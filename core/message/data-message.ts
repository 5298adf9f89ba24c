import { decodeAmf0, encodeAmf0 } from '../amf/amf0.ts';
import type { AmfBudget } from '../amf/budget.ts';
import type { AmfValue } from '../amf/value.ts';
import { amf0Start } from './format-selector.ts';
import { MessageType } from './message-type.ts';

/** A data message (§7.1.2): a handler name and values, without transaction or command object (MSG-5). */
export interface DataMessage {
  /** `onMetaData`, `onTextData`, `|RtmpSampleAccess`, … */
  readonly handler: string;
  readonly values: readonly AmfValue[];
  /** `@setDataFrame` asks the server to keep the values for players that come later, `@clearDataFrame` to forget them. */
  readonly retain: 'set' | 'clear' | 'no';
  /** The AMF0 bytes to relay: handler and values as they came, without the retain order. Aliases the message's payload. */
  readonly payload: Uint8Array;
  /** A string was no well-formed UTF-8; its bad parts read U+FFFD (AMF0-23). */
  readonly malformedUtf8: boolean;
  /** Bytes at the end that decode to nothing and were left out of `values`, not of `payload` (AMF-LIM-11). */
  readonly trailing: number;
}

const ORDER = { set: '@setDataFrame', clear: '@clearDataFrame' } as const;
const RETAIN: ReadonlyMap<AmfValue, 'set' | 'clear'> = new Map([
  [ORDER.set, 'set'],
  [ORDER.clear, 'clear'],
]);
const SHORT_STRING = 0x02;

/**
 * Reads the payload of a data message. What does not decode at the end is left out (AMF-LIM-11).
 *
 * @param payload - whole message, owned by the caller's message: the result aliases it
 * @param budget - how deep and how many values (AMF-LIM-2, AMF-LIM-4)
 * @param messageTypeId - `DataAmf3` has a format selector before the values (MSG-2)
 * @returns `undefined` when there is no handler name: FFmpeg's four-byte timecode and the like (MSG-6)
 * @throws AmfError `amfTooComplex` past the budget
 */
export function decodeData(
  payload: Uint8Array,
  budget?: Partial<AmfBudget>,
  messageTypeId: number = MessageType.DataAmf0,
): DataMessage | undefined {
  const start = amf0Start(messageTypeId, payload);
  if (start === undefined) return undefined;
  const { values, malformedUtf8, trailing } = decodeAmf0(payload, { start, budget, lenientTail: true });
  const retain = RETAIN.get(values[0]) ?? 'no';
  const [handler, ...rest] = retain === 'no' ? values : values.slice(1);
  if (typeof handler !== 'string') return undefined;
  const from = retain === 'no' ? start : start + lengthOfOrder(payload[start], retain);
  return { handler, values: rest, retain, payload: payload.subarray(from), malformedUtf8, trailing };
}

/**
 * Writes the AMF0 payload of a data message.
 *
 * @throws AmfUsageError for values that AMF0 cannot hold
 */
export function encodeData(handler: string, ...values: readonly AmfValue[]): Uint8Array {
  return encodeAmf0([handler, ...values]);
}

/** Bytes that the order takes with its marker: a long string is legal even where a short one would do (AMF0-17). */
function lengthOfOrder(marker: number | undefined, retain: keyof typeof ORDER): number {
  return (marker === SHORT_STRING ? 3 : 5) + ORDER[retain].length;
}
