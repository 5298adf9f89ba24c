import {
  type DataReceived,
  type MediaReceived,
  type SharedFrame,
  StreamDescription,
  type TrackDescription,
} from '../../core/index.ts';

const NOTHING: readonly TrackDescription[] = [];

/**
 * Describes the tracks of one publication from the few messages that can tell: configurations, key frames, the first
 * sound, and onMetaData. All others cost one comparison.
 */
export class PublishedTracks {
  readonly #description = new StreamDescription();
  #hasSound = false;

  /** What is known now, video first. */
  get all(): readonly TrackDescription[] {
    return this.#description.tracks;
  }

  /**
   * Takes one message.
   *
   * @param role - what the broadcast made of it; `undefined` for what it gives to nobody
   * @returns the tracks that are new or of which more is known now
   */
  take(event: MediaReceived | DataReceived, role: SharedFrame['role'] | undefined): readonly TrackDescription[] {
    if (event.type === 'dataReceived') {
      return event.handler === 'onMetaData' ? this.#description.takeMetadata(event.values[0]) : NOTHING;
    }
    if (role === 'interFrame' || role === undefined || (role === 'sound' && this.#hasSound)) return NOTHING;
    if (event.media === 'video') return this.#description.takeVideo(event.payload);
    if (role === 'sound') this.#hasSound = true; // the formats without a configuration tell all with their first frame
    return this.#description.takeAudio(event.payload);
  }
}
