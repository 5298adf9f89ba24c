import { announcesEnhanced } from './capabilities.ts';
import { VideoCodecId } from './codec-id.ts';
import { NO_BYTES } from './message-track.ts';
import { parseVideo } from './parse-video.ts';
import { type PlayerForm, takesModEx } from './player-form.ts';
import { simplified } from './single-track.ts';
import { AS_HVC1, AS_IT_IS, TAKE_CODEC, type Treatment, treatmentFor } from './treatment.ts';
import type { EnhancedVideo, LegacyVideo, VideoFrames } from './video-message.ts';
import { readVideoTagHeader, VIDEO_MULTITRACK, type VideoFrameType } from './video-tag-header.ts';
import { writeVideo } from './write-video.ts';

/**
 * The video message that a player gets for `payload`, at the same timestamp: the same buffer when it can have it as it
 * is; another form of it; `undefined` when nothing it could read says the same (ERTMP-9).
 *
 * - To one that announced multitrack: every track. To others: track `trackId` alone, without multitrack header.
 * - ModEx goes with players that announced it, and is left out for others: the message keeps its milliseconds.
 * - A codec that was not announced goes in its legacy form where it has one, which is `avc1` as 7 and command frames.
 *   Metadata frames have none.
 * - What a player gets that announced nothing at all is the operator's choice: see `UnannouncedForm`.
 *
 * @param trackId - the track that stands for the stream where only one can
 */
export function videoForPlayer(payload: Uint8Array, player: PlayerForm, trackId = 0): Uint8Array | undefined {
  const [first] = payload;
  if (first === undefined) return undefined;
  if (player.isAsPublished) return payload;
  const header = readVideoTagHeader(payload);
  if (header === undefined) return (first & 0x80) === 0 ? payload : undefined;
  if (header.isEnhanced && header.packetType === 'command') return commandFor(payload, player);
  return treatedVideo(payload, treatmentFor(player, 'video', header, trackId), trackId);
}

/** The video message `payload` after a treatment that is meant for its header. No command frames. */
export function treatedVideo(payload: Uint8Array, treatment: Treatment, trackId = 0): Uint8Array | undefined {
  if (treatment === AS_IT_IS || isPlain(payload, treatment, trackId)) return payload;
  const message = parseVideo(payload);
  if (message.kind === 'legacyVideo') return writeVideo(asHvc1(message));
  if (message.kind !== 'enhancedVideo') return treatment === AS_HVC1 ? payload : undefined;
  const simple = simplified(message, treatment, trackId);
  if (simple === undefined) return undefined;
  const isTaken = simple.multitrack !== undefined || (treatment & TAKE_CODEC) !== 0;
  const form = isTaken ? simple : legacyForm(simple);
  if (form === message) return payload;
  return form && writeVideo(form);
}

/** The usual case: one track, no ModEx, a codec that the player takes. */
function isPlain(payload: Uint8Array, treatment: Treatment, trackId: number): boolean {
  return (treatment & TAKE_CODEC) !== 0 && trackId === 0 && (payload[0]! & 0x0f) < VIDEO_MULTITRACK;
}

/** HEVC under the codec id 12 as Enhanced RTMP says it: the same record, the same frames (FLV-26). */
function asHvc1({ frameType, packetType, tracks: [{ body }] }: LegacyVideo): EnhancedVideo {
  const tracks = [{ trackId: 0, codecId: VideoCodecId.hvc1, body: body.kind === 'end' ? NO_MORE : body }];
  return { kind: 'enhancedVideo', frameType, packetType, modEx: [], multitrack: undefined, tracks, trailing: NO_BYTES };
}

const NO_MORE = { kind: 'end', trailing: NO_BYTES } as const;

/** FFmpeg's form of the end of a sequence: with a composition time. */
const LEGACY_END = { kind: 'end', trailing: new Uint8Array(3) } as const;

function commandFor(payload: Uint8Array, player: PlayerForm): Uint8Array | undefined {
  const message = parseVideo(payload);
  if (message.kind !== 'enhancedVideoCommand') return undefined;
  const { command, modEx } = message;
  if (!announcesEnhanced(player.capabilities)) {
    return writeVideo({ kind: 'legacyVideoCommand', codecId: VideoCodecId.avc, command, trailing: NO_BYTES });
  }
  return takesModEx(player) || modEx.length === 0 ? payload : writeVideo({ ...message, modEx: [] });
}

/** `avc1` as codec id 7; `undefined` for what FLV E.4.3.1 cannot say. */
function legacyForm({ frameType, tracks: [track] }: EnhancedVideo): LegacyVideo | undefined {
  if (track?.codecId !== VideoCodecId.avc1) return undefined;
  const { body } = track;
  switch (body.kind) {
    case 'configuration': {
      const configuration = { ...body, ignoredCompositionTime: 0 };
      return avc('key', 'sequenceStart', configuration); // FLV-22: always a key frame's header
    }
    case 'frames':
      return avc(frameType === 'reserved0' ? 'inter' : frameType, 'codedFrames', body);
    case 'end':
      return avc('key', 'sequenceEnd', LEGACY_END);
    default:
      return undefined;
  }
}

function avc(
  frameType: VideoFrameType,
  packetType: LegacyVideo['packetType'],
  body: VideoFrames | LegacyVideo['tracks'][0]['body'],
): LegacyVideo {
  return { kind: 'legacyVideo', frameType, packetType, tracks: [{ trackId: 0, codecId: VideoCodecId.avc, body }] };
}
