import { setup } from 'xstate';
import { effects, named } from '../machine/effects.ts';

/**
 * NetStream at the server (7.2.2), one run per message stream id: idle, then publishing or playing, then idle again.
 *
 * A stream id stays usable until `deleteStream`. While a decision is pending the connection reads nothing
 * further, so the pending states hear only the decision, its deadline and the end of the connection.
 */
export type ServerStreamFact =
  | 'publishReceived'
  | 'publishAccepted'
  | 'publishRejected'
  | 'unpublishReceived'
  | 'playReceived'
  | 'playAccepted'
  | 'playRejected'
  | 'closeStreamReceived'
  | 'deleteStreamReceived'
  | 'mediaReceived'
  | 'endedHere'
  | 'connectionClosed';

export type ServerStreamEffect =
  | { readonly type: 'askForPublish' }
  | { readonly type: 'askForPlay' }
  | { readonly type: 'expireRequest'; readonly params: { readonly reason: 'timeout' | 'withdrawn' } }
  | { readonly type: 'sendPublishStart' }
  | { readonly type: 'sendPublishError' }
  | { readonly type: 'sendPlayStart' }
  | { readonly type: 'sendPlayError' }
  | { readonly type: 'sendUnpublishSuccess' }
  | {
      readonly type: 'refuseCommand';
      readonly params: { readonly code: 'NetStream.Publish.BadName' | 'NetStream.Play.Failed' };
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

export const serverStreamMachine = setup({
  types: { events: {} as { type: ServerStreamFact } },
  actions: effects<ServerStreamEffect>(
    'askForPublish',
    'askForPlay',
    'expireRequest',
    'sendPublishStart',
    'sendPublishError',
    'sendPlayStart',
    'sendPlayError',
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
        deleteStreamReceived: 'deleted',
        connectionClosed: 'deleted',
      },
    },
    publishPending: {
      after: { decisionTimeout: { target: 'idle', actions: [expire('timeout'), 'sendPublishError'] } },
      on: {
        publishAccepted: { target: 'publishing', actions: 'sendPublishStart' },
        // the refusal is said, then the connection ends, unless another stream of it is at work.
        publishRejected: { target: 'idle', actions: ['sendPublishError', 'closeUnlessInUse'] },
        connectionClosed: { target: 'deleted', actions: expire('withdrawn') },
      },
    },
    publishing: {
      on: {
        mediaReceived: { actions: 'deliver' },
        publishReceived: { actions: { type: 'refuseCommand', params: { code: 'NetStream.Publish.BadName' } } },
        playReceived: { actions: { type: 'refuseCommand', params: { code: 'NetStream.Play.Failed' } } },
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
      on: {
        // 7.2.2.1: a further play switches the stream to another name.
        playReceived: { target: 'playPending', actions: [endPlay('closedStream'), 'askForPlay'] },
        publishReceived: { actions: { type: 'refuseCommand', params: { code: 'NetStream.Publish.BadName' } } },
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
