import { AudioCodecId } from './codec-id.ts';
import { readManyTracks, readOnlyTrack, unknownPacketType } from './enhanced-header.ts';
import { packetTypeBefore, readModEx } from './mod-ex.ts';
import { cutBefore, type PayloadProblem, problem } from './payload-problem.ts';
import type { TagTrack } from './tag-track.ts';

/**
 * The header of an audio message (FLV E.4.2.1, or the ExAudioTagHeader of E-RTMP): enough to relay it and to know what
 * a late player must be given first. The sound parameters of the legacy byte are wrong by design (FLV-14) and not read.
 */
export type AudioPacketType = 'sequenceStart' | 'codedFrames' | 'sequenceEnd' | 'multichannelConfig';

export interface AudioTagHeader {
  readonly isEnhanced: boolean;
  readonly packetType: AudioPacketType;
  /** At least one, in the order of the message. */
  readonly tracks: readonly TagTrack[];
}

const AAC_PACKET_TYPES: readonly AudioPacketType[] = ['sequenceStart', 'codedFrames'];

/** AudioPacketType, by its number; 5 is Multitrack, 7 ModEx, the others are reserved. */
export const AUDIO_PACKET_TYPES: readonly (AudioPacketType | undefined)[] = [
  'sequenceStart',
  'codedFrames',
  'sequenceEnd',
  undefined,
  'multichannelConfig',
];

/** SoundFormat 9: the low nibble is a packet type and an enhanced header follows. */
export const EX_HEADER = 9;

/** The packet type of a multitrack message; video has another number. */
export const AUDIO_MULTITRACK = 5;

/**
 * Reads the header of an audio message. Nothing is copied; `payload` is not kept.
 *
 * @returns `undefined` when there is none to read: the payload is empty (the silence message of ERTMP-30, which the
 * caller tells apart by its length), cut inside its header, or of an unknown packet or multitrack type (ERTMP-12).
 */
export function readAudioTagHeader(payload: Uint8Array): AudioTagHeader | undefined {
  const header = locateAudio(payload);
  return 'kind' in header ? undefined : header;
}

/** The same, for those who want to know why there is none. */
export function locateAudio(payload: Uint8Array): AudioTagHeader | PayloadProblem {
  if (payload.length === 0) return problem('empty', 0, 'expected an audio header, came an empty message');
  const codecId = payload[0]! >>> 4;
  if (codecId === EX_HEADER) return locateEnhanced(payload);
  if (codecId !== AudioCodecId.aac) {
    const tracks = [{ trackId: 0, codecId, start: 1, end: payload.length }];
    return { isEnhanced: false, packetType: 'codedFrames', tracks };
  }
  if (payload.length < 2) return cutBefore('an AACPacketType', 1);
  const packetType = AAC_PACKET_TYPES[payload[1]!];
  if (packetType === undefined)
    return problem('packetTypeUnknown', 1, `expected AACPacketType 0 or 1, came ${payload[1]}`);
  return { isEnhanced: false, packetType, tracks: [{ trackId: 0, codecId, start: 2, end: payload.length }] };
}

/** The checks come in the order of ERTMP-45. */
function locateEnhanced(payload: Uint8Array): AudioTagHeader | PayloadProblem {
  const position = readModEx(payload, 1);
  if (typeof position !== 'number') return position;
  const isMultitrack = packetTypeBefore(payload, position) === AUDIO_MULTITRACK;
  if (isMultitrack && position >= payload.length) return cutBefore('a multitrack type', position);
  const after = isMultitrack ? position + 1 : position;
  const packetType = AUDIO_PACKET_TYPES[packetTypeBefore(payload, after)];
  if (packetType === undefined) return unknownPacketType(payload, after);
  const tracks = isMultitrack ? readManyTracks(payload, after) : readOnlyTrack(payload, after);
  return 'kind' in tracks ? tracks : { isEnhanced: true, packetType, tracks };
}
