import type { FlvFacts } from './describe-flv.ts';
import type { ByteRange } from './file-query.ts';
import { FlvCursor } from './flv-cursor.ts';
import { type FlvPayload, FlvTagType, signedTimestamp } from './flv-tag.ts';
import { Pacing } from './pacing.ts';
import { PlaybackGate } from './playback-gate.ts';
import { tellsTime } from './seek-flv.ts';
import { isFrame, readTagFacts, type TagFacts } from './tag-role.ts';

/** Local time, milliseconds. */
type Millis = number;

export interface FlvPlaybackOptions {
  /** Where to begin: at the last key frame at or before this time of the file, signed milliseconds. Default: all of it. */
  readonly start?: number;
  /** How much to play from `start` on, milliseconds; 0 is one frame (CMD-25). Default: to the end. */
  readonly durationMs?: number;
  /**
   * Timestamps count from the key frame that a later `start` leads to, until the player seeks: librtmp takes the first
   * media for time 0 and adds the start itself. Default false: they are those of the file.
   */
  readonly timesFromStart?: boolean;
  /** How much the player holds (MSG-24): tags are given so long before their time. Default 3000, as FFmpeg says. */
  readonly bufferMs?: Millis;
}

/**
 * - `playing`: more comes, at `deadline` or when `read` was taken.
 * - `full`: more is due than there was room for.
 * - `paused`: nothing comes before `resume`.
 * - `complete`: nothing more comes, unless the player seeks.
 * - `truncated`: nothing more comes: the file has become shorter than it was.
 */
export type FlvPlaybackState = 'playing' | 'full' | 'paused' | 'complete' | 'truncated';

export interface FlvPlaybackOutputs {
  /** To be sent, in this order and with these timestamps. */
  readonly tags: readonly FlvPayload[];
  /** To be read and handed to `take`. Until then no other range is asked for. */
  readonly read: ByteRange | undefined;
  /** Call `tick` at or after this instant; `undefined` when time brings nothing. */
  readonly deadline: Millis | undefined;
  readonly state: FlvPlaybackState;
}

/**
 * Plays a recording to one player: bytes of the file and instants in, tags that are due out. It opens nothing, waits for
 * nothing, and holds no more than a block of the file and one tag.
 *
 * Tags are given `bufferMs` before their time, so that a player fills its buffer at once and then gets what it plays.
 * `room`, bytes, is what the player's connection takes now: a tag is given as long as there is any. So a slow player delays
 * its file and nothing is kept for it.
 *
 * Every mutator takes `now`, monotonic milliseconds, and answers `FlvPlaybackOutputs`.
 */
export class FlvPlayback {
  readonly #file: FlvFacts;
  readonly #cursor: FlvCursor;
  readonly #pacing = new Pacing();
  readonly #gate = new PlaybackGate();
  readonly #durationMs: number | undefined;
  /** Time of the file at which the play ends, signed milliseconds. */
  readonly #end: number;
  #leadMs: Millis;
  /** The tag that comes next, once it was read. */
  #next: NextTag | undefined;
  /** To be given before anything else: headers of a medium that is switched on again. */
  #urgent: readonly FlvPayload[] = [];
  /** The time of the file that is time 0; `next`: that of the next tag given. */
  #origin: number | 'next';
  #position: number;
  #firstGiven: number | undefined;
  #bytesGiven = 0;
  #messagesGiven = 0;

  constructor(file: FlvFacts, options: FlvPlaybackOptions = {}) {
    const { start, durationMs, timesFromStart = false, bufferMs = DEFAULT_BUFFER } = options;
    this.#file = file;
    this.#cursor = new FlvCursor(file);
    this.#durationMs = durationMs !== undefined && durationMs < ENDLESS ? durationMs : undefined;
    this.#leadMs = leadOf(bufferMs);
    const begin = Math.max(start ?? file.firstTimestamp, file.firstTimestamp);
    this.#position = begin;
    this.#end = begin + (durationMs ?? 0);
    this.#origin = timesFromStart && begin > file.firstTimestamp ? 'next' : 0;
    if (begin > file.lastTimestamp) this.#cursor.skipAll();
    else if (begin > file.firstTimestamp) this.#cursor.seek(begin, true);
  }

  /** Time of the file that was given last, or where the play begins: signed milliseconds. */
  get position(): number {
    return this.#position;
  }

  /** The same as a timestamp for the player, uint32. */
  get timestamp(): number {
    return this.#timestampOf(this.#position);
  }

  /** Milliseconds from the first frame that was given, since the play began or was sought in last, to the last one. */
  get playedMs(): number {
    return this.#firstGiven === undefined ? 0 : (this.#position - this.#firstGiven) | 0;
  }

  /** Bytes of data, and tags, given so far. */
  get given(): { readonly bytes: number; readonly messages: number } {
    return { bytes: this.#bytesGiven, messages: this.#messagesGiven };
  }

  /** Takes note of the time, and of room. May be called early or often without effect. */
  tick(now: Millis, room: number): FlvPlaybackOutputs {
    return this.#advance(now, room);
  }

  /**
   * Takes what was read of the range asked for.
   *
   * @param bytes - lent until the next range is asked for; fewer than that mean that the file was truncated
   */
  take(bytes: Uint8Array, now: Millis, room: number): FlvPlaybackOutputs {
    this.#cursor.take(bytes);
    return this.#advance(now, room);
  }

  /**
   * Goes to the last key frame at or before a time: headers come first, then that frame, at once (CMD-32). What of the old
   * place was not given is not given any more.
   *
   * @param timestamp - of the file, signed milliseconds; before its beginning is the beginning
   */
  seek(timestamp: number, now: Millis, room: number): FlvPlaybackOutputs {
    this.#cursor.seek(timestamp);
    this.#pacing.restart();
    this.#gate.restart();
    this.#next = undefined;
    this.#urgent = [];
    this.#origin = 0;
    this.#position = timestamp;
    this.#firstGiven = undefined;
    return this.#advance(now, room);
  }

  /** Gives nothing from now on. Again: no effect. */
  pause(now: Millis): FlvPlaybackOutputs {
    this.#pacing.pause(now);
    return this.#advance(now, 0);
  }

  /** Goes on where it stopped: all that was given has reached the player, or will (CMD-29). */
  resume(now: Millis, room: number): FlvPlaybackOutputs {
    this.#pacing.resume(now);
    return this.#advance(now, room);
  }

  /** The player holds so much from now on, milliseconds. */
  setBuffer(bufferMs: Millis, now: Millis, room: number): FlvPlaybackOutputs {
    this.#leadMs = leadOf(bufferMs);
    return this.#advance(now, room);
  }

  /** Switches a medium off, or on again: with its headers, and pictures from a key frame on (CMD-28). */
  receive(media: 'audio' | 'video', on: boolean, now: Millis, room: number): FlvPlaybackOutputs {
    const timestamp = this.#position >>> 0;
    const headers = this.#gate.receive(media, on).map(({ type, data }) => ({ type, data, timestamp }));
    // In place of those that were not given yet, as those of a paused player are not.
    if (!on || headers.length > 0)
      this.#urgent = [...this.#urgent.filter(({ type }) => type !== FlvTagType[media]), ...headers];
    return this.#advance(now, room);
  }

  #advance(now: Millis, room: number): FlvPlaybackOutputs {
    const tags: FlvPayload[] = [];
    const { state, deadline } = this.#giveDue(tags, now, room);
    const read = state === 'playing' && deadline === undefined ? this.#cursor.ask() : undefined;
    return { tags, read, deadline, state };
  }

  #giveDue(tags: FlvPayload[], now: Millis, room: number): { state: FlvPlaybackState; deadline?: Millis } {
    if (this.#pacing.isPaused) return { state: 'paused' };
    let left = room - this.#giveUrgent(tags);
    for (let horizon = now; ; horizon = now + TOGETHER) {
      const next = this.#peek(now);
      if (next === undefined) return { state: this.#stateWithoutNext() };
      const due = this.#pacing.instantOf(next.elapsed) - this.#leadMs;
      if (due > horizon) return { state: 'playing', deadline: due };
      if (left <= 0) return { state: 'full' };
      left -= this.#give(next, tags);
    }
  }

  /** The next tag of the file, unless the play ends before it. */
  #peek(now: Millis): NextTag | undefined {
    while (this.#next === undefined) {
      const tag = this.#cursor.next();
      if (tag === undefined) return undefined;
      const facts = readTagFacts(tag);
      const place = this.#placeInRange(tag, facts);
      if (place === 'over') this.#cursor.skipAll();
      if (place !== 'within') continue;
      // Headers and script data have no time of their own: they go with the frame before them.
      const elapsed = isFrame(facts) ? this.#pacing.place(tag.timestamp, now) : this.#pacing.elapsed;
      this.#next = { tag, facts, elapsed };
    }
    return this.#next;
  }

  /** `beyond`: not asked for, while what comes after it may be, as sound may be ahead of pictures (FLV-7). */
  #placeInRange(tag: FlvPayload, facts: TagFacts): 'within' | 'beyond' | 'over' {
    if (this.#durationMs === undefined || !isFrame(facts)) return 'within';
    const isMain = tellsTime(this.#file, facts);
    if (this.#durationMs === 0) return isMain ? 'within' : 'beyond';
    const past = (tag.timestamp - this.#end) | 0;
    if (past < 0) return 'within';
    return isMain || past > LOOSE ? 'over' : 'beyond';
  }

  /** Nothing is here to be given: it takes a read, or that was all. */
  #stateWithoutNext(): FlvPlaybackState {
    if (this.#cursor.isTruncated) return 'truncated';
    return this.#cursor.isAtEnd ? 'complete' : 'playing';
  }

  /** @returns bytes given */
  #give({ tag, facts }: NextTag, tags: FlvPayload[]): number {
    this.#next = undefined;
    if (isFrame(facts)) {
      this.#position = signedTimestamp(tag);
      this.#firstGiven ??= this.#position;
    }
    if (this.#durationMs === 0 && tellsTime(this.#file, facts)) this.#cursor.skipAll();
    return this.#gate.admits(tag, facts) ? this.#push(tag, tags) : 0;
  }

  /** Sound that belongs before time 0 has no time to go to. */
  #timestampOf(time: number): number {
    if (this.#origin === 0 || this.#origin === 'next') return time >>> 0;
    return Math.max(0, (time - this.#origin) | 0);
  }

  #giveUrgent(tags: FlvPayload[]): number {
    let bytes = 0;
    for (const tag of this.#urgent) bytes += this.#push(tag, tags);
    this.#urgent = [];
    return bytes;
  }

  #push(tag: FlvPayload, tags: FlvPayload[]): number {
    if (this.#origin === 'next') this.#origin = signedTimestamp(tag);
    if (this.#origin === 0) tags.push(tag);
    else tags.push({ type: tag.type, timestamp: this.#timestampOf(tag.timestamp), data: tag.data });
    this.#messagesGiven += 1;
    this.#bytesGiven += tag.data.length;
    return tag.data.length;
  }
}

interface NextTag {
  readonly tag: FlvPayload;
  readonly facts: TagFacts;
  readonly elapsed: number;
}

/** What FFmpeg and ffplay hold. */
const DEFAULT_BUFFER: Millis = 3_000;

/** librtmp asks for 0 and 300 ms, at which the least delay would show. */
const LEAST_LEAD: Millis = 1_000;

/** What is due so shortly after another tag is given with it: one wake-up and one write for several. Below any lead. */
const TOGETHER: Millis = 100;

/** Durations of twelve days or more do not end: of 32 bits, half are needed to tell before from behind. */
const ENDLESS = 2 ** 30;

/** By how much a recording may be out of order at its end, milliseconds. */
const LOOSE = 1_000;

function leadOf(bufferMs: Millis): Millis {
  return Math.max(bufferMs, LEAST_LEAD);
}
