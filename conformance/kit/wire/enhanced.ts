import { concat, u8, u16, u24, utf8 } from './bytes.ts';
import { media } from './media.ts';
import { type MessageSpec, TYPE } from './message.ts';

// Bodies of Enhanced RTMP, every field as it is to stand there: nothing is checked, so that anything may be wrong.

/** VideoPacketType. */
export const VIDEO = {
  start: 0,
  frames: 1,
  end: 2,
  framesX: 3,
  metadata: 4,
  tsStart: 5,
  multitrack: 6,
  modEx: 7,
} as const;
/** AudioPacketType. */
export const AUDIO = { start: 0, frames: 1, end: 2, multichannel: 4, multitrack: 5, modEx: 7 } as const;
/** VideoFrameType. */
export const KEY = 1;
export const INTER = 2;

/** First byte of a video body: the extended bit, frame type and packet type. */
const videoByte = (frameType: number, packetType: number) => u8(0x80 | (frameType << 4) | packetType);
/** First byte of an audio body: sound format 9 and packet type. */
const audioByte = (packetType: number) => u8(0x90 | packetType);

export const exVideo = (frameType: number, packetType: number, fourCc: string, ...body: Uint8Array[]): Uint8Array =>
  concat(videoByte(frameType, packetType), utf8(fourCc), ...body);

export const exAudio = (packetType: number, fourCc: string, ...body: Uint8Array[]): Uint8Array =>
  concat(audioByte(packetType), utf8(fourCc), ...body);

/** A track of a multitrack body; the size is said where the type of the body asks for it, and may lie. */
export interface TrackSpec {
  readonly id: number;
  readonly body: Uint8Array;
  /** Types that have several codecs. */
  readonly fourCc?: string;
  readonly size?: number;
}

/** 0 one track, 1 many tracks, 2 many tracks of many codecs. */
export type MultitrackType = 0 | 1 | 2;

/** What stands behind the first byte of a multitrack body. */
export function multitrack(type: MultitrackType, packetType: number, fourCc: string, tracks: readonly TrackSpec[]) {
  const head = concat(u8((type << 4) | packetType), type === 2 ? NONE : utf8(fourCc));
  const bodies = tracks.map(({ id, body, size = body.length, fourCc: own = fourCc }) =>
    concat(type === 2 ? utf8(own) : NONE, u8(id), type === 0 ? NONE : u24(size), body),
  );
  return concat(head, ...bodies);
}

export const multitrackVideo = (frameType: number, ...rest: Parameters<typeof multitrack>): Uint8Array =>
  concat(videoByte(frameType, VIDEO.multitrack), multitrack(...rest));

export const multitrackAudio = (...rest: Parameters<typeof multitrack>): Uint8Array =>
  concat(audioByte(AUDIO.multitrack), multitrack(...rest));

/** A ModEx block without the first byte: size in the short or the long form, data, ModEx type, packet type that follows. */
export function modEx(data: Uint8Array, modExType: number, nextPacketType: number): Uint8Array {
  const size = data.length < 256 ? u8(data.length - 1) : concat(u8(0xff), u16(data.length - 1));
  return concat(size, data, u8((modExType << 4) | nextPacketType));
}

/** A video body that begins with ModEx blocks; the last one says the packet type. */
export const modExVideo = (frameType: number, blocks: readonly Uint8Array[], ...rest: Uint8Array[]): Uint8Array =>
  concat(videoByte(frameType, VIDEO.modEx), ...blocks, ...rest);

export const modExAudio = (blocks: readonly Uint8Array[], ...rest: Uint8Array[]): Uint8Array =>
  concat(audioByte(AUDIO.modEx), ...blocks, ...rest);

/** As a message: sound format 9 is audio, the extended bit is video. */
export const videoOf = (payload: Uint8Array, timestamp = 1_000): MessageSpec => media(TYPE.video, payload, timestamp);
export const audioOf = (payload: Uint8Array, timestamp = 1_000): MessageSpec => media(TYPE.audio, payload, timestamp);

const NONE = new Uint8Array(0);
