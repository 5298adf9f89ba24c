import { ByteCursor } from '../bytes/cursor.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { MessageType } from './message-type.ts';

/**
 * Payloads of the protocol control messages (§5.4): types 1, 2, 3, 5 and 6.
 *
 * They travel on message stream 0 and chunk stream 2 and act at once, in the order received; on receipt any other chunk
 * or message stream will do (CHK-48). Only the layout is decided here. Whether a value is legal is for the part that
 * acts on it: the chunk reader (1, 2), the send window (3), the receive window (5), the peer bandwidth (6).
 */

/** Limit types of Set Peer Bandwidth (§5.4.5). */
export const PeerBandwidthLimit = { Hard: 0, Soft: 1, Dynamic: 2 } as const;

/** From the next chunk on the sender cuts at `chunkSize` bytes. As on the wire, top bit included (CHK-34): 0 to 2^32-1. */
export interface SetChunkSize {
  readonly messageTypeId: typeof MessageType.SetChunkSize;
  readonly chunkSize: number;
}

/** The unfinished message on `chunkStreamId` will not be finished (CHK-37). 0 to 2^32-1, also ids that cannot exist. */
export interface Abort {
  readonly messageTypeId: typeof MessageType.Abort;
  readonly chunkStreamId: number;
}

/** So many bytes, modulo 2^32, have reached the sender of this message (CHK-39). */
export interface Acknowledgement {
  readonly messageTypeId: typeof MessageType.Acknowledgement;
  readonly sequenceNumber: number;
}

/** The sender wants to be acknowledged once in so many bytes; 0: never (CHK-40). */
export interface WindowAcknowledgementSize {
  readonly messageTypeId: typeof MessageType.WindowAcknowledgementSize;
  readonly windowAcknowledgementSize: number;
}

/** The receiver of this message is to keep no more than so many bytes unacknowledged (CHK-44). */
export interface SetPeerBandwidth {
  readonly messageTypeId: typeof MessageType.SetPeerBandwidth;
  readonly windowAcknowledgementSize: number;
  /** 0 hard, 1 soft, 2 dynamic, others as they came; `undefined` when the payload ended before it (CHK-46). */
  readonly limitType: number | undefined;
}

export type ProtocolControl = SetChunkSize | Abort | Acknowledgement | WindowAcknowledgementSize | SetPeerBandwidth;

/** Whether a message of this type is a protocol control message. User Control, type 4, is not. */
export function isProtocolControl(messageTypeId: number): messageTypeId is ProtocolControl['messageTypeId'] {
  const { SetChunkSize, UserControl, SetPeerBandwidth } = MessageType;
  return messageTypeId >= SetChunkSize && messageTypeId <= SetPeerBandwidth && messageTypeId !== UserControl;
}

/**
 * Reads the payload of a protocol control message. Bytes after the fields are ignored (CHK-36).
 *
 * @returns `undefined` when the payload is shorter than four bytes, which breaks the connection for want of a meaning
 */
export function parseProtocolControl(
  messageTypeId: ProtocolControl['messageTypeId'],
  payload: Uint8Array,
): ProtocolControl | undefined {
  if (payload.length < 4) return undefined;
  const value = new ByteCursor(payload).u32();
  switch (messageTypeId) {
    case MessageType.SetChunkSize:
      return { messageTypeId, chunkSize: value };
    case MessageType.Abort:
      return { messageTypeId, chunkStreamId: value };
    case MessageType.Acknowledgement:
      return { messageTypeId, sequenceNumber: value };
    case MessageType.WindowAcknowledgementSize:
      return { messageTypeId, windowAcknowledgementSize: value };
    case MessageType.SetPeerBandwidth:
      return { messageTypeId, windowAcknowledgementSize: value, limitType: payload[4] };
  }
}

/** @param chunkSize - bytes, 1 to 0x7FFFFFFF (CHK-34) */
export function encodeSetChunkSize(chunkSize: number): Uint8Array {
  return u32(chunkSize);
}

/** @param sequenceNumber - bytes received since the connection began; written modulo 2^32 (CHK-42) */
export function encodeAcknowledgement(sequenceNumber: number): Uint8Array {
  return u32(sequenceNumber);
}

/** @param windowAcknowledgementSize - bytes, 0 to 2^32-1 */
export function encodeWindowAcknowledgementSize(windowAcknowledgementSize: number): Uint8Array {
  return u32(windowAcknowledgementSize);
}

/**
 * @param windowAcknowledgementSize - bytes, 0 to 2^32-1
 * @param limitType - one of `PeerBandwidthLimit`
 */
export function encodeSetPeerBandwidth(windowAcknowledgementSize: number, limitType: number): Uint8Array {
  const writer = new ByteWriter(5);
  writer.u32(windowAcknowledgementSize);
  writer.u8(limitType);
  return writer.finish();
}

function u32(value: number): Uint8Array {
  const writer = new ByteWriter(4);
  writer.u32(value);
  return writer.finish();
}
