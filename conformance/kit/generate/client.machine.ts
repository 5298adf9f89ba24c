import { createMachine } from 'xstate';

/**
 * What a client must make of a server's answers (RTMP 1.0 §7.2), as small as it can be said: written from the text, as the
 * model of a session is. It is the same for one who publishes and one who plays. One message stream.
 *
 * The states are what the client waits for. `silence` stands for a deadline: nobody waits for ever.
 */
export const clientMachine = createMachine({
  id: 'client',
  initial: 'handshake',
  states: {
    handshake: { on: { yes: 'connect', end: 'over', silence: 'over' } },
    connect: { on: { yes: 'createStream', no: 'over', ping: 'connect', end: 'over', silence: 'over' } },
    createStream: { on: { yes: 'start', no: 'over', ping: 'createStream', end: 'over', silence: 'over' } },
    start: { on: { yes: 'stream', no: 'over', ping: 'start', end: 'over', silence: 'over' } },
    // Publishers are not answered any more, and players wait for whoever publishes: no deadline.
    stream: { on: { ping: 'stream', media: 'stream', end: 'over' } },
    over: {},
  },
});

/** What a server may say, or leave unsaid. */
export const CLIENT_EVENTS = ['yes', 'no', 'ping', 'media', 'end', 'silence'] as const;
export const CLIENT_STATES = ['handshake', 'connect', 'createStream', 'start', 'stream', 'over'] as const;

export type ClientEvent = (typeof CLIENT_EVENTS)[number];
export type ClientState = (typeof CLIENT_STATES)[number];
