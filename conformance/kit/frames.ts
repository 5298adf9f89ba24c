import type { Finding, Scene, Step } from './case.ts';
import { frame, messageIn } from './matchers.ts';
import type { ConnectionName } from './observation.ts';
import { check, expect } from './steps.ts';
import { type Mark, readMark } from './wire/media.ts';

/** Waits for so many frames of a kind, and compares the times between them, modulo 2^32: relays may move the origin (9.6). */
export function expectTimes(
  kind: Mark['kind'],
  times: readonly number[],
  { on = 'B' }: { on?: ConnectionName } = {},
): Step[] {
  const as = `${kind} ${times.join(' ')}`;
  return [
    expect(frame(kind), { on, count: times.length, as }),
    check(`${kind} at ${on} with the times ${times.join(', ')}, up to a constant`, (scene) =>
      compareTimes(scene, as, times),
    ),
  ];
}

function compareTimes(scene: Scene, as: string, times: readonly number[]): Finding {
  const seen = scene.kept(as).map((observation) => messageIn(observation).timestamp);
  if (seen.length === 0) return undefined; // a client that does not tell what it received
  const steps = (values: readonly number[]) => values.slice(1).map((value, at) => (value - (values[at] ?? 0)) >>> 0);
  const expected = steps(times).join(', ');
  const actual = steps(seen).join(', ');
  return expected === actual ? undefined : { expected: `steps of ${expected} ms`, actual: `${actual} ms` };
}

/** The marks of the frames kept under a name. */
export const marksOf = (scene: Scene, as: string): (Mark | undefined)[] =>
  scene.kept(as).map((observation) => readMark(messageIn(observation).payload));
