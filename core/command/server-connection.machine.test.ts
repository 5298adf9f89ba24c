import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { serverConnectionMachine } from './server-connection.machine.ts';

describe('server connection machine (7.2.1)', () => {
  it.each([
    ['', 'handshakeDone', ['arm connectTimeout']],
    ['connectTimeout', 'closed', ['disarm connectTimeout', 'fail connectTimeout']],
    ['commandReceived', 'closed', ['disarm connectTimeout', 'fail commandBeforeConnect']],
    ['messageReceived', 'closed', ['disarm connectTimeout', 'fail messageBeforeConnect']],
    ['connectReceived', 'connectPending', ['disarm connectTimeout', 'askForConnect', 'arm decisionTimeout']],
    ['connectReceived connectAccepted', 'connected', ['disarm decisionTimeout', 'sendConnectSuccess']],
    [
      'connectReceived connectRejected',
      'closed',
      ['disarm decisionTimeout', 'sendConnectError rejected', 'closeOrderly'],
    ],
    [
      'connectReceived decisionTimeout',
      'closed',
      [
        'disarm decisionTimeout',
        'expireRequest timeout',
        'sendConnectError undecided',
        'closeAfterFault decisionTimeout',
      ],
    ],
    ['connectReceived connectionClosed', 'closed', ['disarm decisionTimeout', 'expireRequest withdrawn']],
    ['connectReceived connectAccepted commandReceived', 'connected', ['dispatchCommand']],
    ['connectReceived connectAccepted messageReceived', 'connected', ['dispatchMessage']],
    [
      'connectReceived connectAccepted connectReceived',
      'closed',
      ['sendConnectError repeated', 'closeAfterFault connectRepeated'],
    ],
    ['connectReceived connectRejected commandReceived', 'closed', []],
    ['connectAccepted', 'handshakeDone', []],
    ['connectReceived connectAccepted reconnectGiven', 'connected', ['sendReconnectRequest']],
    ['connectReceived reconnectGiven', 'connectPending', []],
    ['connectRejected', 'handshakeDone', []],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(serverConnectionMachine, events)).toEqual({ state, orders });
  });
});
