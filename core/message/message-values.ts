import { decodeAmf0 } from '../amf/amf0.ts';
import { decodeAmf3 } from '../amf/amf3.ts';
import type { DecodeAmfOptions } from '../amf/decode-values.ts';
import type { AmfError } from '../amf/error.ts';
import type { AmfValue } from '../amf/value.ts';
import { withoutAvmPlus } from '../amf/value.ts';
import { findValues } from './format-selector.ts';

/** The values of a command or data message, whichever way they were written. */
export interface MessageValues {
  /** Where they begin in the payload. */
  readonly start: number;
  /** Those written in AMF3 stand for themselves, not as AVM+ values: the reader of a command looks for what was said. */
  readonly values: readonly AmfValue[];
  readonly malformedUtf8: boolean;
  readonly hasAmf3: boolean;
  /** The payload should begin with a format selector and did not (AMF3-25). */
  readonly isSelectorMissing: boolean;
  /** Bytes given up at the end, and why: 0 and `undefined` but for `lenientTail`. */
  readonly trailing: number;
  readonly trailingError: AmfError | undefined;
}

/**
 * Reads them.
 *
 * @returns `undefined` when they do not begin in any way that is known (MSG-2)
 * @throws AmfError with any of its codes
 */
export function decodeMessageValues(
  messageTypeId: number,
  payload: Uint8Array,
  options: DecodeAmfOptions,
): MessageValues | undefined {
  const found = findValues(messageTypeId, payload);
  if (found === undefined) return undefined;
  const { start, format, isSelectorMissing } = found;
  const decode = format === 'amf0' ? decodeAmf0 : decodeAmf3;
  const { values, ...flags } = decode(payload, { ...options, start });
  return { start, values: values.map(withoutAvmPlus), isSelectorMissing, ...flags };
}
