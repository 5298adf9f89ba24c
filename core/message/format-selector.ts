import { AmfError } from '../amf/error.ts';
import { MessageType } from './message-type.ts';

/**
 * Says where the AMF0 values of a command or data message begin.
 *
 * Types 15, 16 and 17 open with a format selector, of which only 0 is defined: the rest is AMF0, and a single value
 * switches to AMF3 with marker 0x11 (MSG-2). The AMF0 types begin with their first value.
 *
 * @returns 0 or 1
 * @throws AmfError `amfMalformed` when the selector is missing or not 0
 */
export function amf0Start(messageTypeId: number, payload: Uint8Array): number {
  if (messageTypeId < MessageType.DataAmf3 || messageTypeId > MessageType.CommandAmf3) return 0;
  if (payload[0] === 0) return 1;
  throw new AmfError('amfMalformed', 0, `expected format selector 0, got ${payload[0] ?? 'an empty payload'}`);
}
