import type { Branch, Matcher, Scene, Step } from '../case.ts';
import type { ConnectionName, Observation } from '../observation.ts';
import type { Pending } from './line.ts';

/** What a run waits for, until one of its heads is seen or its deadline passes. */
export interface Wait {
  readonly heads: readonly Head[];
  /** How many observations of the first head are wanted; only a wait with one head wants more than one. */
  left: number;
  readonly deadline: number;
  /** Steps that go on when the deadline passes; without them that is a failure. */
  readonly onDeadline: Branch | undefined;
  readonly exactly: boolean;
  readonly as: string | undefined;
  readonly text: string;
}

export interface Head {
  readonly on: ConnectionName;
  readonly matcher: Matcher;
  readonly branch: Branch | undefined;
}

/** What an observation does to a wait. */
export type Effect =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'matched'; readonly head: Head }
  /** Something else came first, and nothing may. */
  | { readonly kind: 'outOfTurn' };

/** Whether an observation is one of those waited for. An end stays: everybody may see it. */
export function effectOf(wait: Wait, observation: Pending, scene: Scene): Effect {
  if (observation.isTaken) return { kind: 'nothing' };
  for (const head of wait.heads) {
    if (head.on !== observation.on || !head.matcher.test(observation, scene)) continue;
    if (observation.kind !== 'closed') observation.isTaken = true;
    return { kind: 'matched', head };
  }
  const counts = observation.kind === 'message' || observation.kind === 'closed';
  const isHere = wait.heads.some(({ on }) => on === observation.on);
  return wait.exactly && counts && isHere ? { kind: 'outOfTurn' } : { kind: 'nothing' };
}

/** Nothing can come any more on any connection that is waited for. A client still tells how it fares after its end. */
export function isHopeless(wait: Wait, scene: Scene): boolean {
  return (
    scene.role === 'server' &&
    wait.onDeadline === undefined &&
    wait.heads.length > 0 &&
    wait.heads.every(({ on }) => scene.has(on) && scene.line(on).isClosed)
  );
}

export type WaitStep = Extract<Step, { do: 'expect' | 'anyOf' | 'wait' }>;

export function waitFor(
  step: WaitStep,
  now: number,
  spanOf: (name: Extract<Step, { do: 'wait' }>['for']) => number,
): Wait {
  switch (step.do) {
    case 'expect':
      return {
        heads: [{ on: step.on, matcher: step.matcher, branch: undefined }],
        left: step.count,
        deadline: now + spanOf(step.within),
        onDeadline: undefined,
        exactly: step.exactly,
        as: step.as,
        text: `${step.count > 1 ? `${step.count} times ` : ''}${step.matcher.text}`,
      };
    case 'anyOf': {
      const heads = step.branches.flatMap((branch) =>
        branch.when === 'deadline' ? [] : [{ on: branch.on ?? step.on, matcher: branch.when, branch }],
      );
      const text = step.branches.map(({ when }) => (when === 'deadline' ? 'silence' : when.text)).join(', or ');
      const onDeadline = step.branches.find(({ when }) => when === 'deadline');
      return { heads, left: 1, deadline: now + spanOf(step.within), onDeadline, exactly: false, as: undefined, text };
    }
    case 'wait':
      return {
        heads: [],
        left: 1,
        deadline: now + spanOf(step.for),
        onDeadline: { when: 'deadline' },
        exactly: false,
        as: undefined,
        text: 'time to pass',
      };
  }
}

/** What is said of a wait that failed. */
export function lastSeen(observations: readonly Observation[]): readonly Observation[] {
  return observations.filter(({ kind }) => kind !== 'bytes').slice(-3);
}
