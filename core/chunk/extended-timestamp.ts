import { EXTENDED_TIMESTAMP_LENGTH } from './header.ts';

/** How the extended timestamp of type 3 chunks is read. */
export type ExtendedTimestampReading = 'auto' | 'always' | 'never';

/** What follows the basic header of a type 3 chunk that should have an extended timestamp. */
export type ExtendedTimestampFinding =
  /** The 4 bytes as the last header gave them. */
  | 'repeated'
  /** Four bytes of zero (gortmplib). */
  | 'zeroed'
  /** The payload. */
  | 'omitted'
  /** Not known before more bytes come. */
  | 'undecided'
  /** The payload, as the host said beforehand. */
  | 'notExpected';

/**
 * Decides whether a chunk that continues a message has the 4 bytes which §5.3.1.3 demands and some peers omit
 * (CHK-22 to CHK-24, Q-8). One for each direction: it remembers the habit of the peer.
 *
 * `always` and `never` do as they say. `auto` compares what follows with the last extended timestamp of the chunk stream:
 *
 * 1. The same 4 bytes: they are the field. A payload that begins so by chance is misread, once in 2^32.
 * 2. Four zeros: they are the field, unless the peer was last seen to omit it; then a payload may well begin with zeros.
 * 3. Else the field is omitted. The first byte that fits neither is enough to say so.
 *
 * A chunk of less than 4 payload bytes is where this could wait for ever: when the field is omitted, the bytes compared
 * run into the next chunk, which may never come. A peer that was last seen to omit the field is therefore taken at its
 * habit there, without looking. What remains is the first such chunk of a peer, and only if its whole payload is how the
 * field would begin; it waits for the next chunk, and rule 3 ends the wait.
 *
 * All this depends on the bytes alone, never on how they were cut into reads.
 */
export class ExtendedTimestampRule {
  readonly #reading: ExtendedTimestampReading;
  #isOmittedByHabit = false;

  constructor(reading: ExtendedTimestampReading) {
    this.#reading = reading;
  }

  /** Whether a type 3 chunk that begins a message has the field. It holds a new value there, not to be compared (CHK-25). */
  get isReadWhenBeginning(): boolean {
    return this.#reading !== 'never';
  }

  /**
   * @param source - holds the bytes after the basic header, from `start` to before `end`
   * @param expected - what the last extended timestamp of the chunk stream held, uint32
   * @param payloadLength - bytes of payload in this chunk, at least 1
   */
  decide(
    source: Uint8Array,
    start: number,
    end: number,
    expected: number,
    payloadLength: number,
  ): ExtendedTimestampFinding {
    if (this.#reading === 'never') return 'notExpected';
    const available = Math.min(end - start, EXTENDED_TIMESTAMP_LENGTH);
    let isRepeated = true;
    let isZero = true;
    for (let i = 0; i < available; i++) {
      const byte = source[start + i];
      if (byte !== ((expected >>> (24 - 8 * i)) & 0xff)) isRepeated = false;
      if (byte !== 0) isZero = false;
    }
    if (this.#reading === 'auto') {
      if (this.#isOmittedByHabit && payloadLength < EXTENDED_TIMESTAMP_LENGTH) return 'omitted';
      if (!isRepeated && (!isZero || this.#isOmittedByHabit)) {
        this.#isOmittedByHabit = true;
        return 'omitted';
      }
    }
    if (available < EXTENDED_TIMESTAMP_LENGTH) return 'undecided';
    this.#isOmittedByHabit = false;
    return isZero && !isRepeated ? 'zeroed' : 'repeated';
  }
}
