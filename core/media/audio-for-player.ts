import type { AudioMessage, EnhancedAudio, LegacyAudio, LegacyAudioBody, Silence } from './audio-message.ts';
import { AUDIO_MULTITRACK, EX_HEADER, readAudioTagHeader } from './audio-tag-header.ts';
import { AudioCodecId } from './codec-id.ts';
import { describeMp3 } from './configuration/mp3.ts';
import { AAC_SOUND, type LegacySound } from './legacy-sound.ts';
import { parseAudio } from './parse-audio.ts';
import type { PlayerForm } from './player-form.ts';
import { simplified } from './single-track.ts';
import { AS_IT_IS, TAKE_CODEC, TAKE_WITHOUT_LEGACY_FORM, type Treatment, treatmentFor } from './treatment.ts';
import { writeAudio } from './write-audio.ts';

/**
 * The audio message that a player gets for `payload`, at the same timestamp: the same buffer when it can have it as it
 * is; another form of it; `undefined` when nothing it could read says the same (ERTMP-9).
 *
 * Multitrack and ModEx as in `videoForPlayer`. A codec that was not announced goes in its legacy form where it has one:
 * `mp4a` as 10, `.mp3` as 2 or 14 at the rates that those can say, and the end of a sequence as silence, which is its
 * meaning (ERTMP-30).
 *
 * @param trackId - the track that stands for the stream where only one can
 */
export function audioForPlayer(payload: Uint8Array, player: PlayerForm, trackId = 0): Uint8Array | undefined {
  const [first] = payload;
  if (player.isAsPublished || first === undefined || first >>> 4 !== EX_HEADER) return payload;
  const header = readAudioTagHeader(payload);
  return header && treatedAudio(payload, treatmentFor(player, 'audio', header, trackId), trackId);
}

/** The audio message `payload` after a treatment that is meant for its header. */
export function treatedAudio(payload: Uint8Array, treatment: Treatment, trackId = 0): Uint8Array | undefined {
  if (treatment === AS_IT_IS || isPlain(payload, treatment, trackId)) return payload;
  const message = parseAudio(payload);
  const simple = message.kind === 'enhancedAudio' ? simplified(message, treatment, trackId) : undefined;
  if (simple === undefined) return undefined;
  const isTaken = simple.multitrack !== undefined || (treatment & TAKE_CODEC) !== 0;
  const form: AudioMessage | undefined = isTaken
    ? simple
    : (legacyForm(simple) ?? withoutLegacyForm(simple, treatment));
  if (form === message) return payload;
  return form && writeAudio(form);
}

/** The usual case: one track, no ModEx, a codec that the player takes. */
function isPlain(payload: Uint8Array, treatment: Treatment, trackId: number): boolean {
  return (treatment & TAKE_CODEC) !== 0 && trackId === 0 && (payload[0]! & 0x0f) < AUDIO_MULTITRACK;
}

/** Frames go as they are where headers and layouts, which a player of the legacy form would not expect, do not. */
function withoutLegacyForm(message: EnhancedAudio, treatment: Treatment): EnhancedAudio | undefined {
  const isFrames = message.packetType === 'codedFrames';
  return isFrames && (treatment & TAKE_WITHOUT_LEGACY_FORM) !== 0 ? message : undefined;
}

/** `undefined` for what FLV E.4.2.1 cannot say. */
function legacyForm({ tracks: [track] }: EnhancedAudio): LegacyAudio | Silence | undefined {
  const isAac = track?.codecId === AudioCodecId.mp4a;
  const isMp3 = track?.codecId === AudioCodecId.mp3FourCc;
  if (track === undefined || !(isAac || isMp3)) return undefined;
  const { body } = track;
  switch (body.kind) {
    case 'configuration':
      return isAac ? legacy(AudioCodecId.aac, 'sequenceStart', body) : undefined;
    case 'frames':
      return isAac ? legacy(AudioCodecId.aac, 'codedFrames', body) : legacyMp3(body);
    case 'end':
      return { kind: 'silence' };
    default:
      return undefined;
  }
}

/** Rates of MP3 as the legacy byte says them; 48000 is written as 44100 by custom (FLV-14). */
const MP3_RATES: ReadonlyMap<number | undefined, LegacySound['sampleRate']> = new Map([
  [48_000, 44_100],
  [44_100, 44_100],
  [22_050, 22_050],
  [11_025, 11_025],
]);

/** Format 14 is MP3 of 8 kHz, whatever its rate bits say. */
const MP3_8_KHZ = 8_000;

function legacyMp3(body: Extract<LegacyAudioBody, { kind: 'frames' }>): LegacyAudio | undefined {
  const facts = describeMp3(body.data);
  const channels = facts?.channels === 1 ? 1 : 2;
  if (facts?.sampleRate === MP3_8_KHZ) {
    return legacy(AudioCodecId.mp3At8kHz, 'codedFrames', body, { sampleRate: 5512, bitDepth: 16, channels });
  }
  const sampleRate = MP3_RATES.get(facts?.sampleRate);
  if (sampleRate === undefined) return undefined;
  return legacy(AudioCodecId.mp3, 'codedFrames', body, { sampleRate, bitDepth: 16, channels });
}

function legacy(
  codecId: number,
  packetType: LegacyAudio['packetType'],
  body: LegacyAudioBody,
  sound: LegacySound = AAC_SOUND,
): LegacyAudio {
  return { kind: 'legacyAudio', sound, packetType, tracks: [{ trackId: 0, codecId, body }] };
}
