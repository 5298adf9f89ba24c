import { announcesEnhanced, type Capabilities, CapsEx, CodecFlag, codecFlags } from './capabilities.ts';
import { AudioCodecId, VideoCodecId } from './codec-id.ts';

/**
 * What a player gets that announced nothing of Enhanced RTMP. Every FFmpeg is such a player, those of old that know FLV
 * 10.1 only and those of today that know nearly all, and nothing else in their `connect` tells them apart.
 *
 * - `defaultTrack`: the default track, without multitrack header and ModEx; in legacy form where there is one, for a player
 *   of either kind; else as it is, for those that know it
 * - `legacy`: the default track in legacy form, or nothing (ERTMP-9 to the letter)
 * - `asPublished`: everything as it is
 */
export type UnannouncedForm = 'defaultTrack' | 'legacy' | 'asPublished';

export const UNANNOUNCED_FORMS: readonly UnannouncedForm[] = ['defaultTrack', 'legacy', 'asPublished'];

/**
 * In which form a player gets media: what it announced in `connect`, and what the operator chose for those that
 * announce nothing. Nothing is ever encoded or timed anew: a message goes as it is, in another header, or not at all.
 */
export interface PlayerForm {
  readonly capabilities: Capabilities;
  readonly unannounced: UnannouncedForm;
  /** Whether HEVC under the unofficial codec id 12 becomes `hvc1` for players that take that (Q-52, FLV-26). */
  readonly codec12AsHvc1: boolean;
  /** Whether the player gets everything as it was published, whatever that is. */
  readonly isAsPublished: boolean;
  /** Players with equal keys get equal messages. */
  readonly key: string;
}

export interface PlayerFormOptions {
  /** Default `defaultTrack`. */
  readonly unannounced?: UnannouncedForm;
  /** Default false. */
  readonly codec12AsHvc1?: boolean;
}

/** Stands for a codec that a peer does not name. */
const ANY_CODEC = 0;

/** Codecs of which FLV 10.1 has a form of its own. */
const CODECS_WITH_LEGACY_FORM: ReadonlySet<number> = new Set([
  VideoCodecId.avc1,
  AudioCodecId.mp4a,
  AudioCodecId.mp3FourCc,
]);

export function playerForm(capabilities: Capabilities, options: PlayerFormOptions = {}): PlayerForm {
  const { unannounced = 'defaultTrack', codec12AsHvc1 = false } = options;
  const { fourCcList, videoFourCcInfoMap, audioFourCcInfoMap, capsEx } = capabilities;
  const lists = [fourCcList, entriesOf(videoFourCcInfoMap), entriesOf(audioFourCcInfoMap)];
  const announced = announcesEnhanced(capabilities) ? [capsEx, lists] : unannounced;
  const key = JSON.stringify([announced, codec12AsHvc1]);
  const form = { capabilities, unannounced, codec12AsHvc1, isAsPublished: false, key };
  return { ...form, isAsPublished: !codec12AsHvc1 && takesEverything(form) };
}

/** Whether the player gets bodies of this FourCC in an enhanced header: it decodes or forwards them, or may. */
export function takesCodec(player: PlayerForm, media: 'audio' | 'video', codecId: number): boolean {
  const { capabilities, unannounced } = player;
  if (announcesEnhanced(capabilities)) {
    return (codecFlags(capabilities, media, codecId) & (CodecFlag.canDecode | CodecFlag.canForward)) !== 0;
  }
  return unannounced === 'defaultTrack' ? !CODECS_WITH_LEGACY_FORM.has(codecId) : unannounced === 'asPublished';
}

export function takesMultitrack(player: PlayerForm): boolean {
  return takesFeature(player, CapsEx.multitrack);
}

export function takesModEx(player: PlayerForm): boolean {
  return takesFeature(player, CapsEx.modEx);
}

/** Whether frames that have no legacy form after all, as MP3 of 32 kHz, go as they are. */
export function takesWhatLegacyCannotSay({ capabilities, unannounced }: PlayerForm): boolean {
  return unannounced === 'defaultTrack' && !announcesEnhanced(capabilities);
}

function takesFeature({ capabilities, unannounced }: PlayerForm, feature: number): boolean {
  if (announcesEnhanced(capabilities)) return (capabilities.capsEx & feature) !== 0;
  return unannounced === 'asPublished';
}

function takesEverything(player: PlayerForm): boolean {
  const takesCodecs = takesCodec(player, 'video', ANY_CODEC) && takesCodec(player, 'audio', ANY_CODEC);
  return takesCodecs && takesMultitrack(player) && takesModEx(player);
}

function entriesOf(map: ReadonlyMap<string, number> | undefined): readonly unknown[] | undefined {
  return map && [...map].sort();
}
