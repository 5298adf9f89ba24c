import type { AmfValue } from '../amf/value.ts';
import { readAudioTagHeader } from './audio-tag-header.ts';
import { AudioTrack } from './audio-track.ts';
import type { TagTrack } from './tag-track.ts';
import type { TrackDescription } from './track-description.ts';
import { readVideoTagHeader } from './video-tag-header.ts';
import { VideoTrack } from './video-track.ts';

/** A track, with what was last told of it. */
interface Told<Track> {
  readonly track: Track;
  last: string;
}

const NOTHING: readonly TrackDescription[] = [];

/**
 * What a stream is, told from the messages it is made of (CFG-35): sequence headers per track, the first sound and each
 * key frame of codecs that tell it there, metadata frames, and for the rest the hints of onMetaData.
 *
 * Every `take…` answers the tracks whose description is new or has changed, most often none. A message that has nothing
 * to tell costs one look at its header. Whatever the bytes, nothing throws.
 */
export class StreamDescription {
  readonly #video = new Map<number, Told<VideoTrack>>();
  readonly #audio = new Map<number, Told<AudioTrack>>();
  #onMetaData: AmfValue;

  /** Video first, each media in the order in which its tracks were first seen. */
  get tracks(): readonly TrackDescription[] {
    return this.#all().map(({ track }) => track.describe(this.#onMetaData));
  }

  /** A video message. @param payload - borrowed for the call */
  takeVideo(payload: Uint8Array): readonly TrackDescription[] {
    const header = readVideoTagHeader(payload);
    if (header === undefined) return NOTHING;
    return this.#tell(header.tracks, (located) => {
      const { told, isNew } = settle(this.#video, located, (before) => new VideoTrack(located, before));
      const mayTell = told.track.take(payload, header, located);
      return mayTell || isNew ? told : undefined;
    });
  }

  /** An audio message. @param payload - borrowed for the call */
  takeAudio(payload: Uint8Array): readonly TrackDescription[] {
    const header = readAudioTagHeader(payload);
    if (header === undefined) return NOTHING;
    return this.#tell(header.tracks, (located) => {
      const { told, isNew } = settle(this.#audio, located, () => new AudioTrack(located));
      const mayTell = told.track.take(payload, header, located);
      return mayTell || isNew ? told : undefined;
    });
  }

  /** The argument of onMetaData: hints for the tracks that are there and for those that will come. */
  takeMetadata(onMetaData: AmfValue): readonly TrackDescription[] {
    this.#onMetaData = onMetaData;
    return this.#tell(this.#all(), (told) => told);
  }

  #all(): Told<VideoTrack | AudioTrack>[] {
    return [...this.#video.values(), ...this.#audio.values()];
  }

  /** Describes what `take` gives for each of `items`, and answers what was not told before. */
  #tell<Item>(
    items: readonly Item[],
    take: (item: Item) => Told<VideoTrack | AudioTrack> | undefined,
  ): readonly TrackDescription[] {
    let changed: TrackDescription[] | undefined;
    for (const item of items) {
      const told = take(item);
      if (told === undefined) continue;
      const description = told.track.describe(this.#onMetaData);
      const now = JSON.stringify(description);
      if (now === told.last) continue;
      told.last = now;
      changed = [...(changed ?? NOTHING), description];
    }
    return changed ?? NOTHING;
  }
}

/** The track of this id and codec; one that changes its codec begins anew. */
function settle<Track extends VideoTrack | AudioTrack>(
  tracks: Map<number, Told<Track>>,
  { trackId, codecId }: TagTrack,
  make: (before: Track | undefined) => Track,
): { told: Told<Track>; isNew: boolean } {
  const known = tracks.get(trackId);
  if (known?.track.codecId === codecId) return { told: known, isNew: false };
  const told = { track: make(known?.track), last: '' };
  tracks.set(trackId, told);
  return { told, isNew: true };
}
