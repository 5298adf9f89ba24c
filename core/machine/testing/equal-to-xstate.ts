import { type AnyStateMachine, initialTransition, type StateNode, type StateValue, transition } from 'xstate';
import type { Effect } from '../effects.ts';
import { lower } from '../lower.ts';
import type { Lowered } from '../lowered.ts';

/**
 * Compares a machine's tables with xstate's own `transition()`: each leaf state with each event, each delay, and an event
 * that no chart names; the initial configuration; and which states are final.
 *
 * States, events and delays are taken from xstate's nodes, so that tables which lack a row or a column do not pass.
 *
 * @returns one line for each difference; none when the tables are exact
 */
export function differencesFromXstate(machine: AnyStateMachine, lowered: Lowered = lower(machine)): string[] {
  return new Comparison(machine, lowered).run();
}

const UNNAMED_EVENT = 'anEventThatNoChartNames';

/** A step as text: state, then effects. */
type StepText = string;

class Comparison {
  readonly #machine: AnyStateMachine;
  readonly #lowered: Lowered;
  readonly #leaves: readonly StateNode[];
  readonly #events: ReadonlySet<string>;
  /** xstate's event type for a delay in a given state, and the name of the delay. */
  readonly #delays: ReadonlyMap<string, string>;
  readonly #differences: string[] = [];

  constructor(machine: AnyStateMachine, lowered: Lowered) {
    const nodes = withDescendants(machine.root);
    this.#machine = machine;
    this.#lowered = lowered;
    this.#leaves = nodes.filter((node) => Object.keys(node.states).length === 0);
    this.#events = new Set(nodes.flatMap((node) => Object.keys(node.config.on ?? {})).filter((event) => event !== '*'));
    this.#delays = new Map(
      nodes.flatMap((node) =>
        Object.keys(node.config.after ?? {}).map((delay) => [`xstate.after.${delay}.${node.id}`, delay] as const),
      ),
    );
  }

  run(): string[] {
    this.#compare('states', [...this.#lowered.states].sort(), this.#leaves.map(pathOf).sort());
    this.#compare(
      'events',
      [...this.#lowered.events].sort(),
      [...this.#events, ...new Set(this.#delays.values()), '*'].sort(),
    );
    this.#compareStart();
    for (const leaf of this.#leaves) {
      for (const event of [...this.#events, UNNAMED_EVENT]) this.#compareStep(leaf, event, event);
      for (const [type, delay] of this.#delaysIn(leaf)) this.#compareStep(leaf, delay, type);
    }
    return this.#differences;
  }

  #compareStart(): void {
    const { states, initial, initialEffects } = this.#lowered;
    const [snapshot, actions] = initialTransition(this.#machine);
    const expected = stepText(pathOfValue(snapshot.value), actions.map(this.#effectFrom));
    this.#compare('initial', stepText(states[initial], initialEffects), expected);
  }

  #compareStep(leaf: StateNode, event: string, type: string): void {
    const { states, events, next, effects, final } = this.#lowered;
    const row = states.indexOf(pathOf(leaf));
    const cell = row * events.length + this.#lowered.event(event);
    const snapshot = this.#machine.resolveState({ value: stateValue(leaf.path), context: {} });
    const isDone = snapshot.status === 'done';
    this.#compare(`final of ${pathOf(leaf)}`, final[row], isDone ? 1 : 0);
    const actual = stepText(states[next[cell] ?? Number.NaN], effects[cell]);
    // A done actor is stopped and takes no event; `transition()` alone would still follow what the root says.
    const expected = isDone ? stepText(pathOf(leaf), []) : this.#stepInXstate(snapshot, type);
    this.#compare(`${pathOf(leaf)} on ${event}`, actual, expected);
  }

  #stepInXstate(snapshot: ReturnType<AnyStateMachine['resolveState']>, type: string): StepText {
    const [next, actions] = transition(this.#machine, snapshot, { type });
    return stepText(pathOfValue(next.value), actions.map(this.#effectFrom));
  }

  /** Where a delay is armed, that state's; elsewhere every state's, since late ones are all the same: unexpected. */
  #delaysIn(leaf: StateNode): [type: string, delay: string][] {
    const activeIds = withAncestors(leaf).map((node) => node.id);
    const armed = new Map<string, string>();
    for (const [type, delay] of this.#delays) {
      if (activeIds.some((id) => type === `xstate.after.${delay}.${id}`)) armed.set(delay, type);
    }
    return [...this.#delays].filter(([type, delay]) => (armed.get(delay) ?? type) === type);
  }

  readonly #effectFrom = (action: { type: string; params?: unknown }): Effect => {
    const { type, params } = action as { type: string; params?: { event?: { type: string }; sendId?: string } };
    if (type === 'xstate.raise')
      return { type: 'arm', params: { deadline: this.#delays.get(params?.event?.type ?? '') } };
    if (type === 'xstate.cancel')
      return { type: 'disarm', params: { deadline: this.#delays.get(params?.sendId ?? '') } };
    return params === undefined ? { type } : { type, params };
  };

  #compare(what: string, actual: unknown, expected: unknown): void {
    const [actualText, expectedText] = [actual, expected].map((value) => JSON.stringify(value));
    if (actualText !== expectedText) {
      this.#differences.push(`${this.#machine.id}, ${what}: table ${actualText}, xstate ${expectedText}`);
    }
  }
}

function stepText(state: string | undefined, effects: readonly Effect[] | undefined): StepText {
  return [state, ...(effects ?? []).map((effect) => JSON.stringify(effect))].join(' ');
}

function withDescendants(node: StateNode): StateNode[] {
  return [node, ...Object.values(node.states).flatMap(withDescendants)];
}

function withAncestors(node: StateNode): StateNode[] {
  return node.parent === undefined ? [node] : [node, ...withAncestors(node.parent)];
}

function pathOf(node: StateNode): string {
  return node.path.join('.');
}

function stateValue([key = '', ...below]: readonly string[]): StateValue {
  return below.length === 0 ? key : { [key]: stateValue(below) };
}

function pathOfValue(value: StateValue): string {
  if (typeof value === 'string') return value;
  return Object.entries(value)
    .map(([key, below]) => `${key}.${pathOfValue(below ?? '')}`)
    .join('|');
}
