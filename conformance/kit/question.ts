import type { Branch, Matcher, Scene, Step } from './case.ts';
import { closed, pong, result } from './matchers.ts';
import { anyOf, expect, send } from './steps.ts';
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

/** How the outcomes of a question are tagged that a case leaves open; one without a tag is expected. */
export interface AnswerTags {
  readonly answered?: string;
  readonly closed?: string;
  /** Without it silence fails. */
  readonly silent?: string;
}

/** Every answer, or the end of the connection before one of them. */
export function answeredOrClosed(answered: readonly Step[], tags: AnswerTags = {}): Step[] {
  const [step, ...rest] = answered;
  if (step === undefined) return [];
  const next = answeredOrClosed(rest, tags);
  if (step.do !== 'expect') return [step, ...next];
  const tagged = (tag: string | undefined) => (tag === undefined ? {} : { tag });
  const branches: Branch[] = [
    { when: step.matcher, next, ...tagged(tags.answered) },
    { when: closed(), ...tagged(tags.closed) },
  ];
  if (tags.silent !== undefined) branches.push({ when: 'deadline', tag: tags.silent });
  return [anyOf(branches, { on: step.on, within: 'close' })];
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
