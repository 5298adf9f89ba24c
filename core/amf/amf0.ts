import { AmfOutput } from './amf-output.ts';
import { Amf0Reader } from './amf0-reader.ts';
import { Amf0Writer } from './amf0-writer.ts';
import { type DecodeAmfOptions, type DecodedAmf, decodeValues } from './decode-values.ts';
import type { AmfValue } from './value.ts';

/**
 * All values of a payload, to its end: nothing else says how many there are (AMF0-1). The bytes are borrowed, the values
 * are fresh memory.
 *
 * @throws AmfError `amfMalformed` or `amfClassUnknown` when a value does not decode; `amfTooComplex` when the budget is
 *   exceeded
 */
export function decodeAmf0(bytes: Uint8Array, options: DecodeAmfOptions = {}): DecodedAmf {
  return decodeValues(bytes, options, (input, forms) => new Amf0Reader(input, forms));
}

export interface EncodeAmf0Options {
  /**
   * Write a complex value that came before as a reference to it: the only way to write a cycle, and the way to keep
   * identity. Default false, as many readers do not know references (AMF0-10, AMF-ENC-2): what is shared is written each
   * time, what is cyclic is refused. Within one AMF3 value there are references always; this lets them reach into earlier
   * AMF3 values of the message, too (AMF3-4).
   */
  readonly references?: boolean;
  /**
   * Write no AMF3, for peers whose object encoding is 0 (MSG-3): what AMF0 has a form for takes it, and what it has none
   * for becomes `AMF_UNSUPPORTED`. Default false.
   */
  readonly withoutAmf3?: boolean;
  /** The most bytes, one more is refused; default what a message can carry. */
  readonly longest?: number;
}

/**
 * The values as one payload, in fresh memory. Strings above 65535 bytes become long strings; every NaN becomes
 * 7ff8000000000000; lone surrogates become U+FFFD; what only AMF3 can say goes behind the AVM+ marker.
 *
 * @throws AmfUsageError with any of its codes; nothing is written
 */
export function encodeAmf0(values: readonly AmfValue[], options: EncodeAmf0Options = {}): Uint8Array {
  const out = new AmfOutput(options.longest);
  const writer = new Amf0Writer(out, options);
  for (const value of values) writer.write(value);
  return out.finish();
}
