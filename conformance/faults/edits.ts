import { valuesOf } from '../kit/observation.ts';
import { concat, f64, utf8 } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';

/** Whether it is a command or data message of this name. */
export const isNamed = (message: DecodedMessage, name: string): boolean => valuesOf(message)?.[0] === name;

/** Whether some string in it contains this. */
export const says = ({ payload }: DecodedMessage, text: string): boolean => indexOf(payload, utf8(text)) >= 0;

/** The first occurrence of a text as another one of the same length. */
export function reworded(message: DecodedMessage, from: string, to: string): DecodedMessage {
  if (from.length !== to.length) throw new RangeError(`"${from}" and "${to}" differ in length`);
  const at = indexOf(message.payload, utf8(from));
  if (at < 0) return message;
  const payload = message.payload.slice();
  payload.set(utf8(to), at);
  return { ...message, payload };
}

/** The number at its end as another one. */
export const endingIn = (message: DecodedMessage, value: number): DecodedMessage => ({
  ...message,
  payload: concat(message.payload.subarray(0, -8), f64(value)),
});

/** The number right behind its name, the transaction id, as another one. */
export function numbered(message: DecodedMessage, transactionId: number): DecodedMessage {
  const payload = message.payload.slice();
  const at = 3 + ((payload[1] ?? 0) << 8) + (payload[2] ?? 0) + 1;
  payload.set(f64(transactionId), at);
  return { ...message, payload };
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = 0; at + wanted.length <= bytes.length; at += 1) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}
