import { announcesEnhanced } from './capabilities.ts';
import { VideoCodecId } from './codec-id.ts';
import { NO_BYTES } from './message-track.ts';
import { parseVideo } from './parse-video.ts';
import { type PlayerForm, takesAll, takesCodec, takesModEx } from './player-form.ts';
import { simplified } from './single-track.ts';
import type { EnhancedVideo, EnhancedVideoCommand, LegacyVideo, VideoFrames, VideoMessage } from './video-message.ts';
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
 *
 * @param trackId - the track that stands for the stream where only one can
 */
export function videoForPlayer(payload: Uint8Array, player: PlayerForm, trackId = 0): Uint8Array | undefined {
  const [first] = payload;
  if (first === undefined) return undefined;
  if ((first & 0x80) === 0) return legacyFor(payload, player);
  if (takesAll(player) || isPlain(payload, player, trackId)) return payload;
  const message = parseVideo(payload);
  if (message.kind === 'enhancedVideoCommand') return writeVideo(commandFor(message, player));
  const simple = message.kind === 'enhancedVideo' ? simplified(message, player, trackId) : undefined;
  if (simple === undefined) return undefined;
  const isTaken = simple.multitrack !== undefined || takesTrack(simple, player);
  const form = isTaken ? simple : legacyForm(simple);
  return form && writeVideo(form);
}

/** The usual case: one track, no ModEx, a codec that the player takes. Looks at no more than the header. */
function isPlain(payload: Uint8Array, player: PlayerForm, trackId: number): boolean {
  const packetType = payload[0]! & 0x0f;
  if (packetType >= VIDEO_MULTITRACK || trackId !== 0) return false;
  const track = readVideoTagHeader(payload)?.tracks[0];
  return track !== undefined && takesCodec(player, 'video', track.codecId);
}

function takesTrack({ tracks }: EnhancedVideo, player: PlayerForm): boolean {
  return tracks.every(({ codecId }) => takesCodec(player, 'video', codecId));
}

function legacyFor(payload: Uint8Array, player: PlayerForm): Uint8Array {
  const isHevc = (payload[0]! & 0x0f) === VideoCodecId.hevc;
  if (!player.codec12AsHvc1 || !isHevc || !takesCodec(player, 'video', VideoCodecId.hvc1)) return payload;
  const message = parseVideo(payload);
  return message.kind === 'legacyVideo' ? writeVideo(asHvc1(message)) : payload;
}

/** HEVC under the codec id 12 as Enhanced RTMP says it: the same record, the same frames (FLV-26). */
function asHvc1({ frameType, packetType, tracks: [{ body }] }: LegacyVideo): EnhancedVideo {
  const tracks = [{ trackId: 0, codecId: VideoCodecId.hvc1, body: body.kind === 'end' ? NO_MORE : body }];
  return { kind: 'enhancedVideo', frameType, packetType, modEx: [], multitrack: undefined, tracks, trailing: NO_BYTES };
}

const NO_MORE = { kind: 'end', trailing: NO_BYTES } as const;

/** FFmpeg's form of the end of a sequence: with a composition time. */
const LEGACY_END = { kind: 'end', trailing: new Uint8Array(3) } as const;

function commandFor(message: EnhancedVideoCommand, player: PlayerForm): VideoMessage {
  if (announcesEnhanced(player.capabilities)) return takesModEx(player) ? message : { ...message, modEx: [] };
  return { kind: 'legacyVideoCommand', codecId: VideoCodecId.avc, command: message.command, trailing: NO_BYTES };
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
