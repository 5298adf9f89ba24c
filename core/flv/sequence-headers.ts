import type { FlvPayload } from './flv-tag.ts';
import { readTagFacts, type TagFacts } from './tag-role.ts';

/**
 * What a player who begins in the middle needs before its first frame: the latest sequence headers of every track, audio
 * and video apart (FLV-31, ERTMP-45). Bounded, whatever a file calls a header.
 */
export class SequenceHeaders {
  readonly #longest: number;
  /** By slot, in the order in which they were last filled: one tag may fill several. */
  readonly #tags = new Map<number, FlvPayload>();

  /** @param longest - bytes in all; a header that does not fit is not kept, nor is the one it would replace */
  constructor(longest = LONGEST) {
    this.#longest = longest;
  }

  /** Takes notice of a tag, whatever it is; its data is kept, not copied, if it is a header. */
  add(tag: FlvPayload, { slots }: TagFacts = readTagFacts(tag)): void {
    for (const slot of slots) {
      this.#tags.delete(slot);
      if (this.#bytes() + tag.data.length <= this.#longest) this.#tags.set(slot, tag);
    }
  }

  /** In the order in which they came, each tag once. */
  tags(): readonly FlvPayload[] {
    return [...new Set(this.#tags.values())];
  }

  copy(): SequenceHeaders {
    const copy = new SequenceHeaders(this.#longest);
    for (const [slot, tag] of this.#tags) copy.#tags.set(slot, tag);
    return copy;
  }

  #bytes(): number {
    let sum = 0;
    for (const { data } of this.#tags.values()) sum += data.length;
    return sum;
  }
}

/** Real headers have some hundred bytes. */
const LONGEST = 1 << 20;
