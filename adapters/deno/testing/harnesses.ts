import { socketHarnesses } from '../../testing/socket-harnesses.ts';
import * as deno from '../index.ts';

export const denoHarnesses = socketHarnesses(deno, {
  untrustedCode: 'InvalidData',
  socketLacks: { reset: 'Deno has no call that resets a connection' },
  webSocketLacks: {
    holdReading: 'the standard WebSocket cannot stop its peer',
    reset: 'the standard WebSocket can only be closed',
  },
});
