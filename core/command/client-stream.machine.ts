import { setup } from 'xstate';
import { effects, named } from '../machine/effects.ts';

/**
 * NetStream at the client (7.2.2), one run per message stream id that `createStream` returned.
 *
 * Orders of the embedder are facts named `…Given`; one that finds no `send…` effect in its state is not legal now.
 */
export type ClientStreamFact =
  | 'publishGiven'
  | 'playGiven'
  /** `play` with reset false: to follow what plays, where something does. */
  | 'appendGiven'
  | 'play2Given'
  | 'seekGiven'
  | 'pauseGiven'
  | 'closeGiven'
  | 'deleteGiven'
  | 'mediaGiven'
  | 'publishStarted'
  | 'playStarted'
  | 'seekNotified'
  | 'seekFailed'
  /** The server does not append what it was asked to, or does not change to it. */
  | 'changeFailed'
  | 'errorReceived'
  | 'unpublished';

/** The commands that a message stream sends. */
export type StreamOrder = 'publish' | 'play' | 'play2' | 'seek' | 'pause' | 'closeStream' | 'deleteStream';

export type ClientStreamEffect =
  | { readonly type: 'sendCommand'; readonly params: { readonly command: StreamOrder } }
  | { readonly type: 'sendMedia' }
  | { readonly type: 'tellPublishStarted' }
  | { readonly type: 'tellPlayStarted' }
  | { readonly type: 'tellSeekDone' }
  | { readonly type: 'tellSeekRefused' }
  | { readonly type: 'tellChangeRefused' }
  | { readonly type: 'tellRefused' };

const send = (command: StreamOrder) => ({
  type: 'sendCommand' as const,
  params: { command },
});

export const clientStreamMachine = setup({
  types: { events: {} as { type: ClientStreamFact } },
  actions: effects<ClientStreamEffect>(
    'sendCommand',
    'sendMedia',
    'tellPublishStarted',
    'tellPlayStarted',
    'tellSeekDone',
    'tellSeekRefused',
    'tellChangeRefused',
    'tellRefused',
  ),
  delays: named('statusTimeout'),
}).createMachine({
  id: 'clientStream',
  description: 'NetStream at the client: one message stream, from createStream to deleteStream.',
  initial: 'idle',
  states: {
    idle: {
      on: {
        publishGiven: { target: 'publishSent', actions: send('publish') },
        playGiven: { target: 'playSent', actions: send('play') },
        appendGiven: { target: 'playSent', actions: send('play') },
        play2Given: { target: 'playSent', actions: send('play2') },
        closeGiven: { actions: send('closeStream') },
      },
    },
    publishSent: {
      after: { statusTimeout: { target: 'idle', actions: 'tellRefused' } },
      on: {
        publishStarted: { target: 'publishing', actions: 'tellPublishStarted' },
        errorReceived: { target: 'idle', actions: 'tellRefused' },
        closeGiven: { target: 'idle', actions: send('closeStream') },
      },
    },
    publishing: {
      on: {
        mediaGiven: { actions: 'sendMedia' },
        errorReceived: { target: 'idle', actions: 'tellRefused' },
        unpublished: 'idle',
        closeGiven: { target: 'idle', actions: send('closeStream') },
      },
    },
    playSent: {
      after: { statusTimeout: { target: 'idle', actions: 'tellRefused' } },
      on: {
        playStarted: { target: 'playing', actions: 'tellPlayStarted' },
        errorReceived: { target: 'idle', actions: 'tellRefused' },
        closeGiven: { target: 'idle', actions: send('closeStream') },
      },
    },
    playing: {
      on: {
        playGiven: { target: 'playSent', actions: send('play') },
        // What plays goes on: their statuses come when their turn does.
        appendGiven: { actions: send('play') },
        play2Given: { actions: send('play2') },
        pauseGiven: { actions: send('pause') },
        seekGiven: { actions: send('seek') },
        seekNotified: { actions: 'tellSeekDone' },
        seekFailed: { actions: 'tellSeekRefused' },
        changeFailed: { actions: 'tellChangeRefused' },
        errorReceived: { target: 'idle', actions: 'tellRefused' },
        // Play.Stop and UnpublishNotify change nothing: the next publisher may resume what we asked for.
        closeGiven: { target: 'idle', actions: send('closeStream') },
      },
    },
    deleted: { type: 'final' },
  },
  on: {
    deleteGiven: { target: '.deleted', actions: send('deleteStream') },
  },
});
