import { encodeAmf0 } from '../amf/amf0.ts';
import type { AmfBudget } from '../amf/budget.ts';
import type { ExternalizableForm } from '../amf/externalizable.ts';
import type { AmfValue } from '../amf/value.ts';
import { MessageType } from './message-type.ts';
import { decodeMessageValues } from './message-values.ts';

/** A data message (§7.1.2): a handler name and values, without transaction or command object (MSG-5). */
export interface DataMessage {
  /** `onMetaData`, `onTextData`, `|RtmpSampleAccess`, … */
  readonly handler: string;
  readonly values: readonly AmfValue[];
  /** `@setDataFrame` asks the server to keep the values for players that come later, `@clearDataFrame` to forget them. */
  readonly retain: 'set' | 'clear' | 'no';
  /**
   * The AMF0 bytes to relay: handler and values as they came, without the retain order. Aliases the message's payload,
   * unless it held AMF3, which not every player reads (MSG-3): then it is written anew without.
   */
  readonly payload: Uint8Array;
  /** A string was no well-formed UTF-8; its bad parts read U+FFFD (AMF0-23). */
  readonly malformedUtf8: boolean;
  /** Bytes at the end that decode to nothing and were left out of `values`, not of `payload` (AMF-LIM-11). */
  readonly trailing: number;
  /** The format selector of type 15 was left out (AMF3-25). */
  readonly isSelectorMissing: boolean;
}

const ORDER = { set: '@setDataFrame', clear: '@clearDataFrame' } as const;
const RETAIN: ReadonlyMap<AmfValue, 'set' | 'clear'> = new Map([
  [ORDER.set, 'set'],
  [ORDER.clear, 'clear'],
]);
const SHORT_STRING = 0x02;

/** Bytes that AMF3 values may become in AMF0. There a name is written out each time it comes: far more than came (AMF-LIM-5). */
const LONGEST_REWRITTEN = 0x10000;

/**
 * Reads the payload of a data message. What does not decode at the end is left out (AMF-LIM-11).
 *
 * @param payload - whole message, owned by the caller's message: the result aliases it
 * @param budget - how deep and how many values (AMF-LIM-2, AMF-LIM-4)
 * @param messageTypeId - `DataAmf3` has a format selector before the values (MSG-2)
 * @param externalizables - classes known besides those of Flex (AMF3-20)
 * @returns `undefined` when there is no handler name: FFmpeg's four-byte timecode and the like (MSG-6)
 * @throws AmfError `amfTooComplex` past the budget
 */
export function decodeData(
  payload: Uint8Array,
  budget?: Partial<AmfBudget>,
  messageTypeId: number = MessageType.DataAmf0,
  externalizables?: readonly ExternalizableForm[],
): DataMessage | undefined {
  const decoded = decodeMessageValues(messageTypeId, payload, { budget, externalizables, lenientTail: true });
  if (decoded === undefined) return undefined;
  const { start, values, hasAmf3, malformedUtf8, trailing, isSelectorMissing } = decoded;
  const retain = RETAIN.get(values[0]) ?? 'no';
  const [handler, ...rest] = retain === 'no' ? values : values.slice(1);
  if (typeof handler !== 'string') return undefined;
  const from = retain === 'no' ? start : start + lengthOfOrder(payload[start], retain);
  const relayed = hasAmf3 ? withoutAmf3(handler, rest, payload.length) : payload.subarray(from);
  return { handler, values: rest, retain, payload: relayed, malformedUtf8, trailing, isSelectorMissing };
}

/**
 * Writes the AMF0 payload of a data message.
 *
 * @throws AmfUsageError for values that cannot be written
 */
export function encodeData(handler: string, ...values: readonly AmfValue[]): Uint8Array {
  return encodeAmf0([handler, ...values]);
}

/** Bytes that the order takes with its marker: a long string is legal even where a short one would do (AMF0-17). */
function lengthOfOrder(marker: number | undefined, retain: keyof typeof ORDER): number {
  return (marker === SHORT_STRING ? 3 : 5) + ORDER[retain].length;
}

/** The message in AMF0 alone. Values that it cannot hold, such as cycles, or not in reasonable length are left out. */
function withoutAmf3(handler: string, values: readonly AmfValue[], length: number): Uint8Array {
  try {
    const longest = Math.max(length, LONGEST_REWRITTEN);
    return encodeAmf0([handler, ...values], { withoutAmf3: true, longest });
  } catch {
    return encodeAmf0([handler]); // AmfUsageError: amfCyclic, amfTooLong, amfNameEmpty or amfNameTooLong
  }
}
