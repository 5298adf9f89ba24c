import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { drawMachine } from './diagrams.ts';
import { effects, named } from './effects.ts';
import { withDiagrams } from './testing/diagrams-in-readme.ts';

const { createMachine } = setup({
  types: { events: {} as { type: 'go' | 'come' | 'over' | 'again' } },
  actions: effects('act', 'tell', 'fail'),
  delays: named('slow'),
});

/** The diagram without the line that all begin with, each line without its indentation. */
function linesOf(machine: Parameters<typeof drawMachine>[0]): string[] {
  return drawMachine(machine)
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

describe('drawMachine', () => {
  it('draws one arrow from state to state, one line for each consequence, and the end', () => {
    const machine = createMachine({
      initial: { target: 'a', actions: 'tell' },
      states: {
        a: {
          after: { slow: { target: 'b', actions: { type: 'fail', params: { code: 'late', at: 5 } } } },
          on: { go: 'b', come: 'b', over: { target: 'b', actions: ['act', 'tell'] } },
        },
        b: { type: 'final' },
      },
    });
    expect(linesOf(machine)).toEqual([
      '[*] --> a : / tell',
      'state "a" as a',
      'state "b" as b',
      'a --> b : go, come<br/>over / act, tell<br/>after slow / fail(late, 5)',
      'b --> [*]',
    ]);
  });

  it('writes into the box of a state what does not leave it', () => {
    const machine = createMachine({
      initial: 'a',
      states: {
        a: {
          entry: 'act',
          exit: ['tell', 'act'],
          after: { slow: { actions: 'fail' } },
          on: {
            go: { actions: 'act' },
            come: {},
            over: 'a',
            again: { target: 'a', reenter: true },
            '*': { actions: 'fail' },
          },
        },
      },
    });
    expect(linesOf(machine)).toEqual([
      '[*] --> a',
      'state "a" as a',
      'a : entry / act',
      'a : exit / tell, act',
      'a : go / act',
      'a : come, over / nothing',
      'a : again → a',
      'a : any other event, after slow / fail',
    ]);
  });

  it('draws states within states, and a box for what holds in all of them', () => {
    const machine = createMachine({
      initial: 'a',
      on: { over: { target: '.z', actions: 'tell' } },
      states: {
        a: {
          entry: 'act',
          initial: 'b',
          on: { go: '.c', again: { target: 'a', actions: 'act' }, come: 'z' },
          states: { b: { id: 'deep', on: { come: '#outer' } }, c: { on: { go: '#deep' } } },
          id: 'outer',
        },
        z: {},
      },
    });
    expect(drawMachine(machine)).toBe(`stateDiagram-v2
  [*] --> a
  state "a, entry / act" as a {
    [*] --> a_b
    state "b" as a_b
    a_b : come → a
    state "c" as a_c
    state "in any of these" as a__any
    a__any : again / act → a
  }
  state "z" as z
  state "in any of these" as __any
  __any --> z : over / tell
  a__any --> a_c : go
  a --> z : come
  a_c --> a_b : go`);
  });

  it('names the root by what entering it means', () => {
    const machine = createMachine({ id: 'm', initial: 'a', states: { a: { on: { go: '#m' } } } });
    expect(linesOf(machine)).toEqual(['[*] --> a', 'state "a" as a', 'a : go → the start']);
  });
});

describe('core/README.md', () => {
  const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

  it('shows the machines as they are: run `npm run diagrams`', async () => {
    expect(page).toBe(await withDiagrams(page));
  });

  it('cannot be filled without its markers', async () => {
    await expect(withDiagrams('# core')).rejects.toThrow('The page has no <!-- machines');
  });
});
