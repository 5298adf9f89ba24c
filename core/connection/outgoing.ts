import { encodeAggregate, lengthOfAggregate } from '../message/aggregate.ts';
import { MessageType } from '../message/message-type.ts';
import type { SharedObjectFormat, SharedObjectMessage } from '../message/shared-object-message.ts';
import { RtmpUsageError } from './usage-error.ts';

/** An audio or video message to send. The payload is read during the call only. */
export interface OutgoingMedia {
  readonly messageStreamId: number;
  readonly media: 'audio' | 'video';
  /** uint32 milliseconds; sent as it is. */
  readonly timestamp: number;
  /** The FLV tag body, at most 0xFFFFFF bytes. */
  readonly payload: Uint8Array;
}

/** A data message to send: AMF0 values, handler name first. */
export interface OutgoingData {
  readonly messageStreamId: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/** Messages to send as one (7.1.6). */
export interface OutgoingAggregate {
  readonly messageStreamId: number;
  /** In order, one at least; 15 bytes for each and all payloads make at most 0xFFFFFF. */
  readonly parts: readonly OutgoingPart[];
}

/** One of the messages in an aggregate; its payload is read during the call only. */
export interface OutgoingPart {
  readonly media: 'audio' | 'video' | 'data';
  /** uint32 milliseconds; that of the first part is the time of the aggregate (MSG-15). */
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/** A shared object message to send (7.1.3). */
export interface OutgoingSharedObject extends SharedObjectMessage {
  /**
   * Default `amf0`: message type 19 without any AMF3, which every peer reads (MSG-3). The others are type 16, for peers
   * with object encoding 3; the `format` of what came from the peer is what it reads.
   */
  readonly format?: SharedObjectFormat;
}

/** @throws RtmpUsageError `timestampNotUint32` */
export function checkTimestamp(timestamp: number): void {
  if (timestamp >>> 0 === timestamp) return;
  throw new RtmpUsageError('timestampNotUint32', `a timestamp must be a whole number below 2^32, got ${timestamp}`);
}

/** @throws RtmpUsageError `timestampNotUint32`, `messageTooLong` */
export function checkOutgoing({ timestamp, payload }: Pick<OutgoingData, 'timestamp' | 'payload'>): void {
  checkTimestamp(timestamp);
  checkLength(payload.length);
}

/**
 * Writes the parts of an aggregate, with the time that it has to be sent with.
 *
 * @throws RtmpUsageError `aggregateEmpty`, `timestampNotUint32`, `messageTooLong`
 */
export function aggregateOf(parts: readonly OutgoingPart[]): Pick<OutgoingData, 'timestamp' | 'payload'> {
  const [first] = parts;
  if (first === undefined)
    throw new RtmpUsageError('aggregateEmpty', 'an aggregate holds one message at least, got none');
  for (const { timestamp } of parts) checkTimestamp(timestamp);
  checkLength(lengthOfAggregate(parts));
  const payload = encodeAggregate(
    parts.map(({ media, timestamp, payload }) => ({ messageTypeId: MESSAGE_TYPES[media], timestamp, payload })),
  );
  return { timestamp: first.timestamp, payload };
}

const MESSAGE_TYPES = { audio: MessageType.Audio, video: MessageType.Video, data: MessageType.DataAmf0 } as const;

function checkLength(length: number): void {
  if (length <= 0xffffff) return;
  throw new RtmpUsageError('messageTooLong', `a message holds at most 16777215 bytes, got ${length}`);
}
