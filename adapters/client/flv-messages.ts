import {
  AmfError,
  decodeData,
  ecmaArray,
  encodeData,
  type FlvTag,
  FlvTagType,
  isFrame,
  isPlayerNotice,
  MessageType,
  readMetadata,
  readTagFacts,
  SequenceHeaders,
  type TagFacts,
  writableMetadata,
} from '../../core/index.ts';
import { RoundTimeline } from './round-timeline.ts';
import { isSequenceEnd } from './sequence-end.ts';

/** A message to publish. */
export interface FlvMessage {
  readonly media: 'audio' | 'video' | 'data';
  /** Sound or a picture: what has a time of its own. */
  readonly isFrame: boolean;
  /** Whether a stream can begin with it, after what `opening` gives: a key frame, or any sound where there are no pictures. */
  readonly isStart: boolean;
  /** uint32 milliseconds. */
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/**
 * The tags of an FLV file as the messages of a live stream, round after round.
 *
 * Audio and video pass unchanged. onMetaData becomes a `@setDataFrame` without what is only true of the file (Q-51: with a
 * duration in it players take the stream for a recording). From the second round on, what servers keep anyway and has not
 * changed is left out: metadata and sequence headers. An endless stream has no sequence ends either, which FFmpeg
 * writes at the end of a file: servers forget the headers there.
 */
export class FlvMessages {
  readonly #timeline = new RoundTimeline();
  readonly #headers = new SequenceHeaders();
  readonly #isEndless: boolean;
  #metadata: Uint8Array | undefined;
  #hasPictures = false;
  #isFirstRound = true;

  /** @param isEndless - the file will be sent over and over; default false */
  constructor(isEndless = false) {
    this.#isEndless = isEndless;
  }

  /** The message of a tag; `undefined` for one that has nothing to say in a live stream. */
  take(tag: FlvTag): FlvMessage | undefined {
    if (this.#isEndless && isSequenceEnd(tag)) return undefined;
    const facts = readTagFacts(tag);
    if (facts.role === 'sequenceHeader') {
      if (!this.#isFirstRound && this.#isKnown(tag)) return undefined;
      this.#headers.add(tag, facts);
    }
    const timestamp = this.#timeline.place(tag, facts);
    const { type, data } = tag;
    if (type === FlvTagType.audio || type === FlvTagType.video) {
      const media = type === FlvTagType.audio ? 'audio' : 'video';
      return { media, isFrame: isFrame(facts), isStart: this.#isStart(facts), timestamp, payload: data };
    }
    const payload = this.#scriptOf(tag);
    return payload && { ...NO_FRAME, media: 'data', timestamp, payload };
  }

  /** What a server that comes to the stream by now has to be told first. @param timestamp - of what follows, uint32 */
  opening(timestamp: number): readonly FlvMessage[] {
    const data = this.#metadata === undefined ? [] : [{ ...NO_FRAME, media: 'data', payload: this.#metadata } as const];
    const headers = this.#headers.tags().map(({ type, data: payload }) => {
      return { ...NO_FRAME, media: type === FlvTagType.audio ? 'audio' : 'video', payload } as const;
    });
    return [...data, ...headers].map((message) => ({ ...message, timestamp }));
  }

  /** The file begins again. */
  nextRound(): void {
    this.#isFirstRound = false;
    this.#timeline.nextRound();
  }

  #isStart({ role }: TagFacts): boolean {
    this.#hasPictures ||= role === 'keyFrame' || role === 'picture';
    return role === 'keyFrame' || (role === 'sound' && !this.#hasPictures);
  }

  #isKnown({ type, data }: FlvTag): boolean {
    return this.#headers.tags().some((known) => known.type === type && isEqual(known.data, data));
  }

  #scriptOf(tag: FlvTag): Uint8Array | undefined {
    const metadata = readMetadata(tag);
    if (metadata !== undefined) {
      if (!this.#isFirstRound) return undefined;
      this.#metadata = encodeData('@setDataFrame', 'onMetaData', ecmaArray(writableMetadata(metadata)));
      return this.#metadata;
    }
    const payload = tag.type === FlvTagType.script ? tag.data : withoutAmf3(tag.data);
    if (payload === undefined || payload.length === 0 || isPlayerNotice(payload)) return undefined;
    return payload;
  }
}

const NO_FRAME = { isFrame: false, isStart: false } as const;

/** Script data of type 15 as AMF0, which every server reads (MSG-3). */
function withoutAmf3(data: Uint8Array): Uint8Array | undefined {
  try {
    return decodeData(data, {}, MessageType.DataAmf3)?.payload;
  } catch (error) {
    if (error instanceof AmfError) return undefined; // more than anybody reads
    throw error;
  }
}

function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
