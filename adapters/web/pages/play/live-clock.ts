import type { Millis } from '../../../../core/index.ts';

/** How long after its arrival a message is shown: what the network and the decoders may take. */
const DELAY_MS: Millis = 250;
/** A message this much ahead of its time moves us to the live edge at once. */
const LONGEST_LEAD_MS: Millis = DELAY_MS + 1_000;
/** Further away than this is another stream: the publisher began anew. */
const BREAK_MS: Millis = 10_000;
/** How long all messages must be early before we move up, and by how much. */
const WINDOW_MS: Millis = 1_500;
const SLACK_MS: Millis = 150;
/** What comes within this time of a jump comes at once, and its last message is the live edge. */
const SETTLE_MS: Millis = 100;

/**
 * Which media time is to be seen and heard at which local time. Sound and pictures both follow it, so they are aligned by
 * their timestamps alone.
 *
 * It runs at the pace of local time, and jumps: to the newest of what a late player is sent at once; back when a message comes after its time, so that the next ones do not;
 * forward when messages wait longer than they have to.
 */
export class LiveClock {
  /** Media time less local time of what is shown. */
  #offset: Millis | undefined;
  #newest: Millis = 0;
  #leastLead: Millis = Number.POSITIVE_INFINITY;
  #windowEnd: Millis = 0;
  #settleEnd: Millis = 0;
  #jumps = 0;

  /** How often it has jumped, not counting the beginning. */
  get jumps(): number {
    return this.#jumps;
  }

  /** The media time to be shown; `undefined` before the first message. */
  at(now: Millis): Millis | undefined {
    return this.#offset === undefined ? undefined : now + this.#offset;
  }

  /** How far what is shown lies behind the newest message. */
  delayAt(now: Millis): Millis {
    return Math.max(0, this.#newest - (this.at(now) ?? this.#newest));
  }

  /** A message of sound or a picture has come. @param mediaTime - its time of decoding */
  arrived(mediaTime: Millis, now: Millis): void {
    const position = this.at(now);
    const lead = position === undefined ? Number.NaN : mediaTime - position;
    if (position === undefined || Math.abs(lead) > BREAK_MS) this.#newest = mediaTime;
    else this.#newest = Math.max(this.#newest, mediaTime);
    if (!(lead >= 0 && lead <= LONGEST_LEAD_MS)) return this.#moveTo(mediaTime - DELAY_MS, now);
    if (now <= this.#settleEnd && lead > DELAY_MS) {
      this.#offset = mediaTime - DELAY_MS - now;
      return;
    }
    this.#leastLead = Math.min(this.#leastLead, lead);
    if (now < this.#windowEnd) return;
    const early = this.#leastLead - DELAY_MS;
    if (early > SLACK_MS && position !== undefined) this.#moveTo(position + early, now);
    else this.#beginWindow(now);
  }

  /** What comes next is another stream. */
  reset(): void {
    this.#offset = undefined;
  }

  #moveTo(position: Millis, now: Millis): void {
    if (this.#offset !== undefined) this.#jumps += 1;
    this.#offset = position - now;
    this.#settleEnd = now + SETTLE_MS;
    this.#beginWindow(now);
  }

  #beginWindow(now: Millis): void {
    this.#leastLead = Number.POSITIVE_INFINITY;
    this.#windowEnd = now + WINDOW_MS;
  }
}
