import { type AnyStateMachine, setup } from 'xstate';
import { effects, named } from '../effects.ts';

const { createMachine } = setup({
  types: { events: {} as { type: 'go' | 'back' | 'again' | 'deep' | 'over' } },
  actions: effects('enter', 'leave', 'act', 'other'),
  delays: named('slow', 'slower'),
});

/** An effect that says where it was, so that any change of order shows. */
function at<const Type extends 'enter' | 'leave' | 'act'>(type: Type, where: string) {
  return { type, params: { where } };
}

/** Entry and exit effects of a state, told apart by its name. */
function marked(where: string) {
  return { entry: at('enter', where), exit: at('leave', where) };
}

/** One chart for each feature that lowering supports, small enough to read the expected order off it. */
export const SYNTHETIC_MACHINES: Readonly<Record<string, AnyStateMachine>> = {
  'flat states and static parameters': createMachine({
    id: 'flat',
    initial: 'a',
    states: {
      a: { on: { go: { target: 'b', actions: ['other', at('act', 'a to b')] } } },
      b: { on: { back: 'a', again: { actions: at('act', 'targetless') } } },
    },
  }),
  'hierarchy with entry and exit effects': createMachine({
    id: 'hierarchy',
    ...marked('root'),
    initial: 'a',
    states: {
      a: {
        ...marked('a'),
        initial: 'b',
        on: { back: '#hierarchy.z', deep: { target: 'z', actions: at('act', 'a to z') } },
        states: {
          b: { ...marked('a.b'), initial: 'c', states: { c: { ...marked('a.b.c'), on: { go: '#hierarchy.a.d' } } } },
          d: { ...marked('a.d'), on: { go: 'b' } },
        },
      },
      z: { ...marked('z'), on: { go: 'a', deep: { target: 'a.d', actions: 'other' } } },
    },
  }),
  'effects of initial belong to the default way in': createMachine({
    id: 'initial',
    initial: { target: 'a', actions: at('act', 'initial of root') },
    states: {
      a: {
        ...marked('a'),
        initial: { target: 'b', actions: at('act', 'initial of a') },
        states: { b: { ...marked('a.b') }, c: { ...marked('a.c') } },
        on: { go: 'z' },
      },
      z: { on: { go: 'a', deep: 'a.c' } },
    },
  }),
  'internal and reentering transitions to itself, above and below': createMachine({
    id: 'reenter',
    ...marked('root'),
    initial: 'a',
    on: { over: { target: '.a', reenter: true } },
    states: {
      a: {
        ...marked('a'),
        initial: 'b',
        on: {
          again: { target: 'a', actions: at('act', 'internal') },
          back: { target: 'a', reenter: true, actions: at('act', 'reentering') },
          go: { target: '.c', reenter: true },
          deep: '.c',
        },
        states: {
          b: { ...marked('a.b'), on: { go: { target: 'b', reenter: true }, deep: 'b' } },
          c: {
            ...marked('a.c'),
            on: { go: '#reenter.a', back: '#reenter', deep: { target: '#reenter', reenter: true } },
          },
        },
      },
    },
  }),
  'named delays, two at once, and one name in two states': createMachine({
    id: 'delays',
    initial: 'a',
    states: {
      a: {
        ...marked('a'),
        after: { slower: { target: 'z', actions: at('act', 'slower') }, slow: { actions: 'other' } },
        initial: 'b',
        states: { b: { on: { go: 'c' } }, c: { on: { again: { target: '#delays.a', reenter: true } } } },
        on: { back: 'x' },
      },
      x: { ...marked('x'), after: { slow: 'a' }, on: { '*': 'z' } },
      z: { type: 'final', ...marked('z') },
    },
  }),
  'a wildcard catches what is not named, late deadlines too': createMachine({
    id: 'wildcard',
    initial: 'a',
    states: {
      a: {
        initial: 'b',
        on: { '*': { target: 'z', actions: at('act', 'any other') }, back: {} },
        states: { b: { on: { go: 'c', again: undefined } }, c: { on: { '*': 'b', go: { actions: 'other' } } } },
      },
      z: { after: { slow: 'a' } },
    },
  }),
  'what is named without a transition is left to the wildcard, and armed all the same': createMachine({
    id: 'empty',
    initial: 'a',
    on: { '*': { actions: 'other' } },
    states: { a: { on: { go: [] }, after: { slow: [] } } },
  }),
  'a final state exits everything at once and ignores all that follows': createMachine({
    id: 'final',
    ...marked('root'),
    initial: 'a',
    after: { slower: '.end' },
    on: { over: { actions: 'other' }, again: '.a' },
    states: {
      a: { ...marked('a'), initial: 'b', states: { b: { ...marked('a.b'), on: { go: '#final.end' } } } },
      end: { ...marked('end'), type: 'final', after: { slow: 'a' }, on: { back: 'a' } },
    },
  }),
  'a machine that is done as soon as it starts': createMachine({
    id: 'born-done',
    ...marked('root'),
    initial: 'end',
    on: { go: { actions: 'other' } },
    states: { end: { type: 'final', ...marked('end') } },
  }),
};
