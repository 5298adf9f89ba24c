import type { AmfBudget } from './budget.ts';

/**
 * - `amfMalformed`: the bytes break the format.
 * - `amfTooComplex`: they ask for more than the budget allows.
 * - `amfClassUnknown`: they hold an externalizable object whose form nobody told us (AMF3-20).
 */
export type AmfErrorCode = 'amfMalformed' | 'amfTooComplex' | 'amfClassUnknown';

/** The bound that was hit, named as in `Limits`. */
export interface AmfBound {
  readonly limit: keyof AmfBudget;
  readonly allowed: number;
  readonly got: number;
}

/** The bytes of a peer cannot be decoded. `message` is one sentence: what was expected, what came. */
export class AmfError extends Error {
  override readonly name = 'AmfError';
  readonly code: AmfErrorCode;
  /** Index, in the buffer that was decoded, of the marker or field at fault; at most the buffer's length. */
  readonly at: number;
  declare readonly limit?: keyof AmfBudget;
  declare readonly allowed?: number;
  declare readonly got?: number;

  constructor(code: AmfErrorCode, at: number, message: string, bound?: AmfBound) {
    super(message);
    this.code = code;
    this.at = at;
    Object.assign(this, bound);
  }
}

/**
 * - `amfCyclic`: a value holds itself and `references` was not asked for in AMF0 (AMF-ENC-3).
 * - `amfTooDeep`: more levels than `MAX_AMF_DEPTH`.
 * - `amfTooLong`: more bytes than a message can carry.
 * - `amfNameEmpty`, `amfNameTooLong`: a name that cannot be written (AMF-ENC-6, AMF0-5).
 * - `amfOutOfRange`: a declared count that is not a uint32, a time zone that is not an int16, or a value that is not what
 *   a field of an externalizable object holds.
 * - `amfMemberUnknown`: a property that a class that is not dynamic does not name.
 * - `amfNotAValue`: something that is not an `AmfValue`.
 */
export type AmfUsageCode =
  | 'amfCyclic'
  | 'amfTooDeep'
  | 'amfTooLong'
  | 'amfNameEmpty'
  | 'amfNameTooLong'
  | 'amfOutOfRange'
  | 'amfMemberUnknown'
  | 'amfNotAValue';

/** The caller's values cannot be encoded. Nothing was changed. */
export class AmfUsageError extends Error {
  override readonly name = 'AmfUsageError';
  readonly code: AmfUsageCode;

  constructor(code: AmfUsageCode, message: string) {
    super(message);
    this.code = code;
  }
}
