import type { EnhancedAudio } from './audio-message.ts';
import { NO_BYTES } from './message-track.ts';
import { KEEP_MOD_EX, KEEP_MULTITRACK, type Treatment } from './treatment.ts';
import type { EnhancedVideo } from './video-message.ts';

/**
 * The message as a player can read its header: without ModEx and with the one track `trackId`, as track 0, unless these
 * are kept; the very same message where that changes nothing. `undefined` when that track is not in it.
 */
export function simplified<Message extends EnhancedVideo | EnhancedAudio>(
  message: Message,
  treatment: Treatment,
  trackId: number,
): Message | undefined {
  const simple = (treatment & KEEP_MOD_EX) !== 0 || message.modEx.length === 0 ? message : { ...message, modEx: [] };
  if ((treatment & KEEP_MULTITRACK) !== 0) return simple;
  if (message.multitrack === undefined && trackId === 0) return simple;
  const track = message.tracks.find((candidate) => candidate.trackId === trackId);
  if (track === undefined) return undefined;
  return { ...simple, multitrack: undefined, tracks: [{ ...track, trackId: 0 }], trailing: NO_BYTES };
}
