import type { Finding, Intent, Matcher, Run, Scene, Step } from '../../kit/case.ts';
import { sendEcho, sendOpening } from '../../kit/handshake-steps.ts';
import { acceptConnect, transactionOf } from '../../kit/ladder.ts';
import { firstOf, hasProperties, look, same } from '../../kit/looks.ts';
import {
  asked,
  closed,
  command,
  either,
  error,
  frame,
  handshakePacket,
  messageIn,
  opened,
  reported,
  result,
  where,
} from '../../kit/matchers.ts';
import { alive, anyOf, check, defineCases, expect, expectClose, ladder, make, never, send } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { property } from '../../kit/wire/amf-value.ts';
import { amf0, amf0EcmaArray, type Writable } from '../../kit/wire/amf0.ts';
import { concat, hex } from '../../kit/wire/bytes.ts';
import { type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

const INTENTS: readonly Intent[] = ['publish', 'play'];

/** What a client says of the connection, and makes of the answers. */
export const clientCases = defineCases([
  {
    id: '6.23',
    title: 'onBWDone not fatal',
    role: 'client',
    level: 'must',
    pre: 'connreq',
    refs: ['P', 'CMD-22', 'Q-38', 'Q-43'],
    clause: 'onBWDone behind the yes to connect does not keep a client from going on.',
    script: [
      send([...acceptConnect(), messages.command('onBWDone', 0, [null, 8192])], {
        text: 'the yes to connect, onBWDone',
      }),
      anyOf([
        { when: command('createStream'), next: [alive()] },
        { when: closed(), tag: 'close' },
      ]),
    ],
  },
  {
    id: '6.24',
    title: 'Client connect',
    role: 'client',
    level: 'must',
    pre: 'tcp',
    refs: ['R7.2.1.1', 'CMD-5', 'CMD-51', 'CMD-53'],
    clause:
      'The first command is connect, transaction 1, on message stream 0, with an app and a tcUrl that are those of the URL, and a flashVer.',
    script: () => ({
      runs: INTENTS.map((intent) => ({
        label: intent,
        intent,
        steps: [
          expect(handshakePacket(1)),
          sendOpening(),
          sendEcho(),
          expect(command('connect'), { as: 'connect' }),
          look('connect', 'transaction 1, message stream 0, app, tcUrl, flashVer', (seen, { profile }) =>
            firstOf(
              same('the transaction', 1, seen.values?.[1]),
              same('the message stream', 0, seen.messageStreamId),
              hasProperties('command object', seen.values?.[2], { app: 'string', tcUrl: 'string', flashVer: 'string' }),
              same('app', profile.app, property(seen.values?.[2], 'app')),
              same('tcUrl', withoutPort(profile.tcUrl), withoutPort(String(property(seen.values?.[2], 'tcUrl')))),
            ),
          ),
          check('no command before it', (scene) =>
            same(
              'the first command',
              'connect',
              messagesAt(scene, 'A').find(({ type }) => type === TYPE.command)?.values?.[0],
            ),
          ),
        ],
      })),
    }),
  },
  {
    id: '6.25',
    title: 'Client waits for the connect result',
    role: 'client',
    level: 'should',
    pre: 'connreq',
    refs: ['R7.2.1.1'],
    clause: 'Before the yes to connect a client asks for no stream.',
    script: [
      anyOf(
        [
          { when: either(command('createStream'), asked()), tag: 'pipelines' },
          { when: 'deadline', next: [send(acceptConnect()), expect(command('createStream'))] },
        ],
        { within: 'quiet' },
      ),
    ],
  },
  {
    id: '6.26',
    title: 'Client told no',
    role: 'client',
    level: 'must',
    pre: 'connreq',
    refs: ['R7.2.1.1', 'CMD-10'],
    clause:
      'A client whose connect is refused asks for no stream, reports the failure in the words of the server, and leaves.',
    script: () => ({
      runs: INTENTS.map((intent) => ({
        label: intent,
        intent,
        steps: [
          never(command('createStream'), [
            send(refusal({ description: 'ck says no' })),
            expect(reported('failed'), { as: 'report' }),
            expectClose(),
          ]),
          check('the words of the server in the report', reportSays('ck says no')),
        ],
      })),
    }),
  },
  {
    id: '6.27',
    title: 'Redirect',
    role: 'client',
    level: 'info',
    pre: 'connreq',
    refs: ['P', 'CMD-10'],
    clause: 'What a client makes of a refusal that names another place.',
    script: [
      send(({ profile }) => refusal({ description: 'elsewhere', ex: { code: 302, redirect: `${profile.tcUrl}2` } }), {
        text: '_error with a redirect',
      }),
      anyOf(
        [
          {
            when: opened(),
            on: 'A2',
            tag: 'follows',
            next: [ladder('connreq', 'A2'), check('where to', redirectedTo)],
          },
          { when: reported('failed'), tag: 'fails' },
          { when: 'deadline', tag: 'neither' },
        ],
        { within: 'close' },
      ),
    ],
  },
  {
    id: '6.28',
    title: 'Result with surprises',
    role: 'client',
    level: 'must',
    pre: 'connreq',
    refs: ['R7.2.1.1', 'CMD-9', 'Q-47', 'Q-48'],
    clause:
      'ECMA arrays, unknown properties and a missing description do not turn a yes into a no; who offered objectEncoding 3 reads type 17.',
    corrected:
      'It let only clients go on at type 17 that offered objectEncoding 3. To read AMF0 behind a format byte unasked is told: no text forbids it.',
    script: () => ({
      runs: [
        { label: 'type 20', steps: [send(surprising(TYPE.command)), expect(command('createStream')), alive()] },
        { label: 'type 17', steps: [send(surprising(TYPE.commandAmf3)), make('what was offered', afterAmf3)] },
      ],
    }),
  },
  {
    id: '6.29',
    title: 'Wrong transaction',
    role: 'client',
    level: 'must',
    pre: 'connreq',
    refs: ['R7.2', 'CMD-3', 'Q-42'],
    clause: 'A _result to a transaction that was never begun is not the answer to connect.',
    script: [
      send(messages.command('_result', 99, [{}, messages.information('NetConnection.Connect.Success')])),
      anyOf(
        [
          { when: command('createStream'), tag: 'first-result-wins' },
          { when: 'deadline', next: [send(acceptConnect()), expect(command('createStream'))] },
        ],
        { within: 'quiet' },
      ),
    ],
  },
  {
    id: '6.30',
    title: 'createStream result read, not assumed',
    role: 'client',
    level: 'must',
    pre: 'conn',
    refs: ['R7.2.1.3', 'CMD-14'],
    clause: 'A client publishes or plays, and sends all media, on the stream that the server made for it.',
    script: () => ({
      runs: [
        onStreamFive('publish', [
          expect(where(frame('video'), 'on message stream 5', ({ messageStreamId }) => messageStreamId === 5)),
          check('all media on message stream 5', (scene) => {
            const media = messagesAt(scene, 'A').filter(({ type }) => type === TYPE.audio || type === TYPE.video);
            return firstOf(...media.map(({ messageStreamId }) => same('the message stream', 5, messageStreamId)));
          }),
        ]),
        onStreamFive('play', [alive()]),
      ],
    }),
  },
  {
    id: '6.31',
    title: 'createStream refused',
    role: 'client',
    level: 'must',
    pre: 'conn',
    refs: ['R7.2.1.3', 'CMD-14'],
    clause: 'Without a stream nothing is published or played, and the failure is reported.',
    script: () => ({
      runs: INTENTS.map((intent) => ({
        label: intent,
        intent,
        steps: [
          expect(command('createStream'), { as: 'createStream' }),
          never(asked(), [
            send(({ kept }) => {
              const information = messages.information('NetConnection.Call.Failed', 'error', 'no more streams');
              return messages.command('_error', transactionOf(kept('createStream').at(-1)), [null, information]);
            }),
            expect(reported('failed')),
          ]),
        ],
      })),
    }),
  },
  {
    id: '6.32',
    title: 'Call from the server',
    role: 'client',
    level: 'should',
    pre: 'conn',
    refs: ['R7.2.1.2', 'CMD-4', 'CMD-15'],
    clause: 'A call that a client does not know is answered by _error, or not at all.',
    script: [
      send(messages.command('ckNope', 42)),
      anyOf([
        { when: error(42) },
        { when: result(42), tag: '_result to what it cannot know', isFailure: true },
        { when: 'deadline' },
      ]),
      alive(),
    ],
  },
]);

function refusal(more: { readonly [name: string]: Writable }): MessageSpec {
  const information = { ...messages.information('NetConnection.Connect.Rejected', 'error'), ...more };
  return messages.command('_error', 1, [null, information]);
}

/** A client that tells nothing but that it failed has told enough: some have an exit code only. */
function reportSays(words: string) {
  return ({ kept }: Scene): Finding => {
    const seen = kept('report').at(-1);
    const detail = seen?.kind === 'report' ? seen.report.detail : '';
    return detail === '' || detail.includes(words) ? undefined : { expected: words, actual: detail };
  };
}

function redirectedTo(scene: Scene): Finding {
  const { app } = scene.profile;
  const said = property(messageIn(scene.kept('connect').at(-1)).values?.[2], 'app');
  return same('app', `${app}2`, said);
}

function surprising(type: number): MessageSpec {
  const properties = amf0EcmaArray(3, [
    ['fmsVer', 'FMS/4,5,0,297'],
    ['capabilities', 255],
    ['mode', 1],
  ]);
  const information = amf0EcmaArray(0, [
    ['level', 'status'],
    ['code', 'NetConnection.Connect.Success'],
    ['data', amf0EcmaArray(1, [['version', { major: 4, minor: [5, 0] }]])],
    ['clientid', 1584259571],
  ]);
  const values: Writable[] = ['_result', 1, properties, information];
  const payload = concat(type === TYPE.commandAmf3 ? hex('00') : hex(''), ...values.map(amf0));
  return messages.message(type, payload, {}, `a surprising _result as type ${type}`);
}

/** Who offered AMF3 must read it. Others may: nothing else than AMF0 is in it. */
function afterAmf3({ kept }: Scene): Step[] {
  const offered = property(messageIn(kept('connect').at(-1)).values?.[2], 'objectEncoding') === 3;
  const goesOn = command('createStream');
  if (offered) return [expect(goesOn)];
  return [anyOf([{ when: goesOn, tag: 'reads-amf3-unasked' }, { when: 'deadline' }, { when: closed() }])];
}

function onStreamFive(intent: Intent, next: readonly Step[]): Run {
  const on5: Matcher = where(command(intent), 'on message stream 5', ({ messageStreamId }) => messageStreamId === 5);
  return {
    label: intent,
    intent,
    steps: [
      expect(command('createStream'), { as: 'createStream' }),
      send(({ kept }) => messages.command('_result', transactionOf(kept('createStream').at(-1)), [null, 5]), {
        text: '_result 5 to createStream',
      }),
      anyOf([
        {
          when: on5,
          next: [
            send({
              ...messages.onStatus(`NetStream.${intent === 'publish' ? 'Publish' : 'Play'}.Start`),
              messageStreamId: 5,
            }),
            ...next,
          ],
        },
        { when: command(intent), tag: 'hard-wired-1' },
      ]),
    ],
  };
}

const withoutPort = (url: string): string => url.replace(/^(\w+:\/\/[^/]*?):\d+(\/|$)/, '$1$2');
