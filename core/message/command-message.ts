import { encodeAmf0 } from '../amf/amf0.ts';
import type { AmfBudget } from '../amf/budget.ts';
import { AmfError } from '../amf/error.ts';
import type { ExternalizableForm } from '../amf/externalizable.ts';
import type { AmfValue } from '../amf/value.ts';
import { MessageType } from './message-type.ts';
import { decodeMessageValues } from './message-values.ts';

/** A command (§7.1.1): `connect`, `publish`, `_result`, `onStatus`, … The same layout serves requests and answers. */
export interface CommandMessage {
  readonly name: string;
  /** Above 0 asks for an answer with the same number (CMD-2). 0 when missing or no number; NaN as it came. */
  readonly transactionId: number;
  /** An object, `null`, or whatever came; `undefined` when missing (CMD-1). */
  readonly commandObject: AmfValue;
  /** All that follows the command object, in order. */
  readonly userArguments: readonly AmfValue[];
}

export interface DecodedCommand extends CommandMessage {
  /** A string was no well-formed UTF-8; its bad parts read U+FFFD (AMF0-23). */
  readonly malformedUtf8: boolean;
  /** The format selector of type 17 was left out (AMF3-25). */
  readonly isSelectorMissing: boolean;
  /** Bytes at the end that decode to nothing and were left out of `userArguments`. */
  readonly trailing: number;
}

/** Name, transaction ID and command object: what no command can do without. */
const HEAD_COUNT = 3;

/**
 * Reads the payload of a command message. Values that are missing at the end read `undefined` (CMD-1); values written in
 * AMF3 read like any other. What does not decode behind the command object is left out, with all that follows: servers in use
 * read the values they need and no further.
 *
 * @param payload - whole message; nothing in the result aliases it
 * @param budget - how deep and how many values (AMF-LIM-2, AMF-LIM-4)
 * @param messageTypeId - `CommandAmf3` has a format selector before the values (MSG-2)
 * @param externalizables - classes known besides those of Flex (AMF3-20)
 * @throws AmfError `amfMalformed` when one of the first three values does not decode or the name is no string, `amfTooComplex` past the budget,
 *   `amfClassUnknown` for an externalizable object of another class
 */
export function decodeCommand(
  payload: Uint8Array,
  budget?: Partial<AmfBudget>,
  messageTypeId: number = MessageType.CommandAmf0,
  externalizables?: readonly ExternalizableForm[],
): DecodedCommand {
  const decoded = decodeMessageValues(messageTypeId, payload, { budget, externalizables, lenientTail: true });
  if (decoded === undefined)
    throw new AmfError('amfMalformed', 0, `expected format selector 0, got ${payload[0] ?? 'nothing'}`);
  const { start, malformedUtf8, isSelectorMissing, trailing, trailingError } = decoded;
  const isTailReadable = decoded.values.length >= HEAD_COUNT && trailingError?.code !== 'amfClassUnknown';
  if (trailingError !== undefined && !isTailReadable) throw trailingError;
  const [name, transactionId, commandObject, ...userArguments] = decoded.values;
  if (typeof name !== 'string')
    throw new AmfError('amfMalformed', start, 'expected the name of a command, got no string');
  return {
    name,
    transactionId: typeof transactionId === 'number' ? transactionId : 0,
    commandObject,
    userArguments,
    malformedUtf8,
    isSelectorMissing,
    trailing,
  };
}

/**
 * Writes the AMF0 payload of a command message.
 *
 * @param transactionId - 0 when no answer is wanted; an answer repeats the number of its request
 * @param values - the user arguments, in order
 * @throws AmfUsageError for values that cannot be written
 */
export function encodeCommand(
  name: string,
  transactionId: number,
  commandObject: AmfValue,
  ...values: readonly AmfValue[]
): Uint8Array {
  return encodeAmf0([name, transactionId, commandObject, ...values]);
}
