import {
  type FlvPayload,
  FlvTagType,
  isFrame,
  type MediaReceived,
  type Millis,
  readTagFacts,
  SequenceHeaders,
} from '../../core/index.ts';
import { isSequenceEnd } from './sequence-end.ts';
import { StreamTime } from './stream-time.ts';

/** Older than this it is no repetition, but another timeline. */
const REPEATED_MS = 60_000;

/**
 * Joins what a source sends after it was lost to what it sent before. A server begins with its last key frame, which may have
 * come already: what has is left out, and so are headers that have not changed. If the last frame that came lies behind the
 * key frame, what follows it can be decoded; else the key frame is new.
 */
export class Resumption {
  readonly #last = new Map<FlvTagType, number>();
  readonly #resuming = new Set<FlvTagType>();
  #headers = new SequenceHeaders();
  readonly #time = new StreamTime();
  #elapsed: Millis | undefined;

  /** The source is back. */
  resume(): void {
    for (const type of this.#last.keys()) this.#resuming.add(type);
  }

  /** How far the stream is with the message that passed last; `undefined` where it has no time of its own. */
  get elapsed(): Millis | undefined {
    return this.#elapsed;
  }

  /** Whether the message is to go on: it has not come before. */
  passes({ media, timestamp, payload: data }: MediaReceived): boolean {
    const type = media === 'audio' ? FlvTagType.audio : FlvTagType.video;
    const tag: FlvPayload = { type, timestamp, data };
    const facts = readTagFacts(tag);
    this.#elapsed = undefined;
    if (facts.role === 'sequenceHeader') {
      const isRepeated = this.#resuming.has(type) && this.#knows(tag);
      this.#headers.add(tag, facts);
      return !isRepeated;
    }
    if (isSequenceEnd(tag)) this.#headers = new SequenceHeaders();
    if (!isFrame(facts)) return true;
    if (this.#resuming.has(type) && this.#hasCome(type, timestamp)) return false;
    this.#resuming.delete(type);
    this.#last.set(type, timestamp);
    this.#elapsed = this.#time.note(timestamp);
    return true;
  }

  #hasCome(type: FlvTagType, timestamp: number): boolean {
    const last = this.#last.get(type);
    if (last === undefined) return false;
    const age = (last - timestamp) | 0;
    return age >= 0 && age <= REPEATED_MS;
  }

  #knows({ type, data }: FlvPayload): boolean {
    return this.#headers
      .tags()
      .some(
        (known) =>
          known.type === type &&
          known.data.length === data.length &&
          known.data.every((byte, index) => byte === data[index]),
      );
  }
}
