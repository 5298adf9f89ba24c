import type { BlockPool } from './block-pool.ts';
import { GopCache } from './gop-cache.ts';
import { HeaderCache } from './header-cache.ts';
import type { LiveOptions } from './live-options.ts';
import type { SharedFrame } from './shared-frame.ts';
import { TrackGate } from './track-gate.ts';

/** What a publication did so far. All counts only grow; bytes are payload bytes as the publisher sent them. */
export interface PublicationCounters {
  messages: number;
  bytes: number;
  sounds: number;
  pictures: number;
  keyFrames: number;
  /** Messages whose header cannot be read, and those a publisher should not send: given to nobody (ERTMP-12). */
  unreadable: number;
  /** Pictures of a track before its first key frame: given to nobody. */
  undecodable: number;
  /** Headers and retained data too large to be cached: late players do without. */
  uncached: number;
}

/** What a player that comes now must be given, and what it can decode afterwards. */
export interface Opening {
  readonly headers: readonly SharedFrame[];
  readonly gop: readonly SharedFrame[];
  readonly gate: TrackGate;
}

const NO_FRAMES: readonly SharedFrame[] = [];

/**
 * One stream being published: what it brought so far that a late player needs.
 *
 * The leading video track decides where the GOP cache begins: track 0, or until it appears the first that was seen. The
 * other tracks of a player that starts from the cache open with their own next key frame in it; encoders put the key
 * frames of all tracks side by side, so that is at once.
 */
export class Publication<Publisher> {
  readonly path: string;
  /** Whatever the host handed to `publish`. */
  readonly owner: Publisher;
  readonly startedAt: number;
  readonly counters: PublicationCounters;
  readonly headers: HeaderCache;
  readonly gop: GopCache;
  /** Open for the tracks that players in step can decode. */
  readonly gate: TrackGate = new TrackGate();
  #leadingTrackId: number | undefined;
  #heardAt: number;

  constructor(path: string, owner: Publisher, now: number, options: LiveOptions, pool: BlockPool) {
    this.path = path;
    this.owner = owner;
    this.startedAt = now;
    this.#heardAt = now;
    this.headers = new HeaderCache(options.headerCacheBytes);
    this.gop = new GopCache(options.gopCacheBytes, options.gopCacheMessages, pool);
    this.counters = {
      messages: 0,
      bytes: 0,
      sounds: 0,
      pictures: 0,
      keyFrames: 0,
      unreadable: 0,
      undecodable: 0,
      uncached: 0,
    };
  }

  /** Milliseconds of silence: since the last message, or since it began. */
  silentFor(now: number): number {
    return Math.max(0, now - this.#heardAt);
  }

  /** A message came; it counts as a sign of life whatever it holds. */
  hear(byteCount: number, now: number): void {
    this.#heardAt = Math.max(this.#heardAt, now);
    this.counters.messages += 1;
    this.counters.bytes += byteCount;
  }

  /** Takes an audio or video frame in. @returns whether players should get it */
  take(frame: SharedFrame): boolean {
    switch (frame.role) {
      case 'sequenceHeader':
        if (!this.headers.fill(frame)) this.counters.uncached += 1;
        this.gop.add(frame);
        return true;
      case 'sequenceEnd':
        this.#endSequence(frame);
        return true;
      case 'keyFrame':
      case 'interFrame':
        return this.#takePicture(frame);
      case 'sound':
        this.counters.sounds += 1;
        this.gop.add(frame);
        return true;
      case 'data':
        this.gop.add(frame);
        return true;
    }
  }

  /** Keeps `frame` as the latest of its handler and takes it in. */
  retain(handler: string, frame: SharedFrame): void {
    if (!this.headers.retain(handler, frame)) this.counters.uncached += 1;
    this.gop.add(frame);
  }

  /**
   * Forgets what was retained of `handler`. The GOP so far holds it too, before its key frame or behind it, so a player that
   * comes now begins with the next one.
   */
  forget(handler: string): void {
    this.headers.release(handler);
    this.gop.drop();
  }

  /** What a player that comes now gets first. The lists are live: use them before the next message. */
  opening(): Opening {
    if (this.gop.isHeld) return { headers: this.gop.headers, gop: this.gop.frames, gate: this.gop.gate.copy() };
    return { headers: this.headers.frames(), gop: NO_FRAMES, gate: new TrackGate() };
  }

  #takePicture(frame: SharedFrame): boolean {
    this.counters.pictures += 1;
    if (!this.gate.admits(frame)) {
      this.counters.undecodable += 1;
      return false;
    }
    if (frame.role === 'keyFrame') this.counters.keyFrames += 1;
    if (this.#isLeading(frame) && frame.role === 'keyFrame') this.gop.begin(frame, this.headers.frames());
    else this.gop.add(frame);
    return true;
  }

  /** Settles first which track leads: 0 as soon as it is there. */
  #isLeading(frame: SharedFrame): boolean {
    this.#leadingTrackId ??= frame.tracks[0]?.trackId;
    if (hasTrack(frame, 0)) this.#leadingTrackId = 0;
    return hasTrack(frame, this.#leadingTrackId);
  }

  /** The pictures of an ended sequence are of no use to a player that comes now. */
  #endSequence(frame: SharedFrame): void {
    this.headers.empty(frame.slots);
    if (frame.media === 'video' && hasTrack(frame, this.#leadingTrackId)) this.gop.drop();
    else this.gop.add(frame);
  }
}

function hasTrack(frame: SharedFrame, trackId: number | undefined): boolean {
  for (const track of frame.tracks) if (track.trackId === trackId) return true;
  return false;
}
