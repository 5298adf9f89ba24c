import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { clientConnectionMachine } from './client-connection.machine.ts';
import { clientStreamMachine } from './client-stream.machine.ts';

const connected = 'handshakeDone connectSucceeded';

describe('client connection machine (7.2.1)', () => {
  it.each([
    ['', 'handshaking', []],
    ['commandGiven', 'handshaking', []],
    ['handshakeDone', 'connectSent', ['sendConnect', 'arm connectTimeout']],
    ['handshakeDone connectTimeout', 'closed', ['disarm connectTimeout', 'fail connectTimeout']],
    ['handshakeDone connectRefused', 'closed', ['disarm connectTimeout', 'tellRefused', 'closeOrderly']],
    ['handshakeDone closeReceived', 'closed', ['disarm connectTimeout', 'closeOrderly']],
    ['handshakeDone commandReceived', 'connectSent', ['dispatchCommand']],
    ['handshakeDone messageReceived', 'connectSent', ['dispatchMessage']],
    ['handshakeDone commandGiven', 'connectSent', []],
    [connected, 'connected', ['disarm connectTimeout', 'tellConnected']],
    [`${connected} commandGiven`, 'connected', ['allowCommand']],
    [`${connected} commandReceived`, 'connected', ['dispatchCommand']],
    [`${connected} messageReceived`, 'connected', ['dispatchMessage']],
    ['handshakeDone reconnectRequested', 'connectSent', ['dispatchCommand']],
    [`${connected} reconnectRequested`, 'connected', ['dispatchCommand', 'tellReconnectRequested']],
    [`${connected} closeReceived`, 'closed', ['closeOrderly']],
    [`${connected} closeReceived commandGiven`, 'closed', []],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(clientConnectionMachine, events)).toEqual({ state, orders });
  });
});

const publishing = 'publishGiven publishStarted';
const playing = 'playGiven playStarted';

describe('client stream machine (7.2.2)', () => {
  it.each([
    ['', 'idle', []],
    ['mediaGiven', 'idle', []],
    ['publishGiven', 'publishSent', ['sendCommand publish', 'arm statusTimeout']],
    ['publishGiven mediaGiven', 'publishSent', []],
    ['publishGiven statusTimeout', 'idle', ['disarm statusTimeout', 'tellRefused']],
    ['publishGiven errorReceived', 'idle', ['disarm statusTimeout', 'tellRefused']],
    ['publishGiven closeGiven', 'idle', ['disarm statusTimeout', 'sendCommand closeStream']],
    [publishing, 'publishing', ['disarm statusTimeout', 'tellPublishStarted']],
    [`${publishing} mediaGiven`, 'publishing', ['sendMedia']],
    [`${publishing} publishGiven`, 'publishing', []],
    [`${publishing} errorReceived`, 'idle', ['tellRefused']],
    [`${publishing} unpublished`, 'idle', []],
    [`${publishing} closeGiven`, 'idle', ['sendCommand closeStream']],
    [`${publishing} deleteGiven`, 'deleted', ['sendCommand deleteStream']],
    ['playGiven', 'playSent', ['sendCommand play', 'arm statusTimeout']],
    ['playGiven statusTimeout', 'idle', ['disarm statusTimeout', 'tellRefused']],
    ['playGiven errorReceived', 'idle', ['disarm statusTimeout', 'tellRefused']],
    ['playGiven closeGiven', 'idle', ['disarm statusTimeout', 'sendCommand closeStream']],
    ['playGiven deleteGiven', 'deleted', ['disarm statusTimeout', 'sendCommand deleteStream']],
    [playing, 'playing', ['disarm statusTimeout', 'tellPlayStarted']],
    [`${playing} playStarted`, 'playing', []],
    [`${playing} playGiven`, 'playSent', ['sendCommand play', 'arm statusTimeout']],
    ['appendGiven', 'playSent', ['sendCommand play', 'arm statusTimeout']],
    ['play2Given', 'playSent', ['sendCommand play2', 'arm statusTimeout']],
    ['seekGiven', 'idle', []],
    ['playGiven pauseGiven', 'playSent', []],
    [`${playing} appendGiven`, 'playing', ['sendCommand play']],
    [`${playing} play2Given`, 'playing', ['sendCommand play2']],
    [`${playing} pauseGiven`, 'playing', ['sendCommand pause']],
    [`${playing} seekGiven`, 'playing', ['sendCommand seek']],
    [`${playing} seekNotified`, 'playing', ['tellSeekDone']],
    [`${playing} seekFailed`, 'playing', ['tellSeekRefused']],
    [`${playing} errorReceived`, 'idle', ['tellRefused']],
    [`${playing} closeGiven`, 'idle', ['sendCommand closeStream']],
    ['closeGiven', 'idle', ['sendCommand closeStream']],
    ['deleteGiven', 'deleted', ['sendCommand deleteStream']],
    ['deleteGiven publishGiven', 'deleted', []],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(clientStreamMachine, events)).toEqual({ state, orders });
  });
});
