import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  cancel,
  createMachine,
  emit,
  enqueueActions,
  fromPromise,
  log,
  raise,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate';
import { effects, named } from './effects.ts';
import { lower } from './lower.ts';
import { MachineNotLowerable } from './not-lowerable.ts';

const declared = setup({
  types: { events: {} as { type: 'go' } },
  actions: effects('act'),
  delays: named('slow'),
  guards: { isLate: () => true },
  actors: { work: fromPromise(() => Promise.resolve()) },
});

type Config = Parameters<typeof declared.createMachine>[0];
type StateConfig = NonNullable<NonNullable<Config['states']>[string]>;

/** A chart that says `config` in its state `a.b`. */
function inState(config: StateConfig): AnyStateMachine {
  return declared.createMachine({
    id: 'refused',
    initial: 'a',
    states: { a: { initial: 'b', states: { b: config, c: {} } }, z: {} },
  });
}

/** A chart that says `config` at its root. */
function atRoot(config: Config): AnyStateMachine {
  return declared.createMachine({ id: 'refused', initial: 'a', states: { a: {} }, ...config });
}

function refusalOf(machine: AnyStateMachine): { state: string; feature: string } {
  try {
    lower(machine);
  } catch (error) {
    if (error instanceof MachineNotLowerable) return { state: error.state, feature: error.feature };
    throw error;
  }
  throw new Error('not refused');
}

describe('lower refuses, by state and feature', () => {
  const inStates: [feature: string, config: StateConfig][] = [
    ['always', { always: '#refused.z' }],
    ['invoke', { invoke: { src: 'work' } }],
    ['onDone', { initial: 'x', states: { x: {} }, onDone: '#refused.z' }],
    ['output', { output: { done: true } }],
    ['route', { id: 'b', route: {} }],
    ['type "parallel"', { type: 'parallel', states: { x: {}, y: {} } }],
    ['type "history"', { type: 'history', history: 'deep' }],
    ['type "final" below the top level', { type: 'final' }],
    ['states in a state of type "atomic"', { type: 'atomic', states: { x: {} } }],
    ['guard on "go"', { on: { go: { target: 'c', guard: 'isLate' } } }],
    ['guard on "go"', { on: { go: { target: 'c', guard: () => true } } }],
    ['guard on "slow"', { after: { slow: { target: 'c', guard: 'isLate' } } }],
    ['several transitions on "go"', { on: { go: [{ target: 'c' }, { target: 'b' }] } }],
    ['several targets on "go"', { on: { go: { target: ['c', 'b'] } } }],
    ['an inline function on "go"', { on: { go: { actions: () => {} } } }],
    ['an inline function in entry', { entry: ['act', () => {}] }],
    ['an inline function in exit', { exit: () => {} }],
    ['an inline function in initial', { initial: { target: 'x', actions: () => {} }, states: { x: {} } }],
    ['computed parameters of "act" in entry', { entry: { type: 'act', params: () => ({}) } }],
    ['parameters of "act" that are not plain values in entry', { entry: { type: 'act', params: { on: () => {} } } }],
    ['parameters of "act" that are not plain values in entry', { entry: { type: 'act', params: { codes: [1, 2] } } }],
    ['the number 500 as a delay', { after: { 500: 'c' } }],
  ];
  it.each(inStates)('%s', (feature, config) => {
    expect(refusalOf(inState(config))).toEqual({ state: 'a.b', feature });
  });

  it.each([
    ['xstate.assign', assign({})],
    ['xstate.raise', raise({ type: 'go' })],
    ['xstate.cancel', cancel('timer')],
    ['xstate.sendTo', sendTo('other', { type: 'go' })],
    ['xstate.sendTo', sendParent({ type: 'go' })],
    ['xstate.log', log('here')],
    ['xstate.emit', emit({ type: 'go' })],
    ['xstate.enqueueActions', enqueueActions(() => {})],
    ['xstate.spawnChild', spawnChild('work')],
    ['xstate.stopChild', stopChild('work')],
  ])('the built-in action %s', (name, action) => {
    const machine = createMachine({ initial: 'a', states: { a: { entry: action } } });
    expect(refusalOf(machine)).toEqual({ state: 'a', feature: `the built-in action ${name} in entry` });
  });

  const atRoots: [feature: string, config: Config][] = [
    ['context', { context: {} }],
    ['type "parallel"', { type: 'parallel' }],
    ['guard on "go"', { on: { go: { guard: 'isLate' } } }],
    ['output', { output: {} }],
  ];
  it.each(atRoots)('%s at the root', (feature, config) => {
    expect(refusalOf(atRoot(config))).toEqual({ state: '', feature });
  });

  it.each([5, null])('parameters that are no object: %s', (params) => {
    const { createMachine: make } = setup({
      actions: { act: effects('act').act as (args: unknown, params: unknown) => void },
    });
    const machine = make({ initial: 'a', states: { a: { exit: { type: 'act', params } } } });
    expect(refusalOf(machine)).toEqual({ state: 'a', feature: 'parameters of "act" that are no object in exit' });
  });

  it('a chart of one state', () => {
    expect(refusalOf(createMachine({ id: 'one' }))).toEqual({ state: '', feature: 'no states' });
  });

  it.each([
    ['the partial wildcard "chunk.*"', 'chunk.*'],
    ['the event "xstate.done.actor.work", a name that xstate keeps for itself', 'xstate.done.actor.work'],
  ])('%s', (feature, event) => {
    expect(refusalOf(createMachine({ initial: 'a', states: { a: { on: { [event]: {} } } } }))).toEqual({
      state: 'a',
      feature,
    });
  });
});

describe('lower refuses what setup does not declare as a bare name', () => {
  const chart = { initial: 'a', states: { a: { entry: 'act', after: { slow: {} } } } } as const;
  const act = effects('act');
  const slow = named('slow');
  /** xstate's types would not let it pass. */
  const undeclaredDelay = chart as { initial: 'a'; states: { a: { entry: 'act' } } };

  it.each([
    ['the action "act", which setup does not declare, in entry', createMachine(chart, { delays: slow })],
    [
      'the action "act", which was not declared by effects(), in entry',
      setup({ actions: { act: () => {} }, delays: slow }).createMachine(chart),
    ],
    [
      'the action "act", which was not declared by effects(), in entry',
      setup({ actions: { act: assign({}) }, delays: slow }).createMachine(chart),
    ],
    ['the delay "slow", which setup does not declare', setup({ actions: act }).createMachine(undeclaredDelay)],
    [
      'the delay "slow", which was not declared by named()',
      setup({ actions: act, delays: { slow: 500 } }).createMachine(chart),
    ],
    [
      'the delay "slow", which was not declared by named()',
      setup({ actions: act, delays: { slow: () => 500 } }).createMachine(chart),
    ],
    [
      'an action named "arm", which is what deadlines are told by, in exit',
      setup({ actions: effects('arm') }).createMachine({ initial: 'a', states: { a: { exit: 'arm' } } }),
    ],
    [
      'an action named "disarm", which is what deadlines are told by, in exit',
      setup({ actions: effects('disarm') }).createMachine({ initial: 'a', states: { a: { exit: 'disarm' } } }),
    ],
  ])('%s', (feature, machine) => {
    expect(refusalOf(machine)).toEqual({ state: 'a', feature });
  });
});

describe('lower refuses delays that could not be told apart', () => {
  it('one name in a state and above it: both would be armed at once', () => {
    const machine = createMachine(
      { initial: 'a', after: { slow: {} }, states: { a: { initial: 'b', states: { b: { after: { slow: {} } } } } } },
      { delays: named('slow') },
    );
    const feature = 'the delay "slow", which a state above it owns as well';
    expect(refusalOf(machine)).toEqual({ state: 'a.b', feature });
  });

  it.each(['go', '*'])('a delay named like the event %s', (name) => {
    const machine = createMachine(
      { initial: 'a', states: { a: { after: { [name]: 'b' } }, b: { on: { [name]: 'a' } } } },
      { delays: named(name) },
    );
    expect(refusalOf(machine)).toEqual({ state: 'a', feature: `the delay "${name}", which is an event as well` });
  });
});

describe('MachineNotLowerable', () => {
  it('says in one sentence which machine, which state and what', () => {
    expect(() => lower(inState({ always: 'c' }))).toThrow(
      'Machine "refused" cannot be lowered: state "a.b" has always',
    );
    expect(() => lower(atRoot({ context: {} }))).toThrow('Machine "refused" cannot be lowered: its root has context');
  });
});
