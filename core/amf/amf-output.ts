import { ByteWriter } from '../bytes/writer.ts';
import { MAX_AMF_DEPTH } from './budget.ts';
import { AmfUsageError } from './error.ts';

/** No RTMP message and no FLV tag can carry more (24 bits of length). It also bounds what shared values expand to. */
const MAX_AMF_LENGTH = 0xffffff;

/** The payload of one message as it grows: shared by its AMF0 writer and its AMF3 writer. */
export class AmfOutput extends ByteWriter {
  readonly #longest: number;
  #depth = 0;

  /** @param longest - bytes; one more is refused */
  constructor(longest: number = MAX_AMF_LENGTH) {
    super();
    this.#longest = longest;
  }

  /**
   * Makes sure that so many bytes may follow, before they do.
   *
   * @throws AmfUsageError `amfTooLong`
   */
  expect(count: number): void {
    if (this.length + count > this.#longest) {
      throw new AmfUsageError('amfTooLong', `expected values of at most ${this.#longest} bytes, came more`);
    }
  }

  /** @throws AmfUsageError `amfTooDeep` before recursion could exhaust the stack */
  enter(): void {
    if (this.#depth === MAX_AMF_DEPTH) {
      throw new AmfUsageError('amfTooDeep', `expected at most ${MAX_AMF_DEPTH} levels, came more`);
    }
    this.#depth += 1;
  }

  leave(): void {
    this.#depth -= 1;
  }
}

/** Most readers take an empty name for the end of the object, and AMF3 has no other reading (AMF-ENC-6). */
export function refuseEmptyName(name: string): void {
  if (name === '') throw new AmfUsageError('amfNameEmpty', 'expected a property name, came an empty one');
}

export function notAValue(value: unknown): AmfUsageError {
  return new AmfUsageError('amfNotAValue', `expected an AMF value, came a ${typeof value} that is none`);
}

/** The whole number itself, when it is within its field. */
export function inRange(value: number, lowest: number, highest: number, what: string): number {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new AmfUsageError('amfOutOfRange', `expected ${what} from ${lowest} to ${highest}, came ${value}`);
}
