import { createMachine } from 'xstate';

/**
 * What a server must make of a client's commands (RTMP 1.0 §7.2), as small as it can be said: written from the text, and not
 * from any implementation, so that cases made of it prove more than that code agrees with itself. One message stream.
 *
 * An event that a state does not name is illegal there.
 */
export const sessionMachine = createMachine({
  id: 'session',
  initial: 'handshaken',
  states: {
    handshaken: { on: { connect: 'connected' } },
    connected: { on: { createStream: 'idle' } },
    // Further streams may be made at any time; the model follows the first.
    idle: {
      on: {
        createStream: 'idle',
        publish: 'publishing',
        play: 'playing',
        deleteStream: 'connected',
        closeStream: 'idle',
      },
    },
    publishing: {
      on: { createStream: 'publishing', media: 'publishing', closeStream: 'idle', deleteStream: 'connected' },
    },
    // Another play switches or appends (§7.2.2.1), and what is so already may be asked for again (§7.2.2.8).
    playing: {
      on: {
        createStream: 'playing',
        play: 'playing',
        pause: 'paused',
        unpause: 'playing',
        receiveAudio: 'playing',
        receiveVideo: 'playing',
        closeStream: 'idle',
        deleteStream: 'connected',
      },
    },
    paused: {
      on: {
        createStream: 'paused',
        play: 'playing',
        pause: 'paused',
        unpause: 'playing',
        receiveAudio: 'paused',
        receiveVideo: 'paused',
        closeStream: 'idle',
        deleteStream: 'connected',
      },
    },
  },
});

/** What a client may say, whatever the state. */
export const SESSION_EVENTS = [
  'connect',
  'createStream',
  'publish',
  'play',
  'pause',
  'unpause',
  'receiveAudio',
  'receiveVideo',
  'media',
  'closeStream',
  'deleteStream',
] as const;

export type SessionEvent = (typeof SESSION_EVENTS)[number];
export const SESSION_STATES = ['handshaken', 'connected', 'idle', 'publishing', 'playing', 'paused'] as const;

export type SessionState = (typeof SESSION_STATES)[number];
