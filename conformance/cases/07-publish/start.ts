import type { Finding, Run, Scene, Step } from '../../kit/case.ts';
import { firstOf, hasProperties, look, same } from '../../kit/looks.ts';
import { closed, data, either, errorStatus, frame, isCommand, payloadOf, reject, status } from '../../kit/matchers.ts';
import type { ConnectionName } from '../../kit/observation.ts';
import { anyOf, check, defineCases, expect, ladder, never, send, wait } from '../../kit/steps.ts';
import { deletesStream, plays, publishes, relays, sendsAudio, sendsMedia, sendsVideo } from '../../kit/streaming.ts';
import { messagesAt } from '../../kit/trace.ts';
import { AAC_HEADER, AVC_HEADER, avcHeader, readMark, video } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { command, play, publish, streamCommand } from '../../kit/wire/messages.ts';
import { statusShape } from '../status-shape.ts';

const START = status('NetStream.Publish.Start');

/** What a server makes of `publish`. */
export const startCases = defineCases([
  {
    id: '7.1',
    title: 'Publish live',
    role: 'server',
    level: 'must',
    pre: 'stream',
    refs: ['R7.2.2.6', 'R7.3.1', 'CMD-30', 'CMD-31', 'CMD-45'],
    clause:
      'publish is answered by onStatus NetStream.Publish.Start of level status, transaction 0, null, on its message stream.',
    script: publishAnswered(0),
  },
  {
    id: '7.2',
    title: 'Publish with a transaction id',
    role: 'server',
    level: 'must',
    pre: 'stream',
    refs: ['P', 'CMD-2'],
    clause: 'A publish with a transaction id is answered by the same status; a _result beside it is allowed.',
    script: publishAnswered(5),
  },
  {
    id: '7.3',
    title: 'Publish without a type',
    role: 'server',
    level: 'should',
    pre: 'stream',
    refs: ['R7.2.2.6', 'Q-39'],
    clause: 'A publish that says no type is live.',
    script: [
      send(({ name }) => streamCommand('publish', 0, [null, name]), { text: 'publish without a type' }),
      anyOf(
        [
          { when: START, next: relays() },
          { when: reject(), tag: 'error' },
        ],
        { within: 'close' },
      ),
    ],
  },
  {
    id: '7.4',
    title: 'Publish types',
    role: 'server',
    level: 'should',
    pre: 'stream',
    refs: ['R7.2.2.6', 'CMD-30', 'Q-39'],
    clause:
      'record and append are done or refused; a type in capitals or one that does not exist is refused or means live.',
    script: () => ({
      runs: [
        ofType('record', {}),
        ofType('append', {}),
        ofType('LIVE', {}),
        ofType('bogus', { started: 'unknown-type-is-live', refused: 'unknown-type-refused' }),
        ofType('', { started: 'empty-type-is-live', refused: 'empty-type-refused' }),
      ],
    }),
  },
  {
    id: '7.5',
    title: 'Name already in use',
    role: 'server',
    level: 'must',
    pre: { A: 'pub', B: 'stream' },
    refs: ['R7.2.2.6', 'P', 'CMD-45', 'Q-44'],
    clause: 'One name has one publisher: the second is refused, or the first is put out; their media is never mixed.',
    script: [
      send(({ name }) => publish(name), { on: 'B', text: 'publish of the same name' }),
      anyOf(
        [
          { when: reject(), tag: 'refuse', next: onlyOneIsHeard('A') },
          { when: START, tag: 'take-over', next: [isPutOut(), ...onlyOneIsHeard('B')] },
        ],
        { on: 'B', within: 'close' },
      ),
    ],
  },
  {
    id: '7.12',
    title: 'Publish on msid 0',
    role: 'server',
    level: 'should',
    pre: 'stream',
    refs: ['R7.2.2', 'Q-28'],
    clause: 'A publish on message stream 0 is refused, or means the only stream there is: then its media is relayed.',
    script: [
      send(({ name }) => ({ ...publish(name), messageStreamId: 0 }), { text: 'publish on message stream 0' }),
      anyOf(
        [
          {
            when: START,
            next: [
              ladder('play', 'P'),
              send([
                { ...avcHeader(), messageStreamId: 0 },
                { ...video({ sequence: 0, timestamp: 0 }), messageStreamId: 0 },
              ]),
              expect(frame('video'), { on: 'P' }),
            ],
          },
          { when: reject(0) },
        ],
        { within: 'close' },
      ),
    ],
  },
  {
    id: '7.13',
    title: 'Publish on an unknown msid',
    role: 'server',
    level: 'should',
    pre: 'conn',
    refs: ['P', 'MSG-8'],
    clause: 'Nothing is published on a stream that was not made.',
    script: [
      send(({ name }) => ({ ...publish(name), messageStreamId: 9 }), { text: 'publish on message stream 9' }),
      anyOf([{ when: reject(0) }, { when: START, tag: 'accepts' }], { within: 'close' }),
    ],
  },
  {
    id: '7.14',
    title: 'Publish while playing the same stream id',
    role: 'server',
    level: 'must',
    pre: { A: 'pubmedia', B: 'play' },
    refs: ['R7.2.2'],
    clause: 'One message stream publishes or plays, never both: the publish is refused or ignored, or the play ends.',
    corrected:
      'To ignore the publish was not among the outcomes. Nothing is both then: the play goes on, and nobody hears of the other name.',
    script: [
      send(({ name }) => publish(`${name}-2`), { on: 'B', text: 'publish on the stream that plays' }),
      anyOf(
        [
          { when: START, next: [never(frame(), [sendsVideo('A', 77), wait('quiet')], { on: 'B' })] },
          { when: reject() },
          {
            when: 'deadline',
            tag: 'ignored',
            next: [sendsVideo('A', 77), expect(frame('video', { sequence: 77 }), { on: 'B' })],
          },
        ],
        { on: 'B' },
      ),
    ],
  },
  {
    id: '7.15',
    title: 'Names',
    role: 'server',
    level: 'must',
    pre: 'stream',
    hostile: true,
    refs: ['P', 'CMD-55', 'CMD-56', 'CMD-57', 'Q-35'],
    clause: 'Every name is accepted, and can be played then, or refused; a query is none of the name.',
    script: () => ({
      runs: [
        named('empty', () => ''),
        named('one byte', () => 'q'),
        named('255 bytes', (name) => name.padEnd(255, 'n')),
        named('4096 bytes', (name) => name.padEnd(4096, 'n')),
        named('with a slash', (name) => `${name}/b`),
        named('leading upwards', (name) => `../${name}`),
        named(
          'with a query',
          (name) => `${name}?key=1`,
          (name) => name,
        ),
        named('with a prefix', (name) => `mp4:${name}`),
        named('leading upwards in percents', (name) => `%2e%2e%2f${name}`),
        named('with NUL', (name) => `${name}\0b`),
        named('not ASCII', (name) => `${name}-é-流`),
      ],
    }),
  },
  {
    id: '7.16',
    title: 'Media before Start',
    role: 'server',
    level: 'should',
    pre: { A: 'stream', P: 'stream' },
    refs: ['P', 'CMD-46'],
    clause: 'What an encoder sends right behind publish, without waiting for the yes, is relayed.',
    script: [
      send(({ name }) => publish(name), { text: 'publish' }),
      sendsMedia('A', 0),
      expect(START),
      ...plays({ on: 'P' }),
      sendsVideo('A', 1),
      sendsAudio('A', 1),
      expect(data('onMetaData'), { on: 'P' }),
      expect(payloadOf(TYPE.video, AVC_HEADER), { on: 'P' }),
      expect(payloadOf(TYPE.audio, AAC_HEADER), { on: 'P' }),
      expect(frame('video', { sequence: 1 }), { on: 'P' }),
    ],
  },
  {
    id: '7.17',
    title: 'Media before publish',
    role: 'server',
    level: 'must',
    pre: { A: 'stream', C: 'pubmedia', P: 'play' },
    hostile: true,
    refs: ['R7.2.2', 'MSG-8'],
    clause: 'Media on a stream that does not publish reaches nobody.',
    script: [
      never(
        frame(undefined, { sequence: 77 }),
        [sendsAudio('A', 77), sendsVideo('A', 77), sendsVideo('C', 78), wait('quiet')],
        { on: 'P' },
      ),
      expect(frame('video', { sequence: 78 }), { on: 'P' }),
    ],
  },
  {
    id: '7.25',
    title: 'onFCPublish shape',
    role: 'server',
    level: 'should',
    pre: 'stream',
    refs: ['P', 'CMD-17', 'Q-37'],
    clause: 'onFCPublish, where it is sent, has a transaction id, 0, null and an object with code and description.',
    script: [
      send(({ name }) => command('FCPublish', 3, [null, name]), { text: 'FCPublish' }),
      ...publishes(),
      ...relays(),
      check('onFCPublish, if it came', fcPublishShape),
    ],
  },
]);

function publishAnswered(transactionId: number): Step[] {
  return [
    send(({ name }) => publish(name, 'live', transactionId), { text: `publish, transaction ${transactionId}` }),
    expect(START, { as: 'start' }),
    look('start', 'level status, transaction 0, null, on its message stream', (seen, { line }) =>
      firstOf(same('the message stream', line('A').streamId, seen.messageStreamId), statusShape(seen, transactionId)),
    ),
    ...relays(),
    check('a _result as well', (scene) =>
      messagesAt(scene, 'A').some((seen) => isCommand(seen, '_result', 0)) ? { tag: 'result-too' } : undefined,
    ),
  ];
}

interface TypeTags {
  readonly started?: string;
  readonly refused?: string;
}

function ofType(type: string, { started, refused }: TypeTags): Run {
  return {
    label: `"${type}"`,
    steps: [
      send(({ name }) => publish(name, type), { text: `publish of type "${type}"` }),
      anyOf(
        [
          { when: START, next: relays(), ...(started !== undefined && { tag: started }) },
          { when: reject(), ...(refused !== undefined && { tag: refused }) },
        ],
        { within: 'close' },
      ),
    ],
  };
}

/** A hears that it does not publish any more. */
function isPutOut(): Step {
  return expect(either(closed(), errorStatus(), status('NetStream.Unpublish.Success')), { within: 'close' });
}

/** Both send, in turn; a player gets all of one and nothing of the other. */
function onlyOneIsHeard(winner: ConnectionName): Step[] {
  const first = winner === 'A' ? 100 : 200;
  return [
    ladder('play', 'P'),
    sendsMedia('A', 100),
    sendsMedia('B', 200),
    sendsVideo('A', 101),
    sendsVideo('B', 201),
    expect(frame('video', { sequence: first + 1 }), { on: 'P' }),
    wait('quiet'),
    check(`frames of ${winner} only`, (scene): Finding => {
      const seen = messagesAt(scene, 'P').flatMap(({ payload }) => readMark(payload)?.sequence ?? []);
      const expected = `${first}, ${first + 1}`;
      return seen.join(', ') === expected ? undefined : { expected, actual: seen.join(', ') };
    }),
  ];
}

/** @param playedAs - what a player calls it */
function named(label: string, publishedAs: (name: string) => string, playedAs = publishedAs): Run {
  return {
    label,
    steps: [
      send(({ name }) => publish(publishedAs(name)), { text: `publish of a name: ${label}` }),
      anyOf(
        [
          {
            when: START,
            next: [
              ladder('stream', 'P'),
              send(({ name }) => play(playedAs(name)), { on: 'P', text: 'play of that name' }),
              expect(status('NetStream.Play.Start'), { on: 'P' }),
              sendsMedia('A', 0),
              expect(frame('video', { sequence: 0 }), { on: 'P' }),
              deletesStream(),
            ],
          },
          { when: reject(0) },
        ],
        { within: 'close' },
      ),
    ],
  };
}

function fcPublishShape(scene: Scene): Finding {
  const seen = messagesAt(scene, 'A').find((one) => isCommand(one, 'onFCPublish'));
  if (seen === undefined) return { tag: 'absent' };
  const [, transaction, object, information] = seen.values ?? [];
  if (typeof transaction !== 'number') return { tag: 'no-txn' };
  return firstOf(
    same('the transaction', 0, transaction),
    same('the command object', null, object),
    hasProperties('information', information, { code: 'string', description: 'string' }),
  );
}
