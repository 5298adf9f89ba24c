import { chunked, EXTENDED, h0 } from './chunk-encode.ts';

/** Message type ids (RTMP 1.0 §5.4, §7.1). */
export const TYPE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAcknowledgementSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  sharedObjectAmf3: 16,
  commandAmf3: 17,
  data: 18,
  sharedObject: 19,
  command: 20,
  aggregate: 22,
} as const;

/** A message that the kit writes correctly: chunk type 0 first, type 3 behind, at the chunk size in force. */
export interface MessageSpec {
  readonly type: number;
  readonly payload: Uint8Array;
  readonly chunkStreamId: number;
  readonly timestamp: number;
  /** `stream`: the id that `createStream` brought on the connection that the message is sent on. */
  readonly messageStreamId: number | 'stream';
  /** What it is, for people. */
  readonly text: string;
}

export function encodeMessage(message: MessageSpec, stream: number, chunkSize: number): Uint8Array {
  const { type, payload, chunkStreamId, timestamp } = message;
  const messageStreamId = message.messageStreamId === 'stream' ? stream : message.messageStreamId;
  const first = h0(chunkStreamId, timestamp, payload.length, type, messageStreamId);
  const extended = timestamp >= EXTENDED ? timestamp : undefined;
  return chunked(first, payload, { chunkStreamId, chunkSize, extended });
}
