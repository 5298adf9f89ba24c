import { type FlvPayload, FlvTagType } from './flv-tag.ts';
import { SequenceHeaders } from './sequence-headers.ts';
import type { TagFacts } from './tag-role.ts';

/**
 * What of a file reaches one player: the media that it wants, and of each video track nothing before a key frame, so that
 * all it gets can be decoded. What goes through is not changed, and nothing overtakes anything.
 */
export class PlaybackGate {
  #headers = new SequenceHeaders();
  #wantsAudio = true;
  #wantsVideo = true;
  /** Video tracks that had their key frame. */
  readonly #open = new Set<number>();

  /** The player goes elsewhere: what comes next begins with the headers that hold there. */
  restart(): void {
    this.#headers = new SequenceHeaders();
    this.#open.clear();
  }

  /**
   * Switches a medium off, or on again (CMD-28).
   *
   * @returns the medium's sequence headers when it is on again: what comes of it next takes them, pictures from a key frame on
   */
  receive(media: 'audio' | 'video', on: boolean): readonly FlvPayload[] {
    const wasOn = media === 'audio' ? this.#wantsAudio : this.#wantsVideo;
    if (wasOn === on) return [];
    if (media === 'audio') this.#wantsAudio = on;
    else this.#wantsVideo = on;
    if (media === 'video') this.#open.clear();
    return on ? this.#headers.tags().filter(({ type }) => type === FlvTagType[media]) : [];
  }

  /** Takes notice of the next tag. @returns whether the player gets it */
  admits(tag: FlvPayload, facts: TagFacts): boolean {
    this.#headers.add(tag, facts);
    if (tag.type === FlvTagType.audio) return this.#wantsAudio;
    if (tag.type === FlvTagType.video) return this.#wantsVideo && this.#isDecodable(facts);
    return true;
  }

  #isDecodable({ role, tracks }: TagFacts): boolean {
    if (role === 'keyFrame') for (const { trackId } of tracks) this.#open.add(trackId);
    return role !== 'picture' || tracks.every(({ trackId }) => this.#open.has(trackId));
  }
}
