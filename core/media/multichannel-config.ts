import { ByteCursor } from '../bytes/cursor.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import { NO_BYTES, type UnreadableBody } from './message-track.ts';
import { cutBefore, type PayloadProblem, problem } from './payload-problem.ts';
import { requireRange } from './payload-usage-error.ts';

/**
 * Which loudspeaker each channel is for (ERTMP-29). Count and mask may disagree: the count is for the decoder, the mask
 * for labels.
 */
export type MultichannelBody = {
  readonly kind: 'multichannel';
  /** 0 to 255. */
  readonly channelCount: number;
  /** What follows: ignored, and carried along. */
  readonly trailing: Uint8Array;
} & (
  | { readonly order: 'unspecified' }
  /** uint32: bit n stands for the speaker of id n; channels come in the order of the bits. */
  | { readonly order: 'native'; readonly mask: number }
  /** Speaker ids, one for each channel: see `speakerName`. */
  | { readonly order: 'custom'; readonly speakers: Uint8Array }
);

const ORDERS = ['unspecified', 'native', 'custom'] as const;

/** AudioChannel, by its number, which is also its bit in the mask. */
const SPEAKERS = 'FL FR FC LFE1 BL BR FLC FRC BC SL SR TC TFL TFC TFR TBL TBC TBR LFE2 TSL TSR BFC BFL BFR'.split(' ');

const UNUSED = 0xfe;

/** `FL` for front left and so on; `unused` for 0xfe, `unknown` for 0xff and what is not defined. */
export function speakerName(speakerId: number): string {
  return SPEAKERS[speakerId] ?? (speakerId === UNUSED ? 'unused' : 'unknown');
}

/** The names of the channels in their order; empty when the order is unspecified. */
export function speakersOf(config: MultichannelBody): readonly string[] {
  if (config.order === 'custom') return Array.from(config.speakers, speakerName);
  if (config.order === 'unspecified') return [];
  return SPEAKERS.filter((_, bit) => ((config.mask >>> bit) & 1) === 1);
}

/** @param at - where `body` lies in its payload, for the problem to name */
export function readMultichannel(body: Uint8Array, at: number): MultichannelBody | UnreadableBody {
  if (body.length < 2) return unreadable(body, cutBefore('channel order and count', at + body.length));
  const cursor = new ByteCursor(body);
  const orderId = cursor.u8();
  const order = ORDERS[orderId];
  const channelCount = cursor.u8();
  const kind = 'multichannel';
  if (order === undefined) {
    return unreadable(body, problem('channelOrderUnknown', at, `expected a channel order 0 to 2, came ${orderId}`));
  }
  switch (order) {
    case 'unspecified':
      return { kind, order, channelCount, trailing: rest(cursor) };
    case 'native': {
      if (cursor.remaining < 4) return unreadable(body, cutBefore('a channel mask', at + body.length));
      return { kind, order, channelCount, mask: cursor.u32(), trailing: rest(cursor) };
    }
    case 'custom': {
      if (cursor.remaining < channelCount)
        return unreadable(body, cutBefore('a speaker for each channel', at + body.length));
      return { kind, order, channelCount, speakers: cursor.take(channelCount), trailing: rest(cursor) };
    }
  }
}

export function writeMultichannel(writer: ByteWriter, config: MultichannelBody): void {
  requireRange('the channel count', config.channelCount, 0, 255);
  writer.u8(ORDERS.indexOf(config.order));
  writer.u8(config.channelCount);
  if (config.order === 'native') {
    requireRange('the channel mask', config.mask, 0, 0xffffffff);
    writer.u32(config.mask);
  }
  if (config.order === 'custom') {
    requireRange('the number of speakers', config.speakers.length, config.channelCount, config.channelCount);
    writer.bytes(config.speakers);
  }
  writer.bytes(config.trailing);
}

function rest(cursor: ByteCursor): Uint8Array {
  return cursor.remaining === 0 ? NO_BYTES : cursor.take(cursor.remaining);
}

function unreadable(bytes: Uint8Array, problem: PayloadProblem): UnreadableBody {
  return { kind: 'unreadable', problem, bytes };
}
