import type { AnyStateMachine, StateNode } from 'xstate';
import { type Chart, type ChartState, type ChartTransition, WILDCARD } from './chart.ts';
import type { Effect } from './effects.ts';
import { readEffects } from './read-effects.ts';
import { delaysOf, eventsOf, refuse, refuseDelays, refuseEvents, refuseState, refuseTransitions } from './refusals.ts';

/**
 * Reads the chart of a machine.
 *
 * @throws MachineNotLowerable for everything that `Chart` cannot express
 */
export function readChart(machine: AnyStateMachine): Chart {
  const states = new Map<StateNode, OpenState>();
  const root = readState(machine.root, undefined, states);
  if (root.initial === undefined) refuse(machine.root, 'no states');
  const nodes = [...states.keys()];
  const events = new Set(nodes.flatMap(eventsOf));
  for (const [node, state] of states) {
    refuseEvents(node);
    refuseDelays(node, events);
    readTransitions(node, state, states);
  }
  events.delete(WILDCARD);
  return {
    id: machine.id,
    root,
    states: [...states.values()],
    events: [...events],
    delays: [...new Set(nodes.flatMap(delaysOf))],
  };
}

/** A state whose children and transitions are still being read. */
type OpenState = { -readonly [Key in keyof ChartState]: ChartState[Key] } & { on: Map<string, ChartTransition> };

function readState(node: StateNode, parent: ChartState | undefined, states: Map<StateNode, OpenState>): ChartState {
  refuseState(node);
  const effects = (actions: unknown, where: string) =>
    readEffects(actions, node.machine, (feature) => refuse(node, `${feature} in ${where}`));
  const delays = delaysOf(node);
  const state: OpenState = {
    path: node.path.join('.'),
    parent,
    initial: undefined,
    initialEffects: effects(node.initial.actions, 'initial'),
    entry: [...effects(node.config.entry, 'entry'), ...delays.map((delay) => deadlineEffect('arm', delay))],
    exit: [...effects(node.config.exit, 'exit'), ...delays.map((delay) => deadlineEffect('disarm', delay))],
    isFinal: node.type === 'final',
    on: new Map(),
  };
  states.set(node, state);
  for (const child of Object.values(node.states)) {
    const childState = readState(child, state, states);
    if (child === node.initial.target[0]) state.initial = childState;
  }
  return state;
}

function deadlineEffect(type: 'arm' | 'disarm', deadline: string): Effect {
  return Object.freeze({ type, params: Object.freeze({ deadline }) });
}

function readTransitions(node: StateNode, source: OpenState, states: ReadonlyMap<StateNode, ChartState>): void {
  const read = (event: string, descriptor: string) => {
    const transitions = node.transitions.get(descriptor) ?? [];
    const refuseOn = (feature: string): never => refuse(node, `${feature} on "${event}"`);
    refuseTransitions(transitions, refuseOn);
    // One at most by now; none for `on: { event: [] }`, which leaves the event to the wildcard.
    for (const { target, reenter, actions } of transitions) {
      const effects = readEffects(actions, node.machine, refuseOn);
      source.on.set(event, { source, target: target?.[0] && states.get(target[0]), reenter, effects });
    }
  };
  for (const event of eventsOf(node)) read(event, event);
  for (const delay of delaysOf(node)) read(delay, `xstate.after.${delay}.${node.id}`);
}
