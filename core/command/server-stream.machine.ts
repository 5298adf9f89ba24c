import { setup } from 'xstate';
import { effects, named } from '../machine/effects.ts';

/**
 * NetStream at the server (7.2.2), one run per message stream id: idle, then publishing or playing, then idle again.
 *
 * A stream id stays usable until `deleteStream`. While a decision is pending the connection reads nothing
 * further, so the pending states hear only the decision, its deadline and the end of the connection. A stream that plays
 * goes on playing while a decision about it is pending, and whether it is refused or not: the states below `playing`.
 *
 * Pausing is no state: it changes nothing about what may come next, and what a paused player gets is the application's.
 * Nor is the end of a recording: the player may seek back into it.
 */
export type ServerStreamFact =
  | 'publishReceived'
  | 'publishAccepted'
  | 'publishRejected'
  | 'unpublishReceived'
  | 'playReceived'
  | 'playAccepted'
  | 'playRejected'
  /** `play` with reset false: to follow what plays, where something does (CMD-25). */
  | 'appendReceived'
  | 'play2Received'
  | 'play2Accepted'
  | 'play2Rejected'
  | 'seekReceived'
  | 'seekAccepted'
  | 'seekRejected'
  | 'pauseReceived'
  | 'receiveToggleReceived'
  | 'closeStreamReceived'
  | 'deleteStreamReceived'
  | 'mediaReceived'
  | 'endedHere'
  | 'connectionClosed';

export type ServerStreamEffect =
  | { readonly type: 'askForPublish' }
  | { readonly type: 'askForPlay' }
  | { readonly type: 'askForAppend' }
  | { readonly type: 'askForPlay2' }
  | { readonly type: 'askForSeek' }
  | { readonly type: 'tellPause' }
  | { readonly type: 'tellReceiveToggle' }
  | { readonly type: 'expireRequest'; readonly params: { readonly reason: 'timeout' | 'withdrawn' } }
  | { readonly type: 'sendPublishStart' }
  | { readonly type: 'sendPublishError' }
  | { readonly type: 'sendPlayStart' }
  | { readonly type: 'sendPlayError' }
  | { readonly type: 'sendTransition' }
  | { readonly type: 'sendSeekDone' }
  | { readonly type: 'sendSeekError' }
  | { readonly type: 'sendUnpublishSuccess' }
  | {
      readonly type: 'refuseCommand';
      readonly params: {
        readonly code: 'NetStream.Publish.BadName' | 'NetStream.Play.Failed' | 'NetStream.Seek.Failed';
      };
    }
  /** The media message in hand goes to the application. */
  | { readonly type: 'deliver' }
  | { readonly type: 'deviate'; readonly params: { readonly code: 'mediaWithoutPublish' } }
  | { readonly type: 'endPublish'; readonly params: { readonly reason: StreamEndReason } }
  | { readonly type: 'endPlay'; readonly params: { readonly reason: StreamEndReason } }
  /** Ends the connection after what was sent, unless another stream of it is at work. */
  | { readonly type: 'closeUnlessInUse' };

type StreamEndReason = 'unpublished' | 'closedStream' | 'deletedStream' | 'endedHere' | 'connectionClosed';

const expire = (reason: 'timeout' | 'withdrawn') => ({ type: 'expireRequest' as const, params: { reason } });
const endPublish = (reason: StreamEndReason) => ({ type: 'endPublish' as const, params: { reason } });
const endPlay = (reason: StreamEndReason) => ({ type: 'endPlay' as const, params: { reason } });
const refuse = (code: 'NetStream.Publish.BadName' | 'NetStream.Play.Failed' | 'NetStream.Seek.Failed') => ({
  actions: { type: 'refuseCommand' as const, params: { code } },
});

/** What ends a playback while a decision about it is pending takes the request with it. */
const withdraw = {
  endedHere: { target: '#serverStream.idle', actions: [expire('withdrawn'), endPlay('endedHere')] },
  connectionClosed: { target: '#serverStream.deleted', actions: [expire('withdrawn'), endPlay('connectionClosed')] },
};

export const serverStreamMachine = setup({
  types: { events: {} as { type: ServerStreamFact } },
  actions: effects<ServerStreamEffect>(
    'askForPublish',
    'askForPlay',
    'askForAppend',
    'askForPlay2',
    'askForSeek',
    'tellPause',
    'tellReceiveToggle',
    'expireRequest',
    'sendPublishStart',
    'sendPublishError',
    'sendPlayStart',
    'sendPlayError',
    'sendTransition',
    'sendSeekDone',
    'sendSeekError',
    'sendUnpublishSuccess',
    'refuseCommand',
    'deliver',
    'deviate',
    'endPublish',
    'endPlay',
    'closeUnlessInUse',
  ),
  delays: named('decisionTimeout'),
}).createMachine({
  id: 'serverStream',
  description: 'NetStream at the server: one message stream, idle, publishing or playing, until it is deleted.',
  initial: 'idle',
  states: {
    idle: {
      on: {
        publishReceived: { target: 'publishPending', actions: 'askForPublish' },
        playReceived: { target: 'playPending', actions: 'askForPlay' },
        appendReceived: { target: 'playPending', actions: 'askForPlay' },
        // There is nothing to switch from (CMD-27): it is a play.
        play2Received: { target: 'playPending', actions: 'askForPlay' },
        seekReceived: refuse('NetStream.Seek.Failed'),
        deleteStreamReceived: 'deleted',
        connectionClosed: 'deleted',
      },
    },
    publishPending: {
      // the refusal is said, then the connection ends, unless another stream of it is at work.
      after: {
        decisionTimeout: { target: 'idle', actions: [expire('timeout'), 'sendPublishError', 'closeUnlessInUse'] },
      },
      on: {
        publishAccepted: { target: 'publishing', actions: 'sendPublishStart' },
        publishRejected: { target: 'idle', actions: ['sendPublishError', 'closeUnlessInUse'] },
        connectionClosed: { target: 'deleted', actions: expire('withdrawn') },
      },
    },
    publishing: {
      on: {
        mediaReceived: { actions: 'deliver' },
        publishReceived: refuse('NetStream.Publish.BadName'),
        playReceived: refuse('NetStream.Play.Failed'),
        appendReceived: refuse('NetStream.Play.Failed'),
        play2Received: refuse('NetStream.Play.Failed'),
        seekReceived: refuse('NetStream.Seek.Failed'),
        unpublishReceived: { target: 'idle', actions: ['sendUnpublishSuccess', endPublish('unpublished')] },
        closeStreamReceived: { target: 'idle', actions: endPublish('closedStream') },
        deleteStreamReceived: { target: 'deleted', actions: endPublish('deletedStream') },
        endedHere: { target: 'idle', actions: endPublish('endedHere') },
        connectionClosed: { target: 'deleted', actions: endPublish('connectionClosed') },
      },
    },
    playPending: {
      after: { decisionTimeout: { target: 'idle', actions: [expire('timeout'), 'sendPlayError'] } },
      on: {
        playAccepted: { target: 'playing', actions: 'sendPlayStart' },
        playRejected: { target: 'idle', actions: 'sendPlayError' },
        connectionClosed: { target: 'deleted', actions: expire('withdrawn') },
      },
    },
    playing: {
      initial: 'steady',
      states: {
        steady: {
          on: {
            appendReceived: { target: 'appendPending', actions: 'askForAppend' },
            play2Received: { target: 'play2Pending', actions: 'askForPlay2' },
            seekReceived: { target: 'seekPending', actions: 'askForSeek' },
          },
        },
        appendPending: {
          after: { decisionTimeout: { target: 'steady', actions: [expire('timeout'), 'sendPlayError'] } },
          on: {
            ...withdraw,
            playAccepted: 'steady', // and it is silent until its turn comes
            playRejected: { target: 'steady', actions: 'sendPlayError' },
          },
        },
        play2Pending: {
          after: { decisionTimeout: { target: 'steady', actions: [expire('timeout'), 'sendPlayError'] } },
          on: {
            ...withdraw,
            play2Accepted: { target: 'steady', actions: 'sendTransition' },
            play2Rejected: { target: 'steady', actions: 'sendPlayError' },
          },
        },
        seekPending: {
          after: { decisionTimeout: { target: 'steady', actions: [expire('timeout'), 'sendSeekError'] } },
          on: {
            ...withdraw,
            seekAccepted: { target: 'steady', actions: 'sendSeekDone' },
            seekRejected: { target: 'steady', actions: 'sendSeekError' },
          },
        },
      },
      on: {
        pauseReceived: { actions: 'tellPause' },
        receiveToggleReceived: { actions: 'tellReceiveToggle' },
        // 7.2.2.1: a further play switches the stream to another name.
        playReceived: { target: 'playPending', actions: [endPlay('closedStream'), 'askForPlay'] },
        publishReceived: refuse('NetStream.Publish.BadName'),
        closeStreamReceived: { target: 'idle', actions: endPlay('closedStream') },
        deleteStreamReceived: { target: 'deleted', actions: endPlay('deletedStream') },
        endedHere: { target: 'idle', actions: endPlay('endedHere') },
        connectionClosed: { target: 'deleted', actions: endPlay('connectionClosed') },
      },
    },
    deleted: { type: 'final' },
  },
  on: {
    // MSG-8: media for a stream that does not publish is dropped; the connection stays.
    mediaReceived: { actions: { type: 'deviate', params: { code: 'mediaWithoutPublish' } } },
  },
});
