/** Past this, a type 3 message right after type 0 is not what its sender meant, milliseconds. */
const TYPE_THREE_JUMP_MS = 10_000;

/** a delta that moves the stream further than this is doubted… */
const DOUBTED_MOVE_MS = 2 ** 30;
/** …and taken for a timestamp when, as one, it lies this close to the last. */
const NEARBY_MS = 60_000;

/** What is odd about the time in a header. */
export type TimeDeviation = 'extendedDeltaAbsolute' | 'typeThreeAfterTypeZeroJump';

/**
 * The time on one chunk stream (§5.3.1.2): what each header that begins a message makes of it, once for each message
 * (CHK-19).
 *
 * Type 0 is absolute, and its timestamp is also the delta of type 3 messages right after it (CHK-17). Types 1 and 2 add
 * their delta. Type 3 adds the delta in force; where it carries the 4 bytes of an extended timestamp they are that delta
 * (CHK-25). After types 1 to 3 all readers agree on this. After an extended type 0 they do not: the 4 bytes repeat the
 * timestamp, and CHK-17 says to add it, which is done here and told as a deviation, for it is hardly meant.
 */
export class MessageClock {
  /** Of the latest message, uint32 milliseconds. */
  timestamp = 0;
  /** What type 3 adds, uint32 milliseconds. */
  timestampDelta = 0;
  /** The delta is the timestamp of a type 0 header: few senders mean that. */
  #isDeltaFromTypeZero = false;

  /**
   * Says what is odd about a header, before `take`.
   *
   * @param value - type 0: the timestamp; types 1 and 2: the delta; type 3: the delta that it repeats. uint32
   * @param isExtended - whether the value stood in an extended timestamp
   */
  deviation(chunkType: number, value: number, isExtended: boolean): TimeDeviation | undefined {
    if (chunkType === 0) return undefined;
    if (isExtended && this.#isMeantAsTimestamp(value)) return 'extendedDeltaAbsolute';
    if (chunkType !== 3 || !this.#isDeltaFromTypeZero) return undefined;
    return value > TYPE_THREE_JUMP_MS ? 'typeThreeAfterTypeZeroJump' : undefined;
  }

  /** Takes the time of a message that begins. The parameters are those of `deviation`. */
  take(chunkType: number, value: number, isExtended: boolean): void {
    if (chunkType === 0) {
      this.timestamp = value;
      this.timestampDelta = value;
      this.#isDeltaFromTypeZero = true;
      return;
    }
    const isAbsolute = isExtended && this.#isMeantAsTimestamp(value);
    this.timestampDelta = isAbsolute ? (value - this.timestamp) >>> 0 : value;
    this.timestamp = (this.timestamp + this.timestampDelta) >>> 0;
    if (chunkType !== 3) this.#isDeltaFromTypeZero = false;
  }

  /**
   * Whether an extended value that should be a delta is meant as a timestamp. A "negative" delta, just below 2^32,
   * moves the stream by little and stays a delta (CHK-28).
   */
  #isMeantAsTimestamp(value: number): boolean {
    return Math.abs(value | 0) > DOUBTED_MOVE_MS && Math.abs((value - this.timestamp) | 0) <= NEARBY_MS;
  }
}
