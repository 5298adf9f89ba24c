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
      ['disarm decisionTimeout', 'expireRequest timeout', 'sendPublishError', 'closeUnlessInUse'],
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
    [playing, 'playing.steady', ['disarm decisionTimeout', 'sendPlayStart']],
    ['playReceived playRejected', 'idle', ['disarm decisionTimeout', 'sendPlayError']],
    ['playReceived decisionTimeout', 'idle', ['disarm decisionTimeout', 'expireRequest timeout', 'sendPlayError']],
    ['playReceived connectionClosed', 'deleted', ['disarm decisionTimeout', 'expireRequest withdrawn']],
    [`${playing} playReceived`, 'playPending', ['endPlay closedStream', 'askForPlay', 'arm decisionTimeout']],
    [`${playing} publishReceived`, 'playing.steady', ['refuseCommand NetStream.Publish.BadName']],
    [`${playing} mediaReceived`, 'playing.steady', ['deviate mediaWithoutPublish']],
    [`${playing} closeStreamReceived`, 'idle', ['endPlay closedStream']],
    [`${playing} deleteStreamReceived`, 'deleted', ['endPlay deletedStream']],
    [`${playing} endedHere`, 'idle', ['endPlay endedHere']],
    [`${playing} connectionClosed`, 'deleted', ['endPlay connectionClosed']],
    ['appendReceived', 'playPending', ['askForPlay', 'arm decisionTimeout']],
    ['play2Received', 'playPending', ['askForPlay', 'arm decisionTimeout']],
    ['seekReceived', 'idle', ['refuseCommand NetStream.Seek.Failed']],
    ['pauseReceived', 'idle', []],
    ['receiveToggleReceived', 'idle', []],
    [`${publishing} appendReceived`, 'publishing', ['refuseCommand NetStream.Play.Failed']],
    [`${publishing} play2Received`, 'publishing', ['refuseCommand NetStream.Play.Failed']],
    [`${publishing} seekReceived`, 'publishing', ['refuseCommand NetStream.Seek.Failed']],
    [`${playing} pauseReceived`, 'playing.steady', ['tellPause']],
    [`${playing} receiveToggleReceived`, 'playing.steady', ['tellReceiveToggle']],
    [`${playing} appendReceived`, 'playing.appendPending', ['askForAppend', 'arm decisionTimeout']],
    [`${playing} appendReceived playAccepted`, 'playing.steady', ['disarm decisionTimeout']],
    [`${playing} appendReceived playRejected`, 'playing.steady', ['disarm decisionTimeout', 'sendPlayError']],
    [`${playing} play2Received`, 'playing.play2Pending', ['askForPlay2', 'arm decisionTimeout']],
    [`${playing} play2Received play2Accepted`, 'playing.steady', ['disarm decisionTimeout', 'sendTransition']],
    [`${playing} play2Received play2Rejected`, 'playing.steady', ['disarm decisionTimeout', 'sendPlayError']],
    [`${playing} seekReceived`, 'playing.seekPending', ['askForSeek', 'arm decisionTimeout']],
    [`${playing} seekReceived seekAccepted`, 'playing.steady', ['disarm decisionTimeout', 'sendSeekDone']],
    [`${playing} seekReceived seekRejected`, 'playing.steady', ['disarm decisionTimeout', 'sendSeekError']],
    ['deleteStreamReceived', 'deleted', []],
    ['connectionClosed', 'deleted', []],
    ['deleteStreamReceived mediaReceived', 'deleted', []],
    // What the state does not know changes nothing.
    ['unpublishReceived', 'idle', []],
    ['closeStreamReceived', 'idle', []],
    ['publishAccepted', 'idle', []],
    [`${playing} unpublishReceived`, 'playing.steady', []],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(serverStreamMachine, events)).toEqual({ state, orders });
  });
});

describe('server stream machine: a decision about a playback', () => {
  it.each([
    ['appendReceived', 'sendPlayError'],
    ['play2Received', 'sendPlayError'],
    ['seekReceived', 'sendSeekError'],
  ])(
    'after %s: the playback goes on when none comes in time, and takes the request with it when it ends',
    (fact, no) => {
      const stop = 'disarm decisionTimeout';
      expect(walk(serverStreamMachine, `${playing} ${fact} decisionTimeout`)).toEqual({
        state: 'playing.steady',
        orders: [stop, 'expireRequest timeout', no],
      });
      expect(walk(serverStreamMachine, `${playing} ${fact} endedHere`)).toEqual({
        state: 'idle',
        orders: [stop, 'expireRequest withdrawn', 'endPlay endedHere'],
      });
      expect(walk(serverStreamMachine, `${playing} ${fact} connectionClosed`)).toEqual({
        state: 'deleted',
        orders: [stop, 'expireRequest withdrawn', 'endPlay connectionClosed'],
      });
    },
  );
});
