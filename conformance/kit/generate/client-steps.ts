import type { Intent, Rung, Step } from '../case.ts';
import { transactionOf } from '../ladder.ts';
import { closed, command, either, frame, pong, reported } from '../matchers.ts';
import { close, expect, ladder, make, send } from '../steps.ts';
import { sendsMedia } from '../streaming.ts';
import { information, onStatus, ping, command as writeCommand } from '../wire/messages.ts';
import type { ClientEvent, ClientState } from './client.machine.ts';

/** The rung on which a client waits for what a state is named after; `over` is none. */
const RUNGS: Readonly<Record<ClientState, (intent: Intent) => Rung>> = {
  handshake: () => 'tcp',
  connect: () => 'connreq',
  createStream: () => 'conn',
  start: () => 'stream',
  stream: (intent) => (intent === 'publish' ? 'pub' : 'play'),
  over: () => 'tcp',
};

/** Leads a client to a state by yes after yes. */
export function reach(state: ClientState, intent: Intent): readonly Step[] {
  const climbed = ladder(RUNGS[state](intent));
  return state === 'createStream' ? [climbed, expect(command('createStream'), { as: 'createStream' })] : [climbed];
}

/** What a server does in a state, and what shows that the client understood. */
export function exchange(state: ClientState, event: ClientEvent, intent: Intent): readonly Step[] {
  if (event === 'yes') return agreed(state, intent);
  const asked = state === 'start' ? [expect(command(intent))] : [];
  return [...asked, ...answered(state, event, intent)];
}

function answered(state: ClientState, event: Exclude<ClientEvent, 'yes'>, intent: Intent): readonly Step[] {
  switch (event) {
    case 'no':
      return [refusal(state, intent), isOver()];
    case 'ping':
      return [send(ping()), expect(pong())];
    case 'media':
      return intent === 'publish' ? [expect(frame())] : [sendsMedia('A', 1), expect(frame('video'), { on: 'B' })];
    case 'end':
      return [close('fin'), isOver()];
    case 'silence':
      return [isOver('idle')];
  }
}

/** It has ended, or says that it gave up. */
const isOver = (within: 'close' | 'idle' = 'close'): Step =>
  expect(either(closed(), reported('failed'), reported('ended')), { within });

function agreed(state: ClientState, intent: Intent): readonly Step[] {
  switch (state) {
    case 'handshake':
      return reach('connect', intent);
    case 'connect':
      return reach('createStream', intent);
    case 'createStream':
      return [createdOne(), expect(command(intent))];
    default:
      return [...reach('stream', intent), ...answered('stream', 'ping', intent)];
  }
}

const createdOne = (): Step =>
  send(({ kept }) => writeCommand('_result', transactionOf(kept('createStream').at(-1)), [null, 1]), {
    text: '_result 1 to createStream',
  });

function refusal(state: ClientState, intent: Intent): Step {
  if (state === 'connect') return send(refused(1, 'NetConnection.Connect.Rejected'));
  if (state === 'start') {
    return send(
      onStatus(intent === 'publish' ? 'NetStream.Publish.BadName' : 'NetStream.Play.StreamNotFound', 'error'),
    );
  }
  return make('the refusal', ({ kept }) => [
    send(refused(transactionOf(kept('createStream').at(-1)), 'NetConnection.Call.Failed')),
  ]);
}

const refused = (transactionId: number, code: string) =>
  writeCommand('_error', transactionId, [null, information(code, 'error')]);
