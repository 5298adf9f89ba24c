import { AudioCodecId } from './codec-id.ts';
import { packetTypeBefore, readManyTracks, readOnlyTrack, skipModEx } from './enhanced-header.ts';
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

const ENHANCED_PACKET_TYPES: readonly (AudioPacketType | undefined)[] = [
  'sequenceStart',
  'codedFrames',
  'sequenceEnd',
  undefined,
  'multichannelConfig',
];

/** SoundFormat 9: the low nibble is a packet type and an enhanced header follows. */
const ENHANCED = 9;
const MULTITRACK = 5;

/**
 * Reads the header of an audio message. Nothing is copied; `payload` is not kept.
 *
 * @returns `undefined` when there is none to read: the payload is empty (the silence message of ERTMP-30, which the
 * caller tells apart by its length), cut inside its header, or of an unknown packet or multitrack type (ERTMP-12).
 */
export function readAudioTagHeader(payload: Uint8Array): AudioTagHeader | undefined {
  if (payload.length === 0) return undefined;
  const codecId = payload[0]! >>> 4;
  if (codecId === ENHANCED) return readEnhanced(payload);
  if (codecId !== AudioCodecId.aac) {
    const tracks = [{ trackId: 0, codecId, start: 1, end: payload.length }];
    return { isEnhanced: false, packetType: 'codedFrames', tracks };
  }
  const packetType = payload.length > 1 ? AAC_PACKET_TYPES[payload[1]!] : undefined;
  if (packetType === undefined) return undefined;
  return { isEnhanced: false, packetType, tracks: [{ trackId: 0, codecId, start: 2, end: payload.length }] };
}

/** The checks come in the order of ERTMP-45; Multitrack or ModEx as the inner packet type is not defined. */
function readEnhanced(payload: Uint8Array): AudioTagHeader | undefined {
  const position = skipModEx(payload, 1);
  if (position === undefined) return undefined;
  const isMultitrack = packetTypeBefore(payload, position) === MULTITRACK;
  if (isMultitrack && position >= payload.length) return undefined;
  const after = isMultitrack ? position + 1 : position;
  const packetType = ENHANCED_PACKET_TYPES[packetTypeBefore(payload, after)];
  const tracks = isMultitrack ? readManyTracks(payload, after) : readOnlyTrack(payload, after);
  if (packetType === undefined || tracks === undefined) return undefined;
  return { isEnhanced: true, packetType, tracks };
}
