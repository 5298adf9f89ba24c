import { MessageType } from './message-type.ts';

/** Where the values of a message begin, and in which format. */
export interface ValuesStart {
  readonly start: number;
  /** `amf0`: AMF0 values, of which single ones may be AMF3. `amf3`: AMF3 values one after another. */
  readonly format: 'amf0' | 'amf3';
  /** A broken encoder left the selector out (AMF3-25). */
  readonly isSelectorMissing: boolean;
}

const VALUES: ValuesStart = { start: 0, format: 'amf0', isSelectorMissing: false };
const SELECTED: ValuesStart = { start: 1, format: 'amf0', isSelectorMissing: false };
const WITHOUT_SELECTOR: ValuesStart = { start: 0, format: 'amf0', isSelectorMissing: true };
const WITHOUT_AMF0: ValuesStart = { start: 1, format: 'amf3', isSelectorMissing: true };

const STRING = 0x02;
const AVM_PLUS = 0x11;

/**
 * Says where the values of a command or data message begin.
 *
 * Types 15 and 17 open with a selector, of which only 0 is defined: the rest is AMF0, and a single value switches to AMF3
 * with marker 0x11 (MSG-2, AMF3-24). Types 18 and 20 begin with their first value. Where the selector should be, some
 * encoders have the marker of the first string, and some 0x11 with nothing but AMF3 after it: both are understood
 * (AMF3-25).
 *
 * @returns `undefined` for any other selector, or none at all: nothing is known of what follows
 */
export function findValues(messageTypeId: number, payload: Uint8Array): ValuesStart | undefined {
  if (messageTypeId !== MessageType.DataAmf3 && messageTypeId !== MessageType.CommandAmf3) return VALUES;
  if (payload[0] === 0) return SELECTED;
  if (payload[0] === STRING) return WITHOUT_SELECTOR;
  return payload[0] === AVM_PLUS ? WITHOUT_AMF0 : undefined;
}
