import { type AmfValue, property } from '../amf/value.ts';

/** What onMetaData says of one track: a hint for what no header tells (CFG-7), as it is often wrong. */
export interface TrackMetadata {
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly frameRate: number | undefined;
  readonly sampleRate: number | undefined;
  readonly channels: number | undefined;
}

const STEREO = 2;

/**
 * What the argument of onMetaData says of a track. Track 0 is described by the top-level keys, the others by the info
 * maps, which may hold only what differs from the top level (ERTMP-32); earlier drafts used key 0 there as well.
 */
export function metadataOf(onMetaData: AmfValue, media: 'audio' | 'video', trackId: number): TrackMetadata {
  const map = property(onMetaData, media === 'video' ? 'videoTrackIdInfoMap' : 'audioTrackIdInfoMap');
  const own = property(map, String(trackId));
  const find = (...names: string[]): number | undefined => positive(own, names) ?? positive(onMetaData, names);
  return {
    width: find('width'),
    height: find('height'),
    frameRate: find('framerate'),
    sampleRate: find('samplerate', 'audiosamplerate'),
    channels: find('channels') ?? (property(onMetaData, 'stereo') === true ? STEREO : undefined),
  };
}

/** The first of the properties that is a positive number. */
function positive(holder: AmfValue, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = property(holder, name);
    if (typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY) return value;
  }
  return undefined;
}
