import { leaves, nameIsFree, onlyLeft, overOnce, SERVER_RUNGS, told } from '../../kit/aftermath.ts';
import type { Intent, Run, Rung, Step } from '../../kit/case.ts';
import { closed } from '../../kit/matchers.ts';
import { close, defineCases, expect, wait } from '../../kit/steps.ts';

/** The kit ends the connection, wherever it stands. */
export const peerEndsCases = defineCases([
  {
    id: '13.1',
    title: 'Client FIN at each state',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['P', 'Q-40'],
    clause: 'A client that ends its side is let go at once, in any state: nothing of it is left, and its name is free.',
    script: () => ({ runs: clientEnds('fin') }),
  },
  {
    id: '13.2',
    title: 'Client RST at each state',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['P', 'Q-40'],
    clause: 'A client whose connection is reset is forgotten at once, in any state, and its name is free.',
    script: () => ({ runs: clientEnds('rst') }),
  },
  {
    id: '13.3',
    title: 'Server FIN at each state',
    role: 'client',
    level: 'must',
    pre: 'tcp',
    refs: ['P'],
    clause: 'A client whose server ends its side says so once, in any state, ends its own side and goes to rest.',
    script: () => ({ runs: serverEnds('fin') }),
  },
  {
    id: '13.4',
    title: 'Server RST at each state',
    role: 'client',
    level: 'must',
    pre: 'tcp',
    refs: ['P'],
    clause: 'A client whose connection is reset says so once, in any state, and goes to rest.',
    script: () => ({ runs: serverEnds('rst') }),
  },
]);

function clientEnds(how: 'fin' | 'rst'): Run[] {
  return SERVER_RUNGS.map((rung) => ({
    label: rung,
    pre: rung === 'play' ? { B: 'pubmedia', A: 'play' } : rung,
    steps: [...leaves(how), ...goes(rung, how)],
  }));
}

/** What must be so afterwards, by what A was. */
function goes(rung: Rung, how: 'fin' | 'rst'): Step[] {
  switch (rung) {
    case 'relay': // B played A
      return [expect(told(), { on: 'B', within: 'close' }), ...leaves(how, 'B'), ...onlyLeft(0), ...nameIsFree()];
    case 'play': // A played B
      return [...onlyLeft(1), ...leaves(how, 'B'), ...onlyLeft(0)];
    default:
      return [...onlyLeft(0), ...nameIsFree()];
  }
}

const CLIENT_STATES: readonly (readonly [Rung, Intent])[] = [
  ['tcp', 'publish'],
  ['hs', 'publish'],
  ['connreq', 'publish'],
  ['conn', 'publish'],
  ['stream', 'publish'],
  ['pub', 'publish'],
  ['relay', 'publish'],
  ['stream', 'play'],
  ['play', 'play'],
  ['relay', 'play'],
];

function serverEnds(how: 'fin' | 'rst'): Run[] {
  return CLIENT_STATES.map(([rung, intent]) => ({
    label: `${rung}, ${intent}`,
    pre: rung,
    intent,
    steps:
      how === 'fin'
        ? [close('fin'), expect(closed(), { within: 'close' }), ...overOnce()]
        : [close('rst'), ...overOnce(), wait('quiet')],
  }));
}
