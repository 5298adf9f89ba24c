import type { AnyStateMachine } from 'xstate';
import { carriedOutByHost, type Effect } from './effects.ts';

/**
 * Reads a list of actions, as a chart writes it, into frozen effects.
 *
 * @param actions - one action, a list of them, or nothing
 * @param refuse - called with the name of the feature when an action is more than a name with static parameters
 */
export function readEffects(
  actions: unknown,
  machine: AnyStateMachine,
  refuse: (feature: string) => never,
): readonly Effect[] {
  const list: readonly unknown[] = actions === undefined ? [] : Array.isArray(actions) ? actions : [actions];
  return list.map((action) => {
    const { type, params } = nameAndParams(action, refuse);
    refuseUndeclared(type, machine, refuse);
    return Object.freeze(params === undefined ? { type } : { type, params: staticParams(type, params, refuse) });
  });
}

function nameAndParams(action: unknown, refuse: (feature: string) => never): { type: string; params?: unknown } {
  if (typeof action === 'string') return { type: action };
  if (typeof action === 'function') {
    const builtIn = 'type' in action ? String(action.type) : '';
    return refuse(builtIn.startsWith('xstate.') ? `the built-in action ${builtIn}` : 'an inline function');
  }
  return action as { type: string; params?: unknown }; // the third and last form that xstate's types allow
}

function refuseUndeclared(type: string, machine: AnyStateMachine, refuse: (feature: string) => never): void {
  if (type === 'arm' || type === 'disarm') refuse(`an action named "${type}", which is what deadlines are told by,`);
  const implementation: unknown = machine.implementations.actions?.[type];
  if (implementation === undefined) refuse(`the action "${type}", which setup does not declare,`);
  if (implementation !== carriedOutByHost) refuse(`the action "${type}", which was not declared by effects(),`);
}

function staticParams(
  type: string,
  params: unknown,
  refuse: (feature: string) => never,
): NonNullable<Effect['params']> {
  if (typeof params === 'function') refuse(`computed parameters of "${type}"`);
  if (typeof params !== 'object' || params === null) return refuse(`parameters of "${type}" that are no object`);
  if (!Object.values(params).every(isPlainValue)) refuse(`parameters of "${type}" that are not plain values`);
  return Object.freeze({ ...params });
}

function isPlainValue(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}
