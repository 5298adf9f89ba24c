import { ByteCursor } from '../bytes/cursor.ts';
import { ByteWriter } from '../bytes/writer.ts';

/**
 * User Control messages, type 4 (§6.2, §7.1.7): a 16-bit event and its data, on message stream 0 and chunk stream 2.
 *
 * Reading is tolerant (MSG-34, MSG-35): an event that nobody assigned is handed on with what it holds; only an event
 * whose own data is cut short is refused, so that no Pong is ever built from bytes that did not come.
 */
export const UserControlEvent = {
  StreamBegin: 0,
  StreamEof: 1,
  StreamDry: 2,
  SetBufferLength: 3,
  StreamIsRecorded: 4,
  PingRequest: 6,
  PingResponse: 7,
  /** Flash Media Server asks for proof of the player's file (MSG-30). Unofficial, as are all that follow. */
  SwfVerificationRequest: 26,
  SwfVerificationResponse: 27,
  /** The server has filled the client's buffer and pauses (MSG-32). */
  BufferEmpty: 31,
  /** It goes on (MSG-33). */
  BufferReady: 32,
} as const;

export interface UserControl {
  /** One of `UserControlEvent`, or any other number up to 0xFFFF. */
  readonly eventType: number;
  /** Message stream ID; the timestamp of the two pings; else the first 32 bits of data, or 0 where there are fewer. */
  readonly value: number;
  /** SetBufferLength: milliseconds, 0 to 2^32-1; else 0. */
  readonly bufferLengthMs: number;
}

/** Reads a User Control payload. `undefined` when it is shorter than its event needs; bytes after that are ignored. */
export function parseUserControl(payload: Uint8Array): UserControl | undefined {
  if (payload.length < 2) return undefined;
  const cursor = new ByteCursor(payload);
  const eventType = cursor.u16();
  if (payload.length < lengthNeeded(eventType)) return undefined;
  const value = cursor.remaining < 4 ? 0 : cursor.u32();
  const bufferLengthMs = eventType === UserControlEvent.SetBufferLength ? cursor.u32() : 0;
  return { eventType, value, bufferLengthMs };
}

/**
 * Writes a User Control payload: the event and 32 bits.
 *
 * @param eventType - any of `UserControlEvent` whose data is one 32-bit number: streams, pings, buffer states
 * @param value - message stream ID or timestamp, 0 to 2^32-1
 */
export function encodeUserControl(eventType: number, value: number): Uint8Array {
  const writer = new ByteWriter(6);
  writer.u16(eventType);
  writer.u32(value);
  return writer.finish();
}

/** Writes SetBufferLength: the client's buffer for one message stream, in milliseconds up to 2^32-1 (MSG-24). */
export function encodeSetBufferLength(messageStreamId: number, bufferLengthMs: number): Uint8Array {
  const writer = new ByteWriter(10);
  writer.u16(UserControlEvent.SetBufferLength);
  writer.u32(messageStreamId);
  writer.u32(bufferLengthMs);
  return writer.finish();
}

function lengthNeeded(eventType: number): number {
  switch (eventType) {
    case UserControlEvent.SetBufferLength:
      return 10;
    case UserControlEvent.StreamBegin:
    case UserControlEvent.StreamEof:
    case UserControlEvent.StreamDry:
    case UserControlEvent.StreamIsRecorded:
    case UserControlEvent.PingRequest:
    case UserControlEvent.PingResponse:
    case UserControlEvent.BufferEmpty:
    case UserControlEvent.BufferReady:
      return 6;
    default: // its data is not ours to know
      return 2;
  }
}
