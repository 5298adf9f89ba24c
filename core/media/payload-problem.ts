/**
 * What can be wrong with the payload of an audio or video message. Such a message, or such a track of it, is to be
 * dropped and counted; it never ends a connection (ERTMP-12).
 *
 * - `empty`: a video message of no bytes; an empty audio message is the silence message and no problem (ERTMP-30)
 * - `cut`: the payload ends inside a field, or a size runs past its end
 * - `packetTypeUnknown`, `multitrackTypeUnknown`, `frameTypeReserved`, `channelOrderUnknown`: a reserved value
 * - `tooManyModEx`: more ModEx blocks than anyone chains (ERTMP-21)
 * - `codecUnknown`: a FourCC outside the table, so that the layout of the body is unknown
 * - `metadataMalformed`: the body of a metadata frame is no AMF0
 */
export type PayloadProblemCode =
  | 'empty'
  | 'cut'
  | 'packetTypeUnknown'
  | 'multitrackTypeUnknown'
  | 'frameTypeReserved'
  | 'channelOrderUnknown'
  | 'tooManyModEx'
  | 'codecUnknown'
  | 'metadataMalformed';

export interface PayloadProblem {
  readonly kind: 'problem';
  readonly code: PayloadProblemCode;
  /** Index in the payload of the field at fault; at most its length. */
  readonly at: number;
  /** One sentence: what was expected, what came. */
  readonly message: string;
}

export function problem(code: PayloadProblemCode, at: number, message: string): PayloadProblem {
  return { kind: 'problem', code, at, message };
}

/** The payload ends at `at`, before `expected`. */
export function cutBefore(expected: string, at: number): PayloadProblem {
  return problem('cut', at, `expected ${expected}, the payload ended`);
}
