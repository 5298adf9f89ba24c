import { amf0Values, type Writable } from './amf0.ts';
import { concat, u8, u16, u32 } from './bytes.ts';
import { type MessageSpec, TYPE } from './message.ts';

/** What a spec says beside its content, where a case wants another chunk stream, time or message stream. */
export type Placing = Partial<Pick<MessageSpec, 'chunkStreamId' | 'timestamp' | 'messageStreamId' | 'type'>>;

/** Any message; control messages and what no builder makes. */
export function message(
  type: number,
  payload: Uint8Array,
  placing: Placing = {},
  text = `message of type ${type}`,
): MessageSpec {
  return { type, payload, chunkStreamId: type <= 6 ? 2 : 3, timestamp: 0, messageStreamId: 0, text, ...placing };
}

export const setChunkSize = (size: number, placing?: Placing): MessageSpec =>
  message(TYPE.setChunkSize, u32(size), placing, `Set Chunk Size ${size}`);

export const abort = (chunkStreamId: number): MessageSpec =>
  message(TYPE.abort, u32(chunkStreamId), {}, `Abort Message for chunk stream ${chunkStreamId}`);

export const acknowledgement = (total: number): MessageSpec =>
  message(TYPE.acknowledgement, u32(total), {}, `Acknowledgement ${total}`);

export const windowAcknowledgementSize = (size: number): MessageSpec =>
  message(TYPE.windowAcknowledgementSize, u32(size), {}, `Window Acknowledgement Size ${size}`);

/** @param limitType - 0 hard, 1 soft, 2 dynamic */
export const setPeerBandwidth = (size: number, limitType = 2): MessageSpec =>
  message(TYPE.setPeerBandwidth, concat(u32(size), u8(limitType)), {}, `Set Peer Bandwidth ${size}, type ${limitType}`);

/** User control events (RTMP 1.0 §7.1.7). */
export const EVENT = {
  streamBegin: 0,
  streamEof: 1,
  streamDry: 2,
  setBufferLength: 3,
  streamIsRecorded: 4,
  ping: 6,
  pong: 7,
} as const;

export const userControl = (event: number, data: Uint8Array, placing?: Placing): MessageSpec =>
  message(TYPE.userControl, concat(u16(event), data), placing, `User Control event ${event}`);

export const ping = (value = 0x11223344, placing?: Placing): MessageSpec =>
  userControl(EVENT.ping, u32(value), placing);

/** A command in AMF0, on message stream 0 and chunk stream 3 unless placed elsewhere. */
export function command(
  name: string,
  transactionId: number,
  values: readonly Writable[] = [null],
  placing: Placing = {},
): MessageSpec {
  const payload = amf0Values([name, transactionId, ...values]);
  return message(TYPE.command, payload, placing, `command ${name}, transaction ${transactionId}`);
}

/** A command on the message stream of the connection, chunk stream 8. */
export function streamCommand(
  name: string,
  transactionId: number,
  values: readonly Writable[] = [null],
  placing: Placing = {},
): MessageSpec {
  return command(name, transactionId, values, { chunkStreamId: 8, messageStreamId: 'stream', ...placing });
}

/** A data message in AMF0, on the message stream of the connection. */
export function data(values: readonly Writable[], placing: Placing = {}): MessageSpec {
  const name = typeof values[0] === 'string' ? ` ${values[0]}` : '';
  return message(
    TYPE.data,
    amf0Values(values),
    { chunkStreamId: 5, messageStreamId: 'stream', ...placing },
    `data message${name}`,
  );
}

export const createStream = (transactionId: number): MessageSpec => command('createStream', transactionId);

/** On message stream 0, as it names its stream (CMD-33). */
export const deleteStream = (streamId: Writable, transactionId = 0): MessageSpec =>
  command('deleteStream', transactionId, [null, streamId]);

export const publish = (name: string, type = 'live', transactionId = 0): MessageSpec =>
  streamCommand('publish', transactionId, [null, name, type]);

export const play = (name: string, start = -2000, transactionId = 0): MessageSpec =>
  streamCommand('play', transactionId, [null, name, start]);

/** The information object of `onStatus` and `_error`. */
export const information = (
  code: string,
  level = 'status',
  description = '',
): { readonly level: string; readonly code: string; readonly description: string } => ({ level, code, description });

/** `onStatus` on the message stream of the connection. */
export const onStatus = (code: string, level = 'status'): MessageSpec => ({
  ...streamCommand('onStatus', 0, [null, information(code, level)], { chunkStreamId: 5 }),
  text: `onStatus ${code}`,
});
