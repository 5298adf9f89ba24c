import type {
  Announcement,
  Branch,
  Case,
  DeadlineName,
  Finding,
  Ingredients,
  Matcher,
  Metric,
  Run,
  Rung,
  Scene,
  Sendable,
  SplitPlan,
  Step,
  SubjectOrder,
} from './case.ts';
import { anything, closed } from './matchers.ts';
import type { ConnectionName } from './observation.ts';
import { hex } from './wire/bytes.ts';

// The words that cases are written in. Each answers a step; `on` names a connection, A unless said otherwise.

interface On {
  readonly on?: ConnectionName;
}

/** Opens a connection and sends nothing; a client under test is started instead. */
export const open = (on: ConnectionName = 'A'): Step => ({ do: 'open', on });

/** Sends messages or bytes. `split` is authoritative in memory and a request on a socket. */
export const send = (
  what: Sendable,
  { on = 'A', split = 'whole', text }: On & { split?: SplitPlan; text?: string } = {},
): Step => ({
  do: 'send',
  on,
  what,
  split,
  text: text ?? textOf(what),
});

/** Sends bytes given in hexadecimal. */
export const sendHex = (digits: string, options: On & { split?: SplitPlan; text?: string } = {}): Step =>
  send(hex(digits), { text: digits, ...options });

interface ExpectOptions extends On {
  readonly within?: DeadlineName;
  readonly count?: number;
  readonly exactly?: true;
  readonly as?: string;
}

/** Waits until it comes. What was observed before and matched nothing yet counts too, since the last rung or `mark`. */
export const expect = (matcher: Matcher, options: ExpectOptions = {}): Step => {
  const { on = 'A', within = 'reply', count = 1, exactly = false, as } = options;
  return { do: 'expect', on, matcher, within, count, exactly, as };
};

/** Waits for the peer to end the connection. */
export const expectClose = (options: On = {}): Step => expect(closed(), { within: 'close', ...options });

/** Waits for the first of several outcomes. */
export const anyOf = (
  branches: readonly Branch[],
  { on = 'A', within = 'reply' }: On & { within?: DeadlineName } = {},
): Step => ({
  do: 'anyOf',
  on,
  within,
  branches,
});

/** It must not come while the steps are gone through, or while the time of a deadline passes. */
export const never = (matcher: Matcher, until: DeadlineName | readonly Step[], { on = 'A' }: On = {}): Step => ({
  do: 'never',
  on,
  matcher,
  until: typeof until === 'string' ? [wait(until)] : until,
});

/** Nothing at all, not even an end. */
export const silence = (options: On = {}): Step => never(anything(), 'quiet', options);

/** Lets time pass: a deadline's, or milliseconds. Only for what waits for a timer of the peer's. */
export const wait = (time: DeadlineName | number): Step => ({ do: 'wait', for: time });

/** Brings a connection as far as a rung; failing it blocks the case. The kit's own `connect` also says what is announced. */
export const ladder = (rung: Rung, on: ConnectionName = 'A', announce: Announcement = {}): Step => ({
  do: 'ladder',
  on,
  rung,
  announce,
});

/** The connection must still work. */
export const alive = (on: ConnectionName = 'A'): Step => ({ do: 'probe', on, what: 'alive' });

/** The healthy connection beside must still work. `hostile` cases end with it by themselves. */
export const othersAlive = (): Step => ({ do: 'probe', on: 'O', what: 'othersAlive' });

export const close = (how: 'fin' | 'rst' = 'fin', { on = 'A' }: On = {}): Step => ({ do: 'close', on, how });

/** Stops reading what the peer sends, so that its window closes. */
export const pauseReading = (on: ConnectionName = 'A'): Step => ({ do: 'pauseReading', on, paused: true });
export const resumeReading = (on: ConnectionName = 'A'): Step => ({ do: 'pauseReading', on, paused: false });

/** The subject holds no more than that; left out where it cannot be asked. */
export const bounded = (metric: Metric, most: number): Step => ({ do: 'bounded', metric, most, sinceWeighed: false });

/** Takes note of what the subject holds, for `grown`. */
export const weigh = (metric: Metric): Step => ({ do: 'weigh', metric });

/** Since it was weighed, it has grown by no more than that. */
export const grown = (metric: Metric, most: number): Step => ({ do: 'bounded', metric, most, sinceWeighed: true });

/** Tells a subject that takes orders (`needs: ['orders']`). */
export const order = (what: SubjectOrder): Step => ({ do: 'order', order: what });

/** What was observed before does not count for `expect` any more. */
export const mark = (): Step => ({ do: 'mark' });

/** Looks at all that was observed; see `trace.ts` for looks that many cases need. */
export const check = (text: string, look: (scene: Scene) => Finding): Step => ({ do: 'check', text, look });

/** Steps out of what was observed. */
export const make = (text: string, steps: (scene: Scene) => readonly Step[]): Step => ({ do: 'make', text, steps });

/** The steps of a run whose stimulus is made of so many ingredients; which of them made it fail can then be found out. */
export const reducible = (count: number, steps: Ingredients['steps']): Pick<Run, 'steps' | 'ingredients'> => ({
  steps: steps(() => true),
  ingredients: { count, steps },
});

/** Describes what is to be sent. */
function textOf(what: Sendable): string {
  if (what instanceof Uint8Array) return `${what.length} bytes`;
  if (typeof what === 'function') return 'what the scene asks for';
  return isList(what) ? what.map(textOf).join(', ') : what.text;
}

function isList(what: Sendable): what is readonly Sendable[] {
  return Array.isArray(what);
}

/** A case as its author writes it. */
export const defineCases = (cases: readonly Case[]): readonly Case[] => cases;
