import type { Matcher, Scene, Step } from './case.ts';
import { pong, result } from './matchers.ts';
import { meaningless } from './question.ts';
import { send } from './steps.ts';
import { concat, fill } from './wire/bytes.ts';
import { h0, h3 } from './wire/chunk-encode.ts';
import { encodeMessage, TYPE } from './wire/message.ts';
import { createStream, ping } from './wire/messages.ts';

const FIRST = 5;
const SECOND = 6;

/**
 * Asks whether the peer reads chunks of exactly this size, in bytes that do no harm if it reads larger ones.
 *
 * ```
 * type 0, n + 2 bytes | n bytes | c5 | 00 c5 | a filler and a question, n + 2 bytes together
 * reads n:      the first message ends with c5; the question is one, and is answered
 * reads more:   the first message ends before the second c5, which begins another of n + 2 bytes: the question lies within
 * ```
 *
 * The messages around are acknowledgements, whose bytes beyond the fourth mean nothing.
 */
export function probeChunkSize(
  scene: Scene,
  size: number,
): { readonly steps: readonly Step[]; readonly answer: Matcher } {
  const transaction = scene.line('A').nextTransaction();
  const isServer = scene.role === 'server';
  const question = encodeMessage(isServer ? createStream(transaction) : ping(transaction), 0, size);
  const length = size + 2;
  const filler = meaningless(length - question.length - h0(SECOND, 0, 0, TYPE.data, 0).length);
  const bytes = concat(
    h0(FIRST, 0, length, TYPE.acknowledgement, 0),
    fill(size),
    h3(FIRST),
    concat(fill(1), h3(FIRST)),
    concat(h0(SECOND, 0, filler.length, TYPE.data, 0), filler, question),
  );
  return {
    steps: [send(bytes, { text: `a question for who reads chunks of ${size} bytes` })],
    answer: isServer ? result(transaction) : pong(transaction),
  };
}
