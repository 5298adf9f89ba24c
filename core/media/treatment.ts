import { VideoCodecId } from './codec-id.ts';
import { type PlayerForm, takesCodec, takesModEx, takesMultitrack, takesWhatLegacyCannotSay } from './player-form.ts';
import type { TagTrack } from './tag-track.ts';

/**
 * What is done to one message for a player. There are few, however many players announce how many different things: two
 * players for whom the same is done to a message get the same bytes.
 */
export type Treatment = number;

/** The message goes as it is, whatever it is. */
export const AS_IT_IS: Treatment = 0;

/** HEVC of codec id 12 goes as `hvc1`. */
export const AS_HVC1: Treatment = 1;

/** Set in every other treatment; what is not kept or taken goes, in the order of `simplified` and `legacyForm`. */
const TREATED = 2;
export const KEEP_MOD_EX = 4;
export const KEEP_MULTITRACK = 8;
export const TAKE_CODEC = 16;
export const TAKE_WITHOUT_LEGACY_FORM = 32;

/** What of a tag header decides. */
export interface Treatable {
  readonly isEnhanced: boolean;
  readonly tracks: readonly TagTrack[];
}

/** @param trackId - the track that stands for the stream where only one can */
export function treatmentFor(
  player: PlayerForm,
  media: 'audio' | 'video',
  { isEnhanced, tracks }: Treatable,
  trackId = 0,
): Treatment {
  if (!isEnhanced) return media === 'video' && becomesHvc1(player, tracks[0]) ? AS_HVC1 : AS_IT_IS;
  const track = tracks.find((candidate) => candidate.trackId === trackId);
  const takesTrack = track !== undefined && takesCodec(player, media, track.codecId);
  return (
    TREATED |
    (takesModEx(player) ? KEEP_MOD_EX : 0) |
    (takesMultitrack(player) ? KEEP_MULTITRACK : 0) |
    (takesTrack ? TAKE_CODEC : 0) |
    (takesWhatLegacyCannotSay(player) ? TAKE_WITHOUT_LEGACY_FORM : 0)
  );
}

/** Whether the treatment leaves an enhanced message as it is that has one track, no multitrack header and no ModEx. */
export function keepsPlain(treatment: Treatment): boolean {
  return (treatment & TAKE_CODEC) !== 0;
}

function becomesHvc1(player: PlayerForm, track: TagTrack | undefined): boolean {
  return player.codec12AsHvc1 && track?.codecId === VideoCodecId.hevc && takesCodec(player, 'video', VideoCodecId.hvc1);
}
