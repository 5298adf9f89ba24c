import type { FlvPayload, TagFacts } from '../../core/index.ts';
import { type FlvTagType, isFrame } from '../../core/index.ts';

/**
 * Timestamps of a file that is sent over and over: the first round keeps its own, every further one goes on where the one
 * before ended.
 *
 * **The gap.** The last frame of each medium is taken to last as long as the one before it, so that a round ends where the
 * later of sound and picture has been presented, and the next begins there. So neither steps back, and the difference of
 * their lengths never adds up.
 */
export class RoundTimeline {
  readonly #media = new Map<FlvTagType, { last: number; step: number }>();
  /** Of this round, unwrapped from its first frame on. */
  #first: number | undefined;
  #last = 0;
  #elapsed = 0;
  /** Of the earliest frame: sound often lies before the picture that comes before it. */
  #start = 0;
  /** What is added to every timestamp of this round. */
  #offset = 0;

  /** The timestamp to send a tag with, uint32. */
  place(tag: FlvPayload, facts: TagFacts): number {
    if (isFrame(facts)) this.#note(tag);
    return (tag.timestamp + this.#offset) >>> 0;
  }

  /** The file begins again. */
  nextRound(): void {
    let end = 0;
    for (const { last, step } of this.#media.values()) end = Math.max(end, last + step);
    this.#offset += Math.max(end - this.#start, 1);
    this.#start = 0;
    this.#media.clear();
    this.#first = undefined;
    this.#elapsed = 0;
  }

  #note({ type, timestamp }: FlvPayload): void {
    if (this.#first === undefined) this.#first = timestamp;
    else this.#elapsed += (timestamp - this.#last) | 0;
    this.#last = timestamp;
    this.#start = Math.min(this.#start, this.#elapsed);
    const medium = this.#media.get(type);
    if (medium === undefined) {
      this.#media.set(type, { last: this.#elapsed, step: UNKNOWN_STEP_MS });
      return;
    }
    const step = this.#elapsed - medium.last;
    if (step <= 0) return;
    medium.step = Math.min(step, LONGEST_FRAME_MS);
    medium.last = this.#elapsed;
  }
}

/** Of a medium with a single frame: a picture at 25 a second. */
const UNKNOWN_STEP_MS = 40;
/** A break at the end of a file is no long frame. */
const LONGEST_FRAME_MS = 1_000;
