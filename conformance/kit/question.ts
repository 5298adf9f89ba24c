import type { Matcher, Scene, Step } from './case.ts';
import { pong, result } from './matchers.ts';
import { expect, send } from './steps.ts';
import { amf0 } from './wire/amf0.ts';
import { concat, fill, u8, u16, u32 } from './wire/bytes.ts';
import { TYPE } from './wire/message.ts';
import { EVENT, ping } from './wire/messages.ts';

/** A message of a chosen length that is seen to have been read as a whole and right. */
export interface Question {
  readonly type: number;
  readonly payload: Uint8Array;
  /** What shows it. */
  readonly answered: readonly Step[];
}

/**
 * For a server a createStream with a long argument more, which has its answer; for a client, which is asked nothing of any
 * length, a data message of no meaning, and a ping behind it.
 *
 * @param length - of the payload, bytes; at least 60
 */
export function question({ role, line }: Scene, length: number): Question {
  const transaction = line('A').nextTransaction();
  if (role === 'server') {
    const head = concat(amf0('createStream'), amf0(transaction), amf0(null));
    return { type: TYPE.command, payload: padded(head, length), answered: [expect(result(transaction))] };
  }
  const answered = [send(ping(transaction)), expect(pong(transaction))];
  return { type: TYPE.data, payload: padded(amf0('ckData'), length), answered };
}

/** A message of a chosen length whose own answer is seen, in both roles. */
export interface VisibleQuestion {
  readonly type: number;
  readonly payload: Uint8Array;
  readonly answer: Matcher;
}

/**
 * A createStream with a long argument more; for a client a ping with bytes behind what a ping holds.
 *
 * @param length - of the payload, bytes; at least 60
 */
export function visibleQuestion(scene: Scene, length: number): VisibleQuestion {
  if (scene.role === 'server') {
    const { type, payload } = question(scene, length);
    return { type, payload, answer: result(scene.line('A').lastTransaction) };
  }
  const value = scene.line('A').nextTransaction();
  const payload = concat(u16(EVENT.ping), u32(value), fill(length - 6));
  return { type: TYPE.userControl, payload, answer: pong(value) };
}

/** A data message that means nothing to anybody, of any length from 12 bytes on. */
export const meaningless = (length: number): Uint8Array => padded(amf0('ckData'), length);

/** A string behind the values, so that the payload has its length. */
function padded(head: Uint8Array, length: number): Uint8Array {
  const left = length - head.length - 3;
  if (left < 0 || left > 0xffff) throw new RangeError(`no payload of ${length} bytes can be made of ${head.length}`);
  return concat(head, u8(0x02), u16(left), fill(left, 0x61));
}
