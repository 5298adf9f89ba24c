import type { AmfValue } from '../amf/value.ts';
import { readAudioTagHeader } from './audio-tag-header.ts';
import { AudioTrack } from './audio-track.ts';
import type { TagTrack } from './tag-track.ts';
import type { TrackDescription } from './track-description.ts';
import { readVideoTagHeader } from './video-tag-header.ts';
import { VideoTrack } from './video-track.ts';

/** A track, with what was last told of it; nothing was of one that is new. */
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
    let changed = NOTHING;
    for (const located of header.tracks) {
      const told = settle(this.#video, located, newVideoTrack);
      const mayTell = told.track.take(payload, header, located);
      if (mayTell || told.last === '') changed = this.#tell(told, changed);
    }
    return changed;
  }

  /** An audio message. @param payload - borrowed for the call */
  takeAudio(payload: Uint8Array): readonly TrackDescription[] {
    const header = readAudioTagHeader(payload);
    if (header === undefined) return NOTHING;
    let changed = NOTHING;
    for (const located of header.tracks) {
      const told = settle(this.#audio, located, newAudioTrack);
      const mayTell = told.track.take(payload, header, located);
      if (mayTell || told.last === '') changed = this.#tell(told, changed);
    }
    return changed;
  }

  /** The argument of onMetaData: hints for the tracks that are there and for those that will come. */
  takeMetadata(onMetaData: AmfValue): readonly TrackDescription[] {
    this.#onMetaData = onMetaData;
    let changed = NOTHING;
    for (const told of this.#all()) changed = this.#tell(told, changed);
    return changed;
  }

  #all(): Told<VideoTrack | AudioTrack>[] {
    return [...this.#video.values(), ...this.#audio.values()];
  }

  /** @returns `changed`, and the description of a track behind it where that was not told before */
  #tell(told: Told<VideoTrack | AudioTrack>, changed: readonly TrackDescription[]): readonly TrackDescription[] {
    const description = told.track.describe(this.#onMetaData);
    const now = JSON.stringify(description);
    if (now === told.last) return changed;
    told.last = now;
    return [...changed, description];
  }
}

/** The track of this id and codec; one that changes its codec begins anew. */
function settle<Track extends VideoTrack | AudioTrack>(
  tracks: Map<number, Told<Track>>,
  located: TagTrack,
  make: (located: TagTrack, before: Track | undefined) => Track,
): Told<Track> {
  const known = tracks.get(located.trackId);
  if (known?.track.codecId === located.codecId) return known;
  const told = { track: make(located, known?.track), last: '' };
  tracks.set(located.trackId, told);
  return told;
}

function newVideoTrack(located: TagTrack, before: VideoTrack | undefined): VideoTrack {
  return new VideoTrack(located, before);
}

function newAudioTrack(located: TagTrack): AudioTrack {
  return new AudioTrack(located);
}
