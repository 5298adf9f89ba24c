import type { Message } from '../chunk/message.ts';
import { MessageType } from '../message/message-type.ts';
import type { DataReceived } from './event.ts';
import { noteUnknownType, receiveAggregate, receiveData, receiveSharedObject } from './receive-values.ts';
import type { SessionHost } from './session-host.ts';

/** What the roles do differently with media and data. */
export interface MediaTaker {
  /** The message stream that takes a media or data message; `undefined`: none does, and that was noted. */
  takerOf(message: Message): number | undefined;
  /** Tells of a data message. */
  tellData(event: DataReceived): void;
}

/** Makes the event of a message that is neither control nor command: the hot path of either role. */
export function dispatchMessage(host: SessionHost, message: Message, taker: MediaTaker): void {
  switch (message.messageTypeId) {
    case MessageType.Audio:
      return takeMedia(host, 'audio', message, taker);
    case MessageType.Video:
      return takeMedia(host, 'video', message, taker);
    case MessageType.DataAmf0:
    case MessageType.DataAmf3:
      return takeData(host, message, taker);
    case MessageType.SharedObjectAmf0:
    case MessageType.SharedObjectAmf3:
      return receiveSharedObject(host, message);
    case MessageType.Aggregate:
      for (const part of receiveAggregate(host, message)) dispatchMessage(host, part, taker);
      return;
    default:
      noteUnknownType(host, message);
  }
}

function takeMedia(host: SessionHost, media: 'audio' | 'video', message: Message, taker: MediaTaker): void {
  const messageStreamId = taker.takerOf(message);
  if (messageStreamId === undefined) return;
  const { timestamp, payload } = message;
  host.emit({ type: 'mediaReceived', messageStreamId, media, timestamp, payload });
}

function takeData(host: SessionHost, message: Message, taker: MediaTaker): void {
  const messageStreamId = taker.takerOf(message);
  const data = messageStreamId === undefined ? undefined : receiveData(host, message);
  if (messageStreamId === undefined || data === undefined) return;
  const { timestamp } = message;
  const { handler, values, retain, payload } = data;
  taker.tellData({ type: 'dataReceived', messageStreamId, timestamp, handler, values, retain, payload });
}
