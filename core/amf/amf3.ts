import { AmfOutput } from './amf-output.ts';
import { Amf3Reader } from './amf3-reader.ts';
import { Amf3Writer } from './amf3-writer.ts';
import { type DecodeAmfOptions, type DecodedAmf, decodeValues } from './decode-values.ts';
import type { AmfValue } from './value.ts';

/**
 * All values of bytes that are AMF3 throughout, with one set of tables. Messages are not: they are AMF0, in which single
 * values are AMF3 (AMF3-24), and `decodeAmf0` reads both. The bytes are borrowed, the values are fresh memory.
 *
 * @throws AmfError `amfMalformed` or `amfClassUnknown` when a value does not decode; `amfTooComplex` when the budget is
 *   exceeded
 */
export function decodeAmf3(bytes: Uint8Array, options: DecodeAmfOptions = {}): DecodedAmf {
  return decodeValues(bytes, options, (input, forms) => new Amf3Reader(input, forms));
}

/**
 * The values as AMF3 throughout, in fresh memory, with one set of tables: what came before becomes a reference. Whole
 * numbers of 29 bits become integers (AMF3-23); every NaN becomes 7ff8000000000000; lone surrogates become U+FFFD; time
 * zones are lost, as is what an ECMA array declared.
 *
 * @throws AmfUsageError with any of its codes but `amfCyclic` and `amfNameTooLong`; nothing is written
 */
export function encodeAmf3(values: readonly AmfValue[]): Uint8Array {
  const out = new AmfOutput();
  const writer = new Amf3Writer(out);
  for (const value of values) writer.write(value);
  return out.finish();
}
