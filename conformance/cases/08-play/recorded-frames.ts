import type { Finding, Scene } from '../../kit/case.ts';
import { firstOf, same } from '../../kit/looks.ts';
import { isCommand } from '../../kit/matchers.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { messagesAt } from '../../kit/trace.ts';
import { property } from '../../kit/wire/amf-value.ts';
import { type Mark, readMark } from '../../kit/wire/media.ts';

/** A self-checking frame of a recording, as it came. */
export interface SeenFrame {
  readonly seen: SeenMessage;
  readonly mark: Mark;
}

/** The frames that came, of both kinds. */
export const framesOf = (scene: Scene): readonly SeenFrame[] => marked(messagesAt(scene, 'A'));

const marked = (messages: readonly SeenMessage[]): readonly SeenFrame[] =>
  messages.flatMap((seen) => {
    const found = readMark(seen.payload);
    return found === undefined ? [] : [{ seen, mark: found }];
  });

/** What came behind the last status of a code. */
export function messagesAfter(scene: Scene, code: string): readonly SeenMessage[] {
  const messages = messagesAt(scene, 'A');
  const isIt = (seen: SeenMessage) => isCommand(seen, 'onStatus') && property(seen.values?.[3], 'code') === code;
  return messages.slice(messages.reduce((last, seen, at) => (isIt(seen) ? at : last), -1) + 1);
}

/** The frames of that. */
export const after = (scene: Scene, code: string): readonly SeenFrame[] => marked(messagesAfter(scene, code));

const isKey = ({ seen }: SeenFrame): boolean => (seen.payload[0] ?? 0) >> 4 === 1;

const NO_FRAME: Finding = { expected: 'a frame', actual: 'none' };

/** Something came behind the last status of a code. */
export const someAfter = (scene: Scene, code: string): Finding =>
  after(scene, code).length > 0 ? undefined : NO_FRAME;

/** The first picture behind a status is the key frame at a time, or the last before it. */
export function beginsAt(scene: Scene, code: string, timeMs: number): Finding {
  const first = after(scene, code).find(({ mark: { kind } }) => kind === 'video');
  const wanted = timeMs - (timeMs % 1_000);
  if (first === undefined) return NO_FRAME;
  return firstOf(same('a key frame', true, isKey(first)), same('its time', wanted, first.mark.timestamp));
}

/** Of both kinds, one behind the other; the frame at which it paused may come again. */
export function everyFrameOnce(scene: Scene): Finding {
  for (const kind of ['video', 'audio'] as const) {
    const numbers = framesOf(scene).flatMap(({ mark: found }) => (found.kind === kind ? [found.sequence] : []));
    const steps = numbers.slice(1).map((number, at) => number - (numbers[at] ?? 0));
    const isWhole = steps.every((step) => step === 0 || step === 1) && steps.filter((step) => step === 0).length <= 1;
    if (!isWhole) return { expected: `${kind} frames one behind the other`, actual: numbers.join(', ') };
  }
  return undefined;
}

/** The first picture is the key frame at `from`, the last is within two frames of `to`. */
export function spans(scene: Scene, from: number, to: number): Finding {
  const pictures = framesOf(scene).filter(({ mark: { kind } }) => kind === 'video');
  const [first, last] = [pictures[0], pictures.at(-1)];
  if (first === undefined || last === undefined) return NO_FRAME;
  const end = last.mark.timestamp;
  const isEnd = end <= to && end >= to - 80;
  return firstOf(
    same('a key frame', true, isKey(first)),
    same('its time', from, first.mark.timestamp),
    isEnd ? undefined : { expected: `an end at ${to}`, actual: String(end) },
  );
}

export function inRealTime(scene: Scene): Finding {
  const frames = scene.line('A').observations.flatMap((one) => {
    const found = one.kind === 'message' ? readMark(one.message.payload) : undefined;
    return found === undefined ? [] : [{ t: one.t, timestamp: found.timestamp }];
  });
  const [first, last] = [frames[0], frames.at(-1)];
  if (first === undefined || last === undefined) return NO_FRAME;
  if (last.timestamp < 3_000) return { expected: 'three seconds in four', actual: `${last.timestamp} ms` };
  const ahead = Math.max(...frames.map(({ t, timestamp }) => timestamp - (t - first.t)));
  return ahead <= 2_000 ? undefined : { tag: 'as-fast-as-possible' };
}
