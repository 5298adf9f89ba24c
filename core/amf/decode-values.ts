import { ByteCursor } from '../bytes/cursor.ts';
import { AmfInput } from './amf-input.ts';
import type { AmfBudget } from './budget.ts';
import { AmfError } from './error.ts';
import type { ExternalizableForm } from './externalizable.ts';
import type { AmfValue } from './value.ts';

export interface DecodeAmfOptions {
  /** Index of the first byte; default 0. */
  readonly start?: number;
  /** Index after the last byte; default the length of the buffer. */
  readonly end?: number;
  /** What is not named has the value of `DEFAULT_AMF_BUDGET`. A connection passes its `Limits`. */
  readonly budget?: Partial<AmfBudget> | undefined;
  /** Externalizable classes known besides those of Flex; the first of a name counts, one of Flex's name replaces it. */
  readonly externalizables?: readonly ExternalizableForm[] | undefined;
  /**
   * Keep the values before one that does not decode, be it the first, instead of throwing: right for data messages, wrong
   * for commands (AMF-LIM-11). What exceeds the budget throws all the same. Default false.
   */
  readonly lenientTail?: boolean;
}

export interface DecodedAmf {
  readonly values: AmfValue[];
  /** A string or name was not UTF-8; its malformed parts are U+FFFD now, so that it must not serve as an identity (AMF0-23). */
  readonly malformedUtf8: boolean;
  /** Some of it was AMF3, at any depth. */
  readonly hasAmf3: boolean;
  /** Bytes given up at the end, from the marker of the value that did not decode; 0 but for `lenientTail`. */
  readonly trailing: number;
  /** Why they were given up. */
  readonly trailingError: AmfError | undefined;
}

interface ValueReader {
  read(): AmfValue;
}

/** Reads values to the end of the range. */
export function decodeValues(
  bytes: Uint8Array,
  options: DecodeAmfOptions,
  readerOf: (input: AmfInput, forms: readonly ExternalizableForm[]) => ValueReader,
): DecodedAmf {
  const cursor = new ByteCursor(bytes, options.start, options.end);
  const input = new AmfInput(cursor, options.budget);
  const reader = readerOf(input, options.externalizables ?? []);
  const values: AmfValue[] = [];
  let valueStart = cursor.position;
  let trailingError: AmfError | undefined;
  try {
    while (cursor.remaining > 0) {
      valueStart = cursor.position;
      values.push(reader.read());
    }
    valueStart = cursor.position;
  } catch (error) {
    const isGarbage = error instanceof AmfError && error.code !== 'amfTooComplex';
    if (!options.lenientTail || !isGarbage) throw error;
    trailingError = error;
  }
  const { malformedUtf8, hasAmf3 } = input;
  return { values, malformedUtf8, hasAmf3, trailing: cursor.end - valueStart, trailingError };
}
