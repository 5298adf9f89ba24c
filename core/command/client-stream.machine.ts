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
  | 'closeGiven'
  | 'deleteGiven'
  | 'mediaGiven'
  | 'publishStarted'
  | 'playStarted'
  | 'errorReceived'
  | 'unpublished';

export type ClientStreamEffect =
  | {
      readonly type: 'sendCommand';
      readonly params: { readonly command: 'publish' | 'play' | 'closeStream' | 'deleteStream' };
    }
  | { readonly type: 'sendMedia' }
  | { readonly type: 'tellPublishStarted' }
  | { readonly type: 'tellPlayStarted' }
  | { readonly type: 'tellRefused' };

const send = (command: 'publish' | 'play' | 'closeStream' | 'deleteStream') => ({
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
