import type { Finding, Scene, Step } from '../../kit/case.ts';
import { firstOf, look, same } from '../../kit/looks.ts';
import { closed, either, error, isCommand, messageIn, result, where } from '../../kit/matchers.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { alive, anyOf, bounded, check, defineCases, expect, make, never, send } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { command, createStream, deleteStream } from '../../kit/wire/messages.ts';
import { otherError, refused } from './answers.ts';

/** What a server makes of commands of the connection: streams, calls, courtesies. */
export const commandCases = defineCases([
  {
    id: '6.14',
    title: 'Nothing but connect',
    role: 'server',
    level: 'must',
    pre: 'conn',
    refs: ['P'],
    clause: 'Who has connected may be silent for a moment.',
    script: [never(closed(), 'quiet'), alive()],
  },
  {
    id: '6.15',
    title: 'createStream',
    role: 'server',
    level: 'must',
    pre: 'conn',
    refs: ['R7.2.1.3', 'CMD-13', 'CMD-14'],
    clause:
      'createStream is answered on message stream 0 with null and the id of a stream, a whole number of at least 1.',
    script: [
      send(createStream(2)),
      expect(result(2), { as: 'answer' }),
      look('answer', 'null, a stream id, on message stream 0', (seen) =>
        firstOf(
          same('the command object', null, seen.values?.[2]),
          isStreamId(seen.values?.[3])
            ? undefined
            : { expected: 'a whole number of at least 1', actual: String(seen.values?.[3]) },
          same('the message stream', 0, seen.messageStreamId),
        ),
      ),
    ],
  },
  {
    id: '6.16',
    title: 'Two streams',
    role: 'server',
    level: 'should',
    pre: 'conn',
    refs: ['R7.2.2', 'CMD-14'],
    clause: 'Each createStream makes a stream of its own.',
    script: [
      send([createStream(2), createStream(3)]),
      expect(result(2), { as: 'first' }),
      expect(result(3), { as: 'second' }),
      check('two ids', (scene): Finding => {
        const [first, second] = ['first', 'second'].map((as) => messageIn(scene.kept(as).at(-1)).values?.[3]);
        if (first !== second) return undefined;
        return first === 1 ? { tag: 'always-1' } : { expected: 'two ids', actual: `${String(first)} twice` };
      }),
    ],
  },
  {
    id: '6.17',
    title: 'Stream ids reused safely',
    role: 'server',
    level: 'should',
    pre: 'stream',
    refs: ['R7.2.2.3', 'CMD-33', 'Q-41'],
    clause: 'Streams can be made and deleted without end on one connection.',
    script: [
      ...Array.from({ length: 100 }, madeAndDeleted),
      check('a stream id each time', ({ kept }): Finding => {
        const wrong = kept('made').find((seen) => !isStreamId(messageIn(seen).values?.[3]));
        return wrong && { expected: 'ids of at least 1', actual: String(messageIn(wrong).values?.[3]) };
      }),
      bounded('heldBytes', 65_536),
    ],
  },
  {
    id: '6.18',
    title: 'Many streams',
    role: 'server',
    level: 'policy',
    pre: 'conn',
    hostile: true,
    refs: ['P'],
    clause:
      'However many streams a client asks for, each request is answered, or the connection ends; memory stays bounded.',
    corrected: 'Ten thousand are asked for with --slow, two thousand without: a limit as peers have it is met by both.',
    script: ({ isThorough }) => askedFor(isThorough ? 10_000 : 2_000),
  },
  {
    id: '6.19',
    title: 'Unknown command wanting an answer',
    role: 'server',
    level: 'should',
    pre: 'conn',
    refs: ['R7.2.1.2', 'CMD-4'],
    clause: 'A call that a server does not know is answered: by _error NetConnection.Call.Failed, or a null _result.',
    script: [
      send(command('ckNope', 9)),
      anyOf([
        { when: refused(9, 'NetConnection.Call.Failed') },
        { when: where(result(9), 'of null', ({ values }) => values?.[3] == null), tag: 'result-null' },
        { when: result(9), tag: '_result of something', isFailure: true },
        otherError(9),
        { when: 'deadline', tag: 'silent' },
      ]),
    ],
  },
  {
    id: '6.20',
    title: 'Unknown command wanting none',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R7.2.1.2', 'CMD-2', 'CMD-4'],
    clause: 'A command with transaction 0 wants no answer, and one that is not known gets none.',
    script: [send(command('ckNope', 0)), never(either(result(0), error(0)), [alive()])],
  },
  {
    id: '6.21',
    title: 'Publisher courtesies',
    role: 'server',
    level: 'must',
    pre: 'conn',
    refs: ['P', 'CMD-16', 'CMD-17', 'CMD-46', 'Q-36'],
    clause: 'releaseStream and FCPublish in front of createStream, all in one write, do not hinder it.',
    script: [
      send(({ name }) => [
        command('releaseStream', 2, [null, name]),
        command('FCPublish', 3, [null, name]),
        createStream(4),
      ]),
      expect(result(4)),
      send(createStream(5)),
      expect(result(5)),
      check('answers to the courtesies', (scene) => {
        const answers = messagesAt(scene, 'A').filter(
          (seen) => isAnswer(seen) && [2, 3].includes(Number(seen.values?.[1])),
        );
        return answers.length > 0 ? undefined : { tag: 'no-fc' };
      }),
    ],
  },
  {
    id: '6.22',
    title: 'Player courtesies',
    role: 'server',
    level: 'should',
    pre: 'conn',
    refs: ['P', 'CMD-19', 'CMD-21', 'CMD-22', 'Q-38'],
    clause:
      'FCSubscribe, _checkbw and getStreamLength harm nobody; where recordings are played, the length is answered in seconds.',
    script: [
      send(({ name }) => [command('FCSubscribe', 2, [null, name]), command('_checkbw', 3)]),
      make('getStreamLength', ({ profile: { vodItem }, name }) => [
        send(command('getStreamLength', 4, [null, vodItem?.name ?? name])),
        ...(vodItem === undefined ? [] : [expect(lengthOf(4, vodItem.durationMs / 1_000))]),
      ]),
      send(createStream(5)),
      expect(result(5)),
    ],
  },
]);

function madeAndDeleted(): Step {
  return make('createStream, deleteStream', ({ line }) => {
    const transaction = line('A').nextTransaction();
    return [
      send(createStream(transaction)),
      expect(result(transaction), { as: 'made' }),
      send(({ kept }) => deleteStream(Number(messageIn(kept('made').at(-1)).values?.[3])), { text: 'deleteStream' }),
    ];
  });
}

function askedFor(count: number): Step[] {
  const last = count + 1;
  return [
    send(() => Array.from({ length: count }, (_, index) => createStream(2 + index)), {
      text: `${count} times createStream`,
    }),
    expect(either(result(last), error(last), closed()), { within: 'close' }),
    check('an answer to each, or the end', (scene) => answersTo(scene, last)),
    bounded('heldBytes', 1_048_576),
  ];
}

/** Each transaction from 2 to the last has an answer, unless the connection has ended. */
function answersTo(scene: Scene, last: number): Finding {
  if (scene.line('A').isClosed) return undefined;
  const answers = new Set(
    messagesAt(scene, 'A')
      .filter(isAnswer)
      .map(({ values }) => values?.[1]),
  );
  const missing = Array.from({ length: last - 1 }, (_, index) => 2 + index).find((id) => !answers.has(id));
  return missing === undefined ? undefined : { expected: `an answer to ${missing}`, actual: 'none' };
}

const isAnswer = (seen: SeenMessage): boolean => isCommand(seen, '_result') || isCommand(seen, '_error');

const lengthOf = (transactionId: number, seconds: number) =>
  where(result(transactionId), `of about ${seconds} s`, ({ values }) => {
    const length = values?.[3];
    return typeof length === 'number' && Math.abs(length - seconds) < 1;
  });

function isStreamId(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}
