import { MessageType } from './message-type.ts';

/**
 * Says where the AMF0 values of a command or data message begin: 0, or 1 behind a format selector.
 *
 * Types 15, 16 and 17 open with a selector, of which only 0 is defined: the rest is AMF0, and a single value switches to
 * AMF3 with marker 0x11 (MSG-2). Types 18, 19 and 20 begin with their first value.
 *
 * @returns `undefined` when the selector is missing or another one: nothing is known of what follows
 */
export function amf0Start(messageTypeId: number, payload: Uint8Array): number | undefined {
  if (messageTypeId < MessageType.DataAmf3 || messageTypeId > MessageType.CommandAmf3) return 0;
  return payload[0] === 0 ? 1 : undefined;
}
