import type { StateMachine, StateValue } from 'xstate';
import type { DeadlineEffect, Effect } from './effects.ts';

/** Every event type of a machine and every delay, under its own name. */
export type EventOf<M> = PartsOf<M>['event'] | PartsOf<M>['delay'];

/** Every leaf state of a machine, as the dotted path below the root. */
export type StateOf<M> = DottedPath<PartsOf<M>['stateValue']>;

/** Every effect of a machine, arming and disarming of its delays included. */
export type EffectOf<M> =
  | EffectFrom<PartsOf<M>['action']>
  | ([PartsOf<M>['delay']] extends [never] ? never : DeadlineEffect<PartsOf<M>['delay']>);

/** A leaf state or a state above one: `pending.versionSent` gives also `pending`. */
export type WithParents<State extends string> = State extends `${infer Parent}.${infer Rest}`
  ? State | Parent | `${Parent}.${WithParents<Rest>}`
  : State;

type PartsOf<M> =
  M extends StateMachine<
    infer _Context,
    infer Event,
    infer _Children,
    infer _Actor,
    infer Action,
    infer _Guard,
    infer Delay,
    infer Value,
    infer _Tag,
    infer _Input,
    infer _Output,
    infer _Emitted,
    infer _StateMeta,
    infer _Schema,
    infer _TransitionMeta
  >
    ? { event: Event['type']; delay: Delay; action: Action; stateValue: Value }
    : never;

type DottedPath<Value extends StateValue | undefined> = Value extends string
  ? Value
  : Value extends Record<string, StateValue | undefined>
    ? { [Key in keyof Value & string]: `${Key}.${DottedPath<Value[Key]>}` }[keyof Value & string]
    : never;

type EffectFrom<Action> = Action extends { type: infer Type extends string; params?: infer Params }
  ? undefined extends Params
    ? [Params] extends [undefined]
      ? { readonly type: Type }
      : Effect & { readonly type: Type }
    : { readonly type: Type; readonly params: Params & Readonly<Record<string, unknown>> }
  : never;
