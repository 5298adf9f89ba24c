/**
 * - `valueOutOfRange`: a number that its field cannot hold
 * - `notRepresentable`: the header asked for has no way to say it: two tracks without multitrack, a composition time
 *   for a codec that has none, a body that does not belong to the packet type
 */
export type PayloadUsageCode = 'valueOutOfRange' | 'notRepresentable';

/** The caller's message cannot be written as a payload. Nothing was changed. */
export class PayloadUsageError extends Error {
  override readonly name = 'PayloadUsageError';
  readonly code: PayloadUsageCode;

  constructor(code: PayloadUsageCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws PayloadUsageError `valueOutOfRange` unless `value` is an integer from `least` to `most` */
export function requireRange(what: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new PayloadUsageError('valueOutOfRange', `expected ${what} from ${least} to ${most}, came ${value}`);
}

/** @throws PayloadUsageError `notRepresentable` unless `condition` holds */
export function requireRepresentable(condition: boolean, message: string): asserts condition {
  if (!condition) throw new PayloadUsageError('notRepresentable', message);
}
