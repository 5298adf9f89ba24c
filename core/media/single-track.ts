import type { EnhancedAudio } from './audio-message.ts';
import { NO_BYTES } from './message-track.ts';
import { type PlayerForm, takesModEx, takesMultitrack } from './player-form.ts';
import type { EnhancedVideo } from './video-message.ts';

/**
 * The message as a player can read its header: without ModEx when it did not announce that, and with the one track
 * `trackId`, as track 0, when it did not announce multitrack. `undefined` when that track is not in it.
 */
export function simplified<Message extends EnhancedVideo | EnhancedAudio>(
  message: Message,
  player: PlayerForm,
  trackId: number,
): Message | undefined {
  const modEx = takesModEx(player) ? message.modEx : [];
  if (takesMultitrack(player)) return { ...message, modEx };
  const track = message.tracks.find((candidate) => candidate.trackId === trackId);
  if (track === undefined) return undefined;
  const tracks = [{ ...track, trackId: 0 }];
  return { ...message, modEx, multitrack: undefined, tracks, trailing: NO_BYTES };
}
