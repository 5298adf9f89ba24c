import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { serverStreamMachine } from './server-stream.machine.ts';

const publishing = 'publishReceived publishAccepted';
const playing = 'playReceived playAccepted';

describe('server stream machine (7.2.2)', () => {
  it.each([
    ['', 'idle', []],
    ['mediaReceived', 'idle', ['deviate mediaWithoutPublish']],
    ['publishReceived', 'publishPending', ['askForPublish', 'arm decisionTimeout']],
    [publishing, 'publishing', ['disarm decisionTimeout', 'sendPublishStart']],
    ['publishReceived publishRejected', 'idle', ['disarm decisionTimeout', 'sendPublishError', 'closeUnlessInUse']],
    [
      'publishReceived decisionTimeout',
      'idle',
      ['disarm decisionTimeout', 'expireRequest timeout', 'sendPublishError'],
    ],
    ['publishReceived connectionClosed', 'deleted', ['disarm decisionTimeout', 'expireRequest withdrawn']],
    [`${publishing} mediaReceived`, 'publishing', ['deliver']],
    [`${publishing} publishReceived`, 'publishing', ['refuseCommand NetStream.Publish.BadName']],
    [`${publishing} playReceived`, 'publishing', ['refuseCommand NetStream.Play.Failed']],
    [`${publishing} unpublishReceived`, 'idle', ['sendUnpublishSuccess', 'endPublish unpublished']],
    [`${publishing} closeStreamReceived`, 'idle', ['endPublish closedStream']],
    [`${publishing} deleteStreamReceived`, 'deleted', ['endPublish deletedStream']],
    [`${publishing} endedHere`, 'idle', ['endPublish endedHere']],
    [`${publishing} connectionClosed`, 'deleted', ['endPublish connectionClosed']],
    [`${publishing} unpublishReceived publishReceived`, 'publishPending', ['askForPublish', 'arm decisionTimeout']],
    ['playReceived', 'playPending', ['askForPlay', 'arm decisionTimeout']],
    [playing, 'playing', ['disarm decisionTimeout', 'sendPlayStart']],
    ['playReceived playRejected', 'idle', ['disarm decisionTimeout', 'sendPlayError']],
    ['playReceived decisionTimeout', 'idle', ['disarm decisionTimeout', 'expireRequest timeout', 'sendPlayError']],
    ['playReceived connectionClosed', 'deleted', ['disarm decisionTimeout', 'expireRequest withdrawn']],
    [`${playing} playReceived`, 'playPending', ['endPlay closedStream', 'askForPlay', 'arm decisionTimeout']],
    [`${playing} publishReceived`, 'playing', ['refuseCommand NetStream.Publish.BadName']],
    [`${playing} mediaReceived`, 'playing', ['deviate mediaWithoutPublish']],
    [`${playing} closeStreamReceived`, 'idle', ['endPlay closedStream']],
    [`${playing} deleteStreamReceived`, 'deleted', ['endPlay deletedStream']],
    [`${playing} endedHere`, 'idle', ['endPlay endedHere']],
    [`${playing} connectionClosed`, 'deleted', ['endPlay connectionClosed']],
    ['deleteStreamReceived', 'deleted', []],
    ['connectionClosed', 'deleted', []],
    ['deleteStreamReceived mediaReceived', 'deleted', []],
    // What the state does not know changes nothing.
    ['unpublishReceived', 'idle', []],
    ['closeStreamReceived', 'idle', []],
    ['publishAccepted', 'idle', []],
    [`${playing} unpublishReceived`, 'playing', []],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(serverStreamMachine, events)).toEqual({ state, orders });
  });
});
