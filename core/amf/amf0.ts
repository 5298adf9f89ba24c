import { ByteCursor } from '../bytes/cursor.ts';
import { Amf0Reader } from './amf0-reader.ts';
import { Amf0Writer } from './amf0-writer.ts';
import type { AmfBudget } from './budget.ts';
import { AmfError } from './error.ts';
import type { AmfValue } from './value.ts';

export interface DecodeAmf0Options {
  /** Index of the first byte; default 0. */
  readonly start?: number;
  /** Index after the last byte; default the length of the buffer. */
  readonly end?: number;
  /** What is not named has the value of `DEFAULT_AMF_BUDGET`. A connection passes its `Limits`. */
  readonly budget?: Partial<AmfBudget> | undefined;
  /**
   * Keep the values before a malformed one, be it the first, instead of throwing: right for data messages, wrong for
   * commands (AMF-LIM-11). What exceeds the budget throws all the same. Default false.
   */
  readonly lenientTail?: boolean;
}

export interface DecodedAmf0 {
  readonly values: AmfValue[];
  /** A string or name was not UTF-8; its malformed parts are U+FFFD now, so that it must not serve as an identity (AMF0-23). */
  readonly malformedUtf8: boolean;
  /** Bytes given up at the end, from the marker of the value that did not decode; 0 but for `lenientTail`. */
  readonly trailing: number;
  /** Why they were given up. */
  readonly trailingError: AmfError | undefined;
}

/**
 * All values of a payload, to its end: nothing else says how many there are (AMF0-1). The bytes are borrowed, the values
 * are fresh memory.
 *
 * @throws AmfError `amfMalformed` when a value does not decode; `amfTooComplex` when the budget is exceeded
 */
export function decodeAmf0(bytes: Uint8Array, options: DecodeAmf0Options = {}): DecodedAmf0 {
  const cursor = new ByteCursor(bytes, options.start, options.end);
  const reader = new Amf0Reader(cursor, options.budget);
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
    const isGarbage = error instanceof AmfError && error.code === 'amfMalformed';
    if (!options.lenientTail || !isGarbage) throw error;
    trailingError = error;
  }
  return { values, malformedUtf8: reader.malformedUtf8, trailing: cursor.end - valueStart, trailingError };
}

export interface EncodeAmf0Options {
  /**
   * Write a complex value that came before as a reference to it: the only way to write a cycle, and the way to keep
   * identity. Default false, as many readers do not know references (AMF0-10, AMF-ENC-2): what is shared is written each
   * time, what is cyclic is refused.
   */
  readonly references?: boolean;
}

/**
 * The values as one payload, in fresh memory. Strings above 65535 bytes become long strings; every NaN becomes
 * 7ff8000000000000; lone surrogates become U+FFFD.
 *
 * @throws AmfUsageError with any of its codes; nothing is written
 */
export function encodeAmf0(values: readonly AmfValue[], options: EncodeAmf0Options = {}): Uint8Array {
  const writer = new Amf0Writer(options.references ?? false);
  for (const value of values) writer.write(value);
  return writer.finish();
}
