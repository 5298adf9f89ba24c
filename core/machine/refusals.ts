import type { StateNode } from 'xstate';
import { WILDCARD } from './chart.ts';
import { NAMED } from './effects.ts';
import { MachineNotLowerable } from './not-lowerable.ts';

/*
 * What a chart may not have. States and transitions are refused for any key that is not known to be understood, so that
 * a feature which xstate gains later is refused too, and not silently left out.
 */

const STATE_KEYS = new Set(
  ['type', 'id', 'initial', 'states', 'entry', 'exit', 'on', 'after'].concat('description', 'meta', 'tags'),
);
const ROOT_KEYS = new Set(['version', 'schemas', 'types']);
/** The keys of a transition's configuration, and those that xstate adds to them. */
const TRANSITION_KEYS = new Set(
  ['target', 'actions', 'reenter', 'description', 'meta'].concat('source', 'eventType', 'event', 'delay', 'toJSON'),
);

/** @throws MachineNotLowerable always */
export function refuse(node: StateNode, feature: string): never {
  throw new MachineNotLowerable(node.machine.id, node.path.join('.'), feature);
}

/** The events that a state names, `*` among them. */
export function eventsOf(node: StateNode): string[] {
  return Object.keys(node.config.on ?? {});
}

/** The delays that a state owns. */
export function delaysOf(node: StateNode): string[] {
  return Object.keys(node.config.after ?? {});
}

/** Refuses kinds of states, and keys that are not understood: `context`, `always`, `invoke`, … */
export function refuseState(node: StateNode): void {
  const isRoot = node.parent === undefined;
  if (node.type === 'parallel' || node.type === 'history') refuse(node, `type "${node.type}"`);
  // Entering it would raise `xstate.done.state…`, which `*` and `onDone` may take: a step within a step.
  if (node.type === 'final' && node.parent?.parent !== undefined) refuse(node, 'type "final" below the top level');
  if (node.type !== 'compound' && Object.keys(node.states).length > 0) {
    refuse(node, `states in a state of type "${node.type}"`);
  }
  for (const [key, value] of Object.entries(node.config)) {
    if (value !== undefined && !STATE_KEYS.has(key) && !(isRoot && ROOT_KEYS.has(key))) refuse(node, key);
  }
}

/** Refuses events that one column cannot stand for. */
export function refuseEvents(node: StateNode): void {
  for (const event of eventsOf(node)) {
    if (event !== WILDCARD && event.includes('*')) refuse(node, `the partial wildcard "${event}"`);
    if (event.startsWith('xstate.')) refuse(node, `the event "${event}", a name that xstate keeps for itself`);
  }
}

/** Refuses delays that are more than a name, and names that would not tell which delay is over. */
export function refuseDelays(node: StateNode, events: ReadonlySet<string>): void {
  for (const delay of delaysOf(node)) {
    const duration: unknown = node.machine.implementations.delays[delay];
    if (!Number.isNaN(Number(delay))) refuse(node, `the number ${delay} as a delay`);
    if (duration === undefined) refuse(node, `the delay "${delay}", which setup does not declare`);
    if (duration !== NAMED) refuse(node, `the delay "${delay}", which was not declared by named()`);
    if (delay === WILDCARD || events.has(delay)) refuse(node, `the delay "${delay}", which is an event as well`);
    // Both would be armed at once.
    if (isOwnedAbove(node, delay)) refuse(node, `the delay "${delay}", which a state above it owns as well`);
  }
}

function isOwnedAbove({ parent }: StateNode, delay: string): boolean {
  return parent !== undefined && (delaysOf(parent).includes(delay) || isOwnedAbove(parent, delay));
}

/** Refuses guards and whatever else makes one event lead to several places. */
export function refuseTransitions(
  transitions: readonly { readonly target: readonly unknown[] | undefined }[],
  refuseOn: (feature: string) => never,
): void {
  for (const transition of transitions) {
    for (const [key, value] of Object.entries(transition)) {
      if (value !== undefined && !TRANSITION_KEYS.has(key)) refuseOn(key);
    }
    if ((transition.target?.length ?? 0) > 1) refuseOn('several targets');
  }
  if (transitions.length > 1) refuseOn('several transitions');
}
