import type { EnhancedAudio } from './audio-message.ts';
import { NO_BYTES } from './message-track.ts';
import type { ModEx } from './mod-ex.ts';
import type { EnhancedVideo } from './video-message.ts';

/**
 * Tracks of one message apart and together again. All tracks of a message share its timestamp, so do the messages that
 * one is split into, and so must those that are joined: timestamps are the caller's.
 */

/**
 * One message for each track, in order: track 0 without a multitrack header, the others as OneTrack (ERTMP-24). ModEx
 * applies to all tracks and goes into each (ERTMP-23).
 */
export function splitTracks<Message extends EnhancedVideo | EnhancedAudio>(message: Message): Message[] {
  return message.tracks.map((track) => {
    const multitrack = track.trackId === 0 ? undefined : 'oneTrack';
    return { ...message, multitrack, tracks: [track], trailing: NO_BYTES };
  });
}

/**
 * One message with the tracks of all, in order: ManyTracks when they are of one codec, else ManyTracksManyCodecs
 * (ERTMP-25, ERTMP-26). A single track stays without sizes. CodedFrames and CodedFramesX join to CodedFrames, which can
 * say everything that the other can.
 *
 * @returns `undefined` when they cannot be one message: none, or different in frame type, packet type or ModEx
 */
export function joinTracks<Message extends EnhancedVideo | EnhancedAudio>(
  messages: readonly Message[],
): Message | undefined {
  const [first] = messages;
  if (first === undefined || !messages.every((message) => agree(first, message))) return undefined;
  const tracks = messages.flatMap((message) => [...message.tracks]);
  const [track] = tracks;
  const isShared = tracks.every(({ codecId }) => codecId === track?.codecId);
  const isDefault = track?.trackId === 0;
  const single = isDefault ? undefined : 'oneTrack';
  const many = isShared ? 'manyTracks' : 'manyTracksManyCodecs';
  const packetType = messages.some((message) => message.packetType === 'codedFrames')
    ? 'codedFrames'
    : first.packetType;
  return { ...first, packetType, multitrack: tracks.length === 1 ? single : many, tracks, trailing: NO_BYTES };
}

function agree(one: EnhancedVideo | EnhancedAudio, other: EnhancedVideo | EnhancedAudio): boolean {
  const sameFrameType = frameTypeOf(one) === frameTypeOf(other);
  return sameFrameType && withoutX(one) === withoutX(other) && sameModEx(one.modEx, other.modEx);
}

function frameTypeOf(message: EnhancedVideo | EnhancedAudio): string {
  return message.kind === 'enhancedVideo' ? message.frameType : 'audio';
}

function withoutX({ packetType }: EnhancedVideo | EnhancedAudio): string {
  return packetType === 'codedFramesX' ? 'codedFrames' : packetType;
}

function sameModEx(ours: readonly ModEx[], theirs: readonly ModEx[]): boolean {
  return ours.length === theirs.length && ours.every((block, index) => sameBlock(block, theirs[index]));
}

function sameBlock({ type, data }: ModEx, other: ModEx | undefined): boolean {
  if (other?.type !== type || other.data.length !== data.length) return false;
  return data.every((byte, index) => byte === other.data[index]);
}
