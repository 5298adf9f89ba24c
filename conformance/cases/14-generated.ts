import type { Intent, Run, Rung, Step } from '../kit/case.ts';
import type { ClientState } from '../kit/generate/client.machine.ts';
import { exchange, reach } from '../kit/generate/client-steps.ts';
import { disorders } from '../kit/generate/disorder.ts';
import { messageFaults } from '../kit/generate/message-faults.ts';
import type { SessionEvent, SessionState } from '../kit/generate/session.machine.ts';
import { effect, go, playsNoMore, refused, shows, stage, stimulus } from '../kit/generate/session-steps.ts';
import { type Walk, walkClient, walkSession } from '../kit/generate/walk.ts';
import { acceptConnect } from '../kit/ladder.ts';
import { closed, either, errorStatus, reported } from '../kit/matchers.ts';
import { aliveOrClosed } from '../kit/probes.ts';
import { defineCases, expect, make, never, reducible, send, wait } from '../kit/steps.ts';
import { concat, u32 } from '../kit/wire/bytes.ts';
import { aacHeader, audio, avcHeader, metadata, video } from '../kit/wire/media.ts';
import type { MessageSpec } from '../kit/wire/message.ts';
import * as messages from '../kit/wire/messages.ts';

/** Area 14: families made of the specification machine and of tables. Each row stands for many runs. */
export const generatedCases = defineCases([
  {
    id: '14.1',
    title: 'Every state of the session model',
    role: 'server',
    level: 'must',
    pre: 'hs',
    refs: ['R7.2'],
    clause:
      'The shortest legal conversation to each state of the model is understood, with the answers that the text demands.',
    runsAre: 'model states',
    script: () => ({ runs: statesOf(walkSession()) }),
  },
  {
    id: '14.2',
    title: 'Every transition of the session model',
    role: 'server',
    level: 'must',
    pre: 'hs',
    refs: ['R7.2'],
    clause: 'Each legal command is understood in each state that it is legal in.',
    runsAre: 'model edges',
    script: () => ({ runs: edgesOf(walkSession()) }),
  },
  {
    id: '14.1',
    title: 'Every state of the session model',
    role: 'client',
    level: 'must',
    pre: {},
    refs: ['R7.2'],
    clause: 'A client asks for one thing after the other, each when the one before was answered.',
    runsAre: 'model states',
    script: () => ({ runs: clientStates() }),
  },
  {
    id: '14.2',
    title: 'Every transition of the session model',
    role: 'client',
    level: 'must',
    pre: {},
    refs: ['R7.2'],
    clause: 'Each answer, each refusal, each ping and each end is understood in each state that it is legal in.',
    runsAre: 'model edges',
    script: () => ({ runs: clientEdges((event) => event !== 'silence') }),
  },
  {
    id: '14.3',
    title: 'Every illegal command in every state',
    role: 'server',
    level: 'must',
    pre: 'hs',
    hostile: true,
    refs: ['R7.2'],
    clause: 'A command that is not legal now is refused or passed over: it has no effect, and harms nobody else.',
    runsAre: 'pairs of a model state and an illegal command',
    script: () => ({ runs: illegalOf(walkSession()) }),
  },
  {
    id: '14.4',
    title: 'Every message with every small fault',
    role: 'server',
    level: 'must',
    pre: 'stream',
    hostile: true,
    refs: ['P'],
    clause: 'A message that is a little wrong is refused, passed over or understood: the connection ends or works on.',
    script: () => ({ runs: [...faultsOf(serverMessages()), ...disordered(publication(), 'publish')] }),
  },
  {
    id: '14.4',
    title: 'Every message with every small fault',
    role: 'client',
    level: 'must',
    pre: 'conn',
    refs: ['P'],
    clause: 'A message that is a little wrong is refused, passed over or understood: the connection ends or works on.',
    script: () => ({ runs: [...faultsOf(clientMessages()), ...disordered(playback(), 'play')] }),
  },
  {
    id: '14.5',
    title: 'Every message that a client does not expect, at every rung',
    role: 'client',
    level: 'must',
    pre: 'hs',
    intent: 'publish',
    refs: ['R7.2', 'P'],
    clause:
      'Answers that nobody asked for, and commands that only a client says, are refused or passed over: the client works on, or ends and says so.',
    runsAre: 'pairs of a rung and an unexpected message',
    script: () => ({ runs: unexpected() }),
  },
  {
    id: '14.6',
    title: 'Every deadline of the session model',
    role: 'client',
    level: 'must',
    pre: {},
    slow: true,
    refs: ['P'],
    clause: 'A client that is not answered gives up, whatever it waits for.',
    runsAre: 'model timer edges',
    script: () => ({ runs: clientEdges((event) => event === 'silence') }),
  },
]);

const INTENTS: readonly Intent[] = ['publish', 'play'];

function* clientStates(): Generator<Run> {
  for (const intent of INTENTS) {
    for (const state of walkClient().states) {
      yield { label: `${state}, ${intent}`, intent, steps: [...reach(state, intent), ...shown(state, intent)] };
    }
  }
}

/** What a client is seen to do in a state: it goes on, answers a ping, or is over. */
function shown(state: ClientState, intent: Intent): readonly Step[] {
  if (state === 'over') return exchange('handshake', 'end', intent);
  return exchange(state, state === 'handshake' ? 'yes' : 'ping', intent);
}

function* clientEdges(isChosen: (event: string) => boolean): Generator<Run> {
  for (const intent of INTENTS) {
    for (const { from, event, to } of walkClient().edges) {
      if (!isChosen(event)) continue;
      const steps = [...reach(from, intent), ...exchange(from, event, intent)];
      yield { label: `${from} -> ${to} by ${event}, ${intent}`, intent, steps };
    }
  }
}

const CLIENT_RUNGS: readonly Rung[] = ['hs', 'connreq', 'conn', 'stream', 'pub'];

function* unexpected(): Generator<Run> {
  const stray: readonly MessageSpec[] = [
    messages.command('_result', 99, [null, 1]),
    messages.command('_error', 99, [null, messages.information('NetConnection.Call.Failed', 'error')]),
    messages.createStream(50),
    { ...messages.publish('ck-stray'), messageStreamId: 1 },
    { ...messages.play('ck-stray'), messageStreamId: 1 },
    messages.onStatus('NetStream.Seek.Notify'),
    { ...messages.onStatus('NetStream.Play.Start'), messageStreamId: 7 },
    messages.userControl(messages.EVENT.streamBegin, u32(7)),
    messages.userControl(messages.EVENT.streamEof, u32(7)),
    audio({ sequence: 0, timestamp: 0 }),
    metadata(),
  ];
  for (const rung of CLIENT_RUNGS) {
    for (const message of stray) {
      yield {
        label: `${message.text} at ${rung}`,
        pre: rung,
        steps: [send(message), wait('quiet'), aliveUnlessEnded(), reportUnlessAlive()],
      };
    }
  }
}

/** A client that gave up says so. */
function reportUnlessAlive(): Step {
  return make('its report', ({ line }) =>
    line('A').isClosed ? [expect(reported('failed'), { within: 'close' })] : [],
  );
}

function* statesOf({ states, pathTo }: Walk<SessionState, SessionEvent>): Generator<Run> {
  for (const state of states) {
    yield { label: state, steps: [...stage(), ...go(pathTo.get(state) ?? []), ...ended()] };
  }
}

/** Of the model: nothing is played there, and nothing will be without being asked for. */
const ENDED: ReadonlySet<SessionState> = new Set(['idle', 'connected']);

function* edgesOf({ edges, pathTo }: Walk<SessionState, SessionEvent>): Generator<Run> {
  for (const { from, event, to } of edges) {
    const steps = [
      ...stage(),
      ...go(pathTo.get(from) ?? []),
      stimulus(event),
      ...effect(event),
      ...shows(to),
      ...(from === 'playing' && ENDED.has(to) ? playsNoMore() : []),
      ...ended(),
    ];
    yield { label: `${from} -> ${to} by ${event}`, steps };
  }
}

function* illegalOf({ illegal, pathTo }: Walk<SessionState, SessionEvent>): Generator<Run> {
  for (const { state, event } of illegal) {
    yield {
      label: `${event} in ${state}`,
      steps: [...stage(), ...go(pathTo.get(state) ?? []), ...refused(state, event)],
    };
  }
}

/** Nobody objects afterwards. */
function ended(): readonly Step[] {
  return [never(either(closed(), errorStatus()), 'quiet')];
}

function faultsOf(specs: readonly MessageSpec[]): Run[] {
  return specs.flatMap((spec) =>
    Array.from(messageFaults(spec, 1), ({ label, bytes, isAligned }) => ({
      label,
      steps: [send(bytes, { text: label }), wait('quiet'), ...(isAligned ? [aliveUnlessEnded()] : [])],
    })),
  );
}

/** Behind a stream that was made; whatever becomes of it, the connection works on or has ended. */
function disordered(conversation: readonly MessageSpec[], intent: Intent): Run[] {
  return Array.from(disorders(conversation), ({ label, messages: sent }) => ({
    label,
    pre: 'stream',
    intent,
    ...reducible(sent.length, (isKept) => [
      send(
        sent.filter((_, at) => isKept(at)),
        { text: label },
      ),
      wait('quiet'),
      aliveUnlessEnded(),
    ]),
  }));
}

function aliveUnlessEnded(): Step {
  return make('alive, or ended', ({ line }) => (line('A').isClosed ? [] : [aliveOrClosed()]));
}

/** What a peer of either role may say. */
function commonMessages(): MessageSpec[] {
  return [
    messages.setChunkSize(4096),
    messages.abort(5),
    messages.acknowledgement(3073),
    messages.windowAcknowledgementSize(2_500_000),
    messages.setPeerBandwidth(2_500_000),
    messages.ping(),
    messages.command('ckNope', 0),
    ...MEDIA,
  ];
}

function serverMessages(): MessageSpec[] {
  const stream = { messageStreamId: 'stream', chunkStreamId: 8 } as const;
  return [
    ...commonMessages(),
    messages.userControl(messages.EVENT.setBufferLength, concat(u32(1), u32(3000))),
    messages.createStream(70),
    messages.command('releaseStream', 71, [null, 'ck-generated']),
    messages.command('FCPublish', 72, [null, 'ck-generated']),
    messages.publish('ck-generated'),
    messages.play('ck-generated'),
    messages.streamCommand('pause', 0, [null, true, 0], stream),
    messages.streamCommand('seek', 0, [null, 0], stream),
    messages.streamCommand('closeStream', 0, [null], stream),
    messages.command('deleteStream', 0, [null, 1]),
  ];
}

function clientMessages(): MessageSpec[] {
  return [
    ...commonMessages(),
    ...acceptConnect(),
    messages.userControl(messages.EVENT.streamBegin, u32(1)),
    messages.userControl(messages.EVENT.streamEof, u32(1)),
    messages.command('_result', 4, [null, 1]),
    messages.command('onBWDone', 0, [null, 8192]),
    messages.onStatus('NetStream.Play.Reset'),
    messages.data(['|RtmpSampleAccess', true, true]),
  ];
}

const MEDIA: readonly MessageSpec[] = [
  metadata(),
  avcHeader(),
  aacHeader(),
  video({ sequence: 0, timestamp: 40 }),
  audio({ sequence: 0, timestamp: 40 }),
];

/** All that a publisher says of its stream. */
function publication(): MessageSpec[] {
  const name = 'ck-disordered';
  return [
    messages.command('releaseStream', 71, [null, name]),
    messages.command('FCPublish', 72, [null, name]),
    messages.publish(name),
    ...MEDIA,
    messages.command('FCUnpublish', 73, [null, name]),
    messages.streamCommand('closeStream', 0),
    messages.deleteStream(1),
  ];
}

/** All that a player is told of its stream. */
function playback(): MessageSpec[] {
  return [
    messages.userControl(messages.EVENT.streamBegin, u32(1)),
    messages.onStatus('NetStream.Play.Reset'),
    messages.onStatus('NetStream.Play.Start'),
    messages.data(['|RtmpSampleAccess', true, true]),
    ...MEDIA,
    messages.userControl(messages.EVENT.streamEof, u32(1)),
    messages.onStatus('NetStream.Play.UnpublishNotify'),
  ];
}
