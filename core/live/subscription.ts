import type { PlayerForm } from '../media/player-form.ts';
import type { Backlog } from './backlog.ts';
import type { SlowPlayerPolicy } from './live-options.ts';
import type { Rendition } from './rendition.ts';
import type { SharedFrame } from './shared-frame.ts';
import { TrackGate } from './track-gate.ts';

/** What a player asks for. */
export interface SubscribeRequest<Player> {
  /** Whatever the host needs to send to this player; never looked at. */
  readonly owner: Player;
  readonly messageStreamId: number;
  /** The connection whose backlog decides what this player gets. */
  readonly backlog: Backlog;
  /** Both default to true. */
  readonly receiveAudio?: boolean;
  readonly receiveVideo?: boolean;
  /** In which form it gets media. Default: as published. */
  readonly form?: PlayerForm;
}

/** What a player got. Counts only grow, over all publications that it saw; bytes are payload bytes. */
export interface SubscriptionCounters {
  messages: number;
  bytes: number;
  /** Pictures kept back while it was behind, or until the first key frame. */
  picturesSkipped: number;
  /** How many times it fell behind. */
  skips: number;
}

/** Why a player is cut. `backlog`: it is over the hard mark; `stalled`: over the soft mark, it took no byte for too long. */
export type CutReason = 'backlog' | 'stalled';

/** What is done with one frame for one player. */
export type Verdict = 'send' | 'skip' | CutReason;

const NO_FRAMES: readonly SharedFrame[] = [];

/**
 * One player of one path: what it wants, what it can decode, and how far it is behind.
 *
 * A player in step gets whatever its publication gives. A player over the soft mark loses its pictures, all tracks; each
 * track comes back with its next key frame once the backlog has drained, and when all are back the player is in step.
 * Sequence headers and data always go through, so nothing needs to be sent again. Sound goes through up to the hard mark:
 * it is small, and a listener notices its absence most.
 */
export class Subscription<Player> {
  readonly owner: Player;
  readonly path: string;
  readonly messageStreamId: number;
  readonly joinedAt: number;
  /** `undefined`: everything as published. */
  readonly form: PlayerForm | undefined;
  readonly counters: SubscriptionCounters = { messages: 0, bytes: 0, picturesSkipped: 0, skips: 0 };

  readonly #backlog: Backlog;
  readonly #policy: SlowPlayerPolicy;
  /** In step, wants everything, and has taken its burst: the one question left is the backlog. */
  #isSmooth = false;
  /** That of what its publication gives in its form: open for the tracks that matter. */
  #sharedGate: TrackGate | undefined;
  /** This player's own while it misses tracks that the shared one lets through. */
  #gate: TrackGate | undefined;
  #receiveAudio: boolean;
  #receiveVideo: boolean;
  #isPaused = false;
  /** Bytes given in one burst when the player came, still unsent at most: not held against it. */
  #burstBytes = 0;

  #isBehind = false;
  #drainedBytes = 0;
  #drainedAt = 0;

  constructor(path: string, request: SubscribeRequest<Player>, policy: SlowPlayerPolicy, now: number) {
    this.path = path;
    this.owner = request.owner;
    this.messageStreamId = request.messageStreamId;
    this.joinedAt = now;
    this.form = request.form?.isAsPublished === true ? undefined : request.form;
    this.#backlog = request.backlog;
    this.#policy = policy;
    this.#receiveAudio = request.receiveAudio ?? true;
    this.#receiveVideo = request.receiveVideo ?? true;
  }

  /** A publication is there. @returns what the player must be given before anything else, in this order */
  attach(rendition: Rendition): readonly SharedFrame[] {
    const opening = rendition.opening();
    this.#sharedGate = rendition.gate;
    this.#gate = this.#receiveVideo && !this.#isPaused ? opening.gate : new TrackGate();
    const frames = [...opening.headers, ...opening.gop].filter((frame) => this.#wants(frame));
    for (const frame of frames) {
      this.#count(frame);
      this.#burstBytes += frame.length;
    }
    this.#settle();
    return frames;
  }

  /** The publication is gone. */
  detach(): void {
    this.#sharedGate = undefined;
    this.#gate = undefined;
    this.#isSmooth = false;
  }

  /**
   * Switches a medium off, or on again (CMD-28). Pictures come back with the next key frame of each track.
   *
   * @returns the medium's sequence headers when it is on again, to be given to the player now
   */
  receive(media: 'audio' | 'video', on: boolean, headers: readonly SharedFrame[]): readonly SharedFrame[] {
    const wasOn = media === 'audio' ? this.#receiveAudio : this.#receiveVideo;
    if (wasOn === on) return NO_FRAMES;
    if (media === 'audio') this.#receiveAudio = on;
    else this.#receiveVideo = on;
    if (media === 'video') this.#gate = new TrackGate();
    this.#settle();
    return this.#begin(headers.filter((frame) => frame.media === media));
  }

  /**
   * Stops everything, or lets it go on (CMD-29): pictures with the next key frame of each track.
   *
   * @returns metadata and sequence headers when it goes on, to be given to the player now
   */
  pause(paused: boolean, headers: readonly SharedFrame[]): readonly SharedFrame[] {
    if (this.#isPaused === paused) return NO_FRAMES;
    this.#isPaused = paused;
    this.#gate = new TrackGate();
    this.#settle();
    return this.#begin(headers);
  }

  /** Decides on one frame of the publication, in the player's form, and counts it. For nearly every player and frame this is one comparison. */
  admit(frame: SharedFrame, now: number): Verdict {
    if (!this.#isSmooth || this.#backlog.unsentBytes > this.#policy.skipAboveBytes) {
      const verdict = this.#consider(frame, now);
      if (verdict !== 'send') return verdict;
    }
    this.#count(frame);
    return 'send';
  }

  /** What of these the player wants, counted as given. */
  #begin(headers: readonly SharedFrame[]): readonly SharedFrame[] {
    if (this.#sharedGate === undefined) return NO_FRAMES;
    const frames = headers.filter((frame) => this.#wants(frame));
    for (const frame of frames) this.#count(frame);
    return frames;
  }

  #consider(frame: SharedFrame, now: number): Verdict {
    const behind = this.#bytesBehind();
    if (behind > this.#policy.cutAboveBytes) return 'backlog';
    if (behind <= this.#policy.skipAboveBytes) this.#isBehind = false;
    else if (this.#hasStalled(now)) return 'stalled';
    else this.#losePictures();
    if (!this.#wants(frame)) return 'skip';
    if (frame.media !== 'video' || this.#letsThrough(frame, behind)) return 'send';
    this.counters.picturesSkipped += 1;
    return 'skip';
  }

  /** The burst lies in front of the queue, so what is unsent is at first all burst. */
  #bytesBehind(): number {
    const { unsentBytes } = this.#backlog;
    if (unsentBytes <= this.#policy.skipAboveBytes) {
      this.#burstBytes = 0;
      this.#settle();
      return unsentBytes;
    }
    this.#burstBytes = Math.min(this.#burstBytes, unsentBytes);
    return unsentBytes - this.#burstBytes;
  }

  /** Asked only when over the soft mark: time runs from when that was first seen, or from the last byte taken since. */
  #hasStalled(now: number): boolean {
    const drainedBytes = this.#backlog.bytesSent - this.#backlog.unsentBytes;
    if (this.#isBehind && drainedBytes === this.#drainedBytes) return now - this.#drainedAt >= this.#policy.stallMs;
    this.#isBehind = true;
    this.#drainedBytes = drainedBytes;
    this.#drainedAt = now;
    return false;
  }

  #losePictures(): void {
    if (!this.#receiveVideo || this.#gate?.isClosed === true) return;
    this.counters.skips += 1;
    this.#gate = new TrackGate();
    this.#isSmooth = false;
  }

  /** While it is behind, a key frame that would open a track anew has to wait for the backlog to drain. */
  #letsThrough(frame: SharedFrame, behind: number): boolean {
    const gate = this.#gate;
    if (gate === undefined) return true;
    if (frame.role === 'keyFrame' && behind > this.#policy.resumeBelowBytes && !gate.isOpenFor(frame)) {
      gate.keepBack(frame);
      return false;
    }
    const passes = gate.admits(frame);
    if (frame.role === 'keyFrame') this.#settle();
    return passes;
  }

  #wants(frame: SharedFrame): boolean {
    if (this.#isPaused) return false;
    if (frame.media === 'audio') return this.#receiveAudio;
    return frame.media === 'data' || this.#receiveVideo;
  }

  /** A gate of its own goes as soon as the shared one is enough. */
  #settle(): void {
    const sharedGate = this.#sharedGate;
    if (sharedGate === undefined) return;
    if (this.#receiveVideo && this.#gate?.covers(sharedGate) === true) this.#gate = undefined;
    this.#isSmooth = this.#gate === undefined && this.#wantsAll() && this.#burstBytes === 0;
  }

  #wantsAll(): boolean {
    return this.#receiveAudio && this.#receiveVideo && !this.#isPaused;
  }

  #count(frame: SharedFrame): void {
    this.counters.messages += 1;
    this.counters.bytes += frame.length;
  }
}
