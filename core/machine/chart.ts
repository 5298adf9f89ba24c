import type { AnyStateMachine, StateNode } from 'xstate';
import { type Effect, NAMED } from './effects.ts';
import { MachineNotLowerable } from './not-lowerable.ts';
import { readEffects } from './read-effects.ts';

/** A machine's chart as plain data: what lowering understands of it, everything resolved, nothing left to look up. */
export interface Chart {
  readonly id: string;
  readonly description: string | undefined;
  readonly root: ChartState;
  /** In document order, the root first. */
  readonly states: readonly ChartState[];
  /** Every event that some state names, in document order. */
  readonly events: readonly string[];
  /** Every delay that some state owns, in document order. */
  readonly delays: readonly string[];
}

export interface ChartState {
  /** Dotted path below the root, which itself has the empty path. */
  readonly path: string;
  readonly parent: ChartState | undefined;
  /** Where entering this state leads to, one level down; a state without it is a leaf. */
  readonly initial: ChartState | undefined;
  readonly initialEffects: readonly Effect[];
  /** Arming of the delays it owns included, last. */
  readonly entry: readonly Effect[];
  /** Disarming included, last. */
  readonly exit: readonly Effect[];
  readonly isFinal: boolean;
  /** By event, by delay under its own name, and by `*`. */
  readonly on: ReadonlyMap<string, ChartTransition>;
}

export interface ChartTransition {
  readonly source: ChartState;
  /** `undefined`: the configuration stays, only the effects happen. */
  readonly target: ChartState | undefined;
  /** Whether the source is left and entered again even when the target is the source itself or below it. */
  readonly reenter: boolean;
  readonly effects: readonly Effect[];
}

/** The event descriptor that catches what a state does not name. */
export const WILDCARD = '*';

/**
 * Reads the chart of a machine.
 *
 * @throws MachineNotLowerable for everything that `Chart` cannot express
 */
export function readChart(machine: AnyStateMachine): Chart {
  return new ChartReader(machine).read();
}

/** What a state may say; any other key of its configuration is a feature that has no place in a table. */
const STATE_KEYS = new Set([
  'type',
  'id',
  'initial',
  'states',
  'entry',
  'exit',
  'on',
  'after',
  'description',
  'meta',
  'tags',
]);
/** What says nothing about behaviour, and stands only at the root. */
const ROOT_KEYS = new Set(['version', 'schemas', 'types']);
/** What xstate makes of a transition, without `guard`. */
const TRANSITION_KEYS = new Set(
  ['target', 'actions', 'reenter', 'description', 'meta'].concat('source', 'eventType', 'event', 'delay', 'toJSON'),
);

type MutableState = { -readonly [Key in keyof ChartState]: ChartState[Key] } & { on: Map<string, ChartTransition> };

class ChartReader {
  readonly #machine: AnyStateMachine;
  readonly #states = new Map<StateNode, MutableState>();
  readonly #events = new Set<string>();
  readonly #delays = new Set<string>();

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
  }

  read(): Chart {
    const { id, root } = this.#machine;
    const rootState = this.#readState(root, undefined, []);
    if (rootState.initial === undefined) this.#refuse(root, 'no states');
    for (const [node, state] of this.#states) this.#readTransitions(node, state);
    for (const [node] of this.#states) this.#refuseNameClash(node);
    return {
      id,
      description: root.description,
      root: rootState,
      states: [...this.#states.values()],
      events: [...this.#events],
      delays: [...this.#delays],
    };
  }

  #readState(node: StateNode, parent: MutableState | undefined, delaysAbove: readonly string[]): MutableState {
    this.#refuseUnknown(node, parent);
    const delays = this.#readDelays(node, delaysAbove);
    const effects = (actions: unknown, where: string) =>
      readEffects(actions, this.#machine, (feature) => this.#refuse(node, `${feature} in ${where}`));
    const state: MutableState = {
      path: node.path.join('.'),
      parent,
      initial: undefined,
      initialEffects: effects(node.initial.actions, 'initial'),
      entry: [...effects(node.config.entry, 'entry'), ...delays.map((delay) => deadlineEffect('arm', delay))],
      exit: [...effects(node.config.exit, 'exit'), ...delays.map((delay) => deadlineEffect('disarm', delay))],
      isFinal: node.type === 'final',
      on: new Map(),
    };
    this.#states.set(node, state);
    for (const child of Object.values(node.states)) {
      const childState = this.#readState(child, state, [...delaysAbove, ...delays]);
      if (child === node.initial.target[0]) state.initial = childState;
    }
    return state;
  }

  #refuseUnknown(node: StateNode, parent: MutableState | undefined): void {
    if (node.type === 'parallel' || node.type === 'history') this.#refuse(node, `type "${node.type}"`);
    // Entering it would raise `xstate.done.state…`, which `*` and `onDone` may take: a step within a step.
    if (node.type === 'final' && parent?.parent !== undefined) this.#refuse(node, 'type "final" below the top level');
    if (node.type !== 'compound' && Object.keys(node.states).length > 0) {
      this.#refuse(node, `states in a state of type "${node.type}"`);
    }
    for (const [key, value] of Object.entries(node.config)) {
      const known = STATE_KEYS.has(key) || (parent === undefined && ROOT_KEYS.has(key));
      if (!known && value !== undefined) this.#refuse(node, key);
    }
  }

  #readDelays(node: StateNode, delaysAbove: readonly string[]): string[] {
    const delays = Object.keys(node.config.after ?? {});
    for (const delay of delays) {
      const duration: unknown = this.#machine.implementations.delays[delay];
      if (!Number.isNaN(Number(delay))) this.#refuse(node, `the number ${delay} as a delay`);
      if (duration === undefined) this.#refuse(node, `the delay "${delay}", which setup does not declare`);
      if (duration !== NAMED) this.#refuse(node, `the delay "${delay}", which was not declared by named()`);
      // Both would be armed at once under one name.
      if (delaysAbove.includes(delay)) this.#refuse(node, `the delay "${delay}", which a state above it owns as well`);
      this.#delays.add(delay);
    }
    return delays;
  }

  #readTransitions(node: StateNode, state: MutableState): void {
    for (const event of Object.keys(node.config.on ?? {})) {
      if (event !== WILDCARD && event.includes('*')) this.#refuse(node, `the partial wildcard "${event}"`);
      if (event.startsWith('xstate.')) this.#refuse(node, `the event "${event}", a name that xstate keeps for itself`);
      if (event !== WILDCARD) this.#events.add(event);
      this.#readTransition(node, state, event, event);
    }
    for (const delay of Object.keys(node.config.after ?? {})) {
      this.#readTransition(node, state, delay, `xstate.after.${delay}.${node.id}`);
    }
  }

  #readTransition(node: StateNode, state: MutableState, event: string, descriptor: string): void {
    const [transition, ...others] = node.transitions.get(descriptor) ?? [];
    if (transition === undefined) return;
    const refuse = (feature: string): never => this.#refuse(node, `${feature} on "${event}"`);
    for (const [key, value] of Object.entries(transition)) {
      if (!TRANSITION_KEYS.has(key) && value !== undefined) refuse(key);
    }
    if (others.length > 0) refuse('several transitions');
    const [target, ...otherTargets] = transition.target ?? [];
    if (otherTargets.length > 0) refuse('several targets');
    state.on.set(event, {
      source: state,
      target: target && this.#states.get(target),
      reenter: transition.reenter,
      effects: readEffects(transition.actions, this.#machine, refuse),
    });
  }

  #refuseNameClash(node: StateNode): void {
    for (const delay of Object.keys(node.config.after ?? {})) {
      if (delay === WILDCARD || this.#events.has(delay))
        this.#refuse(node, `the delay "${delay}", which is an event as well`);
    }
  }

  #refuse(node: StateNode, feature: string): never {
    throw new MachineNotLowerable(this.#machine.id, node.path.join('.'), feature);
  }
}

function deadlineEffect(type: 'arm' | 'disarm', deadline: string): Effect {
  return Object.freeze({ type, params: Object.freeze({ deadline }) });
}
