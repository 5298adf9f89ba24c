import type { Finding, Scene, Step } from './case.ts';
import { frame, messageIn } from './matchers.ts';
import type { ConnectionName } from './observation.ts';
import { check, expect } from './steps.ts';
import type { Mark } from './wire/media.ts';

interface TimesOptions {
  readonly on?: ConnectionName;
  /** Other times that are tolerated, each by a tag. */
  readonly variants?: Readonly<Record<string, readonly number[]>>;
}

/** Waits for so many frames of a kind, and compares the times between them, modulo 2^32: relays may move the origin (9.6). */
export function expectTimes(kind: Mark['kind'], times: readonly number[], options: TimesOptions = {}): Step[] {
  const { on = 'B', variants = {} } = options;
  const as = `${kind} ${times.join(' ')}`;
  return [
    expect(frame(kind), { on, count: times.length, as }),
    check(`${kind} at ${on} with the times ${times.join(', ')}, up to a constant`, (scene) =>
      compareTimes(scene, as, times, variants),
    ),
  ];
}

function compareTimes(
  scene: Scene,
  as: string,
  times: readonly number[],
  variants: Readonly<Record<string, readonly number[]>>,
): Finding {
  const seen = scene.kept(as).map((observation) => messageIn(observation).timestamp);
  if (seen.length === 0) return undefined; // a client that does not tell what it received
  const actual = stepsOf(seen);
  const expected = stepsOf(times);
  if (actual === expected) return undefined;
  const tag = Object.keys(variants).find((name) => stepsOf(variants[name] ?? []) === actual);
  return tag === undefined ? { expected: `steps of ${expected} ms`, actual: `${actual} ms` } : { tag };
}

const stepsOf = (times: readonly number[]): string =>
  times
    .slice(1)
    .map((time, at) => (time - (times[at] ?? 0)) >>> 0)
    .join(', ');
