import { readAudioTagHeader } from '../media/audio-tag-header.ts';
import type { TagTrack } from '../media/tag-track.ts';
import { isReservedFrameType, readVideoTagHeader, type VideoTagHeader } from '../media/video-tag-header.ts';
import { type FlvPayload, FlvTagType } from './flv-tag.ts';

/**
 * What a tag is to somebody who begins to play in the middle. `picture`: a video frame that takes another before it.
 * `other`: script data, marks, ends of sequences, what cannot be read.
 */
export type TagRole = 'sequenceHeader' | 'keyFrame' | 'picture' | 'sound' | 'other';

export interface TagFacts {
  readonly role: TagRole;
  /** Empty for `other`. */
  readonly tracks: readonly TagTrack[];
  /**
   * For each track with a header in it, the place that the header fills: a later tag with the same number replaces it
   * (FLV-24, ERTMP-45). Empty for all other roles.
   */
  readonly slots: readonly number[];
}

/** Reads headers only. Nothing is copied. */
export function readTagFacts({ type, data }: Pick<FlvPayload, 'type' | 'data'>): TagFacts {
  if (type === FlvTagType.video) return videoFacts(data);
  return type === FlvTagType.audio ? audioFacts(data) : OTHER;
}

/** Sound or a picture: what has a time of its own. */
export function isFrame({ role }: TagFacts): boolean {
  return role === 'keyFrame' || role === 'picture' || role === 'sound';
}

/** Whether a player of that video track can begin with the tag. */
export function isKeyFrameOf(trackId: number, { role, tracks }: TagFacts): boolean {
  return role === 'keyFrame' && tracks.some((track) => track.trackId === trackId);
}

/** The packet type first, then the frame type: configurations come with any frame type (ERTMP-13, FLV-24). */
function videoFacts(data: Uint8Array): TagFacts {
  const header = readVideoTagHeader(data);
  if (header === undefined) return OTHER;
  const { packetType, tracks } = header;
  switch (packetType) {
    case 'sequenceStart':
    case 'mpeg2TsSequenceStart':
      return headerFacts(SLOTS.videoSequence, tracks);
    case 'metadata':
      return headerFacts(SLOTS.videoMetadata, tracks);
    case 'codedFrames':
    case 'codedFramesX':
      return isReservedFrameType(header.frameType) ? OTHER : { role: pictureRole(header), tracks, slots: NO_SLOTS };
    case 'sequenceEnd':
    case 'command':
      return OTHER;
  }
}

function pictureRole({ frameType }: VideoTagHeader): TagRole {
  return frameType === 'key' || frameType === 'generatedKey' ? 'keyFrame' : 'picture';
}

function audioFacts(data: Uint8Array): TagFacts {
  const header = readAudioTagHeader(data);
  if (header === undefined) return OTHER;
  const { packetType, tracks } = header;
  switch (packetType) {
    case 'sequenceStart':
      return headerFacts(SLOTS.audioSequence, tracks);
    case 'multichannelConfig':
      return headerFacts(SLOTS.audioMultichannel, tracks);
    case 'codedFrames':
      return { role: 'sound', tracks, slots: NO_SLOTS };
    case 'sequenceEnd':
      return OTHER;
  }
}

/** FFmpeg may write an empty header first and the real one later: an empty one fills no place (ERTMP-14, FLV-17). */
function headerFacts(kind: number, tracks: readonly TagTrack[]): TagFacts {
  const filled = tracks.filter(({ start, end }) => start < end);
  return { role: 'sequenceHeader', tracks, slots: filled.map(({ trackId }) => kind + trackId) };
}

/** A place for each kind of header and track: the kind plus the track id, which is below 256. */
const SLOTS = { videoSequence: 0, videoMetadata: 256, audioSequence: 512, audioMultichannel: 768 } as const;

const NO_SLOTS: readonly number[] = [];
const OTHER: TagFacts = { role: 'other', tracks: [], slots: NO_SLOTS };
