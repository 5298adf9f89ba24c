import type { ByteCursor } from '../bytes/cursor.ts';
import { decodeUtf8, isWellFormedUtf8 } from '../bytes/utf8.ts';
import { type AmfBudget, DEFAULT_AMF_BUDGET, MAX_AMF_DEPTH } from './budget.ts';
import { AmfError } from './error.ts';

/**
 * The bytes of one message, and what the message may still make us do: shared by its AMF0 reader and its AMF3 reader, as
 * either format nests in the other's limits.
 *
 * Every read is preceded by a look at how much is left (AMF-LIM-1), each byte is visited a constant number of times
 * (AMF-LIM-8). Recursion is bounded by the depth budget.
 */
export class AmfInput {
  readonly cursor: ByteCursor;
  /** Whether some of it is AMF3: so says the reader of it. */
  hasAmf3 = false;
  readonly #budget: AmfBudget;
  #valueCount = 0;
  #depth = 0;
  #malformedUtf8 = false;

  /** @param budget - what is not named has the value of `DEFAULT_AMF_BUDGET` */
  constructor(cursor: ByteCursor, budget: Partial<AmfBudget> = DEFAULT_AMF_BUDGET) {
    const {
      amfDepth = DEFAULT_AMF_BUDGET.amfDepth,
      amfValues = DEFAULT_AMF_BUDGET.amfValues,
      amfProperties = DEFAULT_AMF_BUDGET.amfProperties,
    } = budget;
    this.cursor = cursor;
    this.#budget = { amfDepth: Math.min(amfDepth, MAX_AMF_DEPTH), amfValues, amfProperties };
  }

  /** Whether a string or name so far was not UTF-8 and had parts replaced by U+FFFD (AMF0-23). */
  get malformedUtf8(): boolean {
    return this.#malformedUtf8;
  }

  /** Begins a value: counts it and takes its marker. */
  marker(): number {
    const at = this.cursor.position;
    this.need(1, 'a value');
    this.#valueCount += 1;
    this.#spend('amfValues', this.#valueCount, at);
    return this.cursor.u8();
  }

  /** @throws AmfError `amfMalformed` when fewer than `count` bytes are left for `what` */
  need(count: number, what: string): void {
    const { position, remaining } = this.cursor;
    if (count > remaining) throw malformed(position, `expected ${count} bytes of ${what}, ${remaining} are left`);
  }

  /** @param length - bytes of UTF-8; what is malformed reads U+FFFD and is remembered */
  text(length: number, what: string): string {
    this.need(length, what);
    const { bytes, position: start } = this.cursor;
    this.cursor.skip(length);
    this.#malformedUtf8 ||= !isWellFormedUtf8(bytes, start, start + length);
    return decodeUtf8(bytes, start, start + length);
  }

  /** Goes one level down, into what began at `at`. */
  enter(at: number): void {
    this.#depth += 1;
    this.#spend('amfDepth', this.#depth, at);
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** @param count - properties of one object so far, the last of which began at `at` */
  checkProperties(count: number, at: number): void {
    this.#spend('amfProperties', count, at);
  }

  #spend(limit: keyof AmfBudget, got: number, at: number): void {
    const allowed = this.#budget[limit];
    if (got > allowed) {
      const bound = { limit, allowed, got };
      throw new AmfError('amfTooComplex', at, `expected ${limit} of at most ${allowed}, came ${got}`, bound);
    }
  }
}

export function malformed(at: number, message: string): AmfError {
  return new AmfError('amfMalformed', at, message);
}

/** A marker for people: `04 (MovieClip)`. */
export function nameOfMarker(marker: number, markers: Readonly<Record<string, number>>): string {
  const name = Object.entries(markers).find(([, value]) => value === marker)?.[0];
  return `${marker.toString(16).padStart(2, '0')} (${name ?? 'unknown'})`;
}
