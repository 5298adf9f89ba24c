import type { Run, Step } from '../../kit/case.ts';
import { connect } from '../../kit/ladder.ts';
import { firstOf, hasProperties, look, same } from '../../kit/looks.ts';
import { closed, error, frame, informationOf, reject, result, status } from '../../kit/matchers.ts';
import { anyOf, defineCases, expect, ladder, make, send } from '../../kit/steps.ts';
import { streamOf } from '../../kit/streaming.ts';
import { type AmfValue, isRecord, property } from '../../kit/wire/amf-value.ts';
import { amf0EcmaArray, amf0Properties, END, type Writable } from '../../kit/wire/amf0.ts';
import { concat, f64, fill, hex, u16, u32, utf8 } from '../../kit/wire/bytes.ts';
import { video } from '../../kit/wire/media.ts';
import { command, play, publish } from '../../kit/wire/messages.ts';
import { connected, otherError, plainConnect, refused, sendConnect } from './answers.ts';

/** What a server says to `connect`. */
export const connectCases = defineCases([
  {
    id: '6.1',
    title: 'Connect accepted',
    role: 'server',
    level: 'must',
    pre: 'hs',
    refs: ['R7.2.1.1', 'CMD-9'],
    clause:
      'The yes to connect is _result with transaction 1 and two objects, the second of level "status" and code NetConnection.Connect.Success.',
    script: [
      plainConnect(),
      expect(result(1), { as: 'answer' }),
      look('answer', 'two objects, level status, code NetConnection.Connect.Success', (seen) =>
        firstOf(
          hasProperties('properties', seen.values?.[2], {}),
          hasProperties('information', informationOf(seen), {}),
          same('level', 'status', property(informationOf(seen), 'level')),
          same('code', 'NetConnection.Connect.Success', property(informationOf(seen), 'code')),
        ),
      ),
    ],
  },
  {
    id: '6.2',
    title: 'Connect result properties',
    role: 'server',
    level: 'should',
    pre: 'hs',
    refs: ['R7.2.1.1', 'CMD-9'],
    clause:
      'The first object of the connect result says fmsVer and capabilities, the second a description and the objectEncoding that holds.',
    script: [
      plainConnect(),
      expect(connected(), { as: 'answer' }),
      look('answer', 'fmsVer, capabilities; description, objectEncoding 0; both objects', (seen) =>
        firstOf(
          hasProperties('properties', seen.values?.[2], { fmsVer: 'string', capabilities: 'number' }),
          hasProperties('information', informationOf(seen), { description: 'string', objectEncoding: 'number' }),
          same('objectEncoding', 0, property(informationOf(seen), 'objectEncoding')),
          [seen.values?.[2], informationOf(seen)].every(isPlainObject) ? undefined : { tag: 'ecma-array' },
        ),
      ),
    ],
  },
  {
    id: '6.3',
    title: 'Transaction id echoed',
    role: 'server',
    level: 'must',
    pre: 'hs',
    refs: ['R7.2', 'CMD-2'],
    clause: 'An answer bears the number of what it answers, whatever number that is.',
    script: [
      plainConnect(),
      expect(connected()),
      ...[2, 5, 4096, 2.5, 1e9].flatMap((id) => [send(command('createStream', id)), expect(result(id))]),
    ],
  },
  {
    id: '6.4',
    title: 'Connect with another txn',
    role: 'server',
    level: 'info',
    pre: 'hs',
    refs: ['R7.2.1.1', 'CMD-2'],
    clause: 'The text says that connect always has transaction 1; what is made of another number differs.',
    script: () => ({
      runs: [0, 7].map((id) => ({
        label: `transaction ${id}`,
        steps: [
          sendConnect(id),
          anyOf(
            [
              { when: connected(id), tag: `echoes-${id}` },
              { when: result(1), tag: 'answers-1' },
              { when: error(), tag: 'error' },
              { when: closed(), tag: 'close' },
              { when: 'deadline', tag: 'silent' },
            ],
            { within: 'close' },
          ),
        ],
      })),
    }),
  },
  {
    id: '6.5',
    title: 'Minimal connect',
    role: 'server',
    level: 'must',
    pre: 'hs',
    refs: ['R7.2.1.1', 'CMD-5'],
    clause: 'app and tcUrl are enough to connect; many servers need both.',
    script: () => ({
      runs: [
        { label: 'app and tcUrl', steps: [sendConnect(), expect(connected())] },
        {
          label: 'app alone',
          steps: [
            send(({ profile }) => command('connect', 1, [{ app: profile.app }]), { text: 'connect with app alone' }),
            anyOf([{ when: connected() }, { when: reject(1), tag: 'needs-tcUrl' }], { within: 'close' }),
          ],
        },
      ],
    }),
  },
  {
    id: '6.6',
    title: 'Rich connect',
    role: 'server',
    level: 'must',
    pre: 'hs',
    refs: ['R7.2.1.1', 'CMD-5', 'A0 2'],
    clause:
      'Properties that a server does not know, of any type, and arguments behind the object are no reason to refuse.',
    script: () => ({
      runs: [
        rich('all that the text names, and what clients add', KNOWN),
        ...Object.entries(UNKNOWN).map(([type, value]) => rich(type, { ckUnknown: value })),
        rich('two arguments behind it', {}, ['an argument', { another: 1 }]),
      ],
    }),
  },
  {
    id: '6.7',
    title: 'Property spelling',
    role: 'server',
    level: 'should',
    pre: 'hs',
    refs: ['P', 'Q-33', 'Q-34'],
    clause: 'Names in another case, quotes around tcUrl and an ECMA array as the command object are understood.',
    script: () => ({
      runs: [
        spelled('lower case', ({ app, tcUrl }) => ({ app, tcurl: tcUrl, flashver: 'RTMPCK/1', objectencoding: 0 })),
        spelled('tcUrl in quotes', ({ app, tcUrl }) => ({ app, tcUrl: `'${tcUrl}'` })),
        spelled('ECMA array', ({ app, tcUrl }) => amf0EcmaArray(2, Object.entries({ app, tcUrl }))),
      ],
    }),
  },
  {
    id: '6.8',
    title: 'App forms',
    role: 'server',
    level: 'should',
    pre: 'hs',
    refs: ['P', 'CMD-52', 'CMD-55', 'CMD-57'],
    clause:
      'A slash at the end, the default instance and a query do not make another app; what an instance makes is told.',
    corrected:
      'That a query reaches what decides who may come in is not asked: nothing of it is on the wire. 6.10 shows it of the query of a name.',
    script: () => ({
      runs: [
        appForm('a slash', '/'),
        appForm('the default instance', '/_definst_'),
        appForm('a query', '?token=1'),
        { label: 'an instance', steps: [appConnect('/inst'), connectOr('refuses-instance', [])] },
      ],
    }),
  },
  {
    id: '6.9',
    title: 'Unknown app',
    role: 'server',
    level: 'must',
    pre: 'hs',
    refs: ['R7.2.1.1', 'CMD-10'],
    clause:
      'A connect to an app that does not exist is answered with _error Rejected or InvalidApp; an end may follow.',
    script: [
      send(({ profile: { absentApp = 'ck-absent', tcUrl } }) => connect(absentApp, tcUrl), {
        text: 'connect to an absent app',
      }),
      anyOf(
        [
          { when: refused(1, 'NetConnection.Connect.Rejected', 'NetConnection.Connect.InvalidApp') },
          otherError(1),
          { when: closed(), tag: 'close-only' },
          { when: result(1), tag: 'accepts-any' },
        ],
        { within: 'close' },
      ),
    ],
  },
]);

type Named = { readonly app: string; readonly tcUrl: string };

/** A `connect` of this form means the app of the profile. */
const spelled = (label: string, objectOf: (profile: Named) => Writable): Run => ({
  label,
  steps: [
    send(({ profile }) => command('connect', 1, [objectOf(profile)]), { text: `connect: ${label}` }),
    connectOr('strict', reachesApp()),
  ],
});

const appConnect = (more: string): Step =>
  send(({ profile }) => connect(profile.app + more, profile.tcUrl + more), { text: `connect to the app with ${more}` });

const appForm = (label: string, more: string): Run => ({
  label,
  steps: [appConnect(more), connectOr('strict', reachesApp())],
});

const connectOr = (tag: string, next: readonly Step[]): Step =>
  anyOf(
    [
      { when: connected(), next },
      { when: reject(1), tag },
    ],
    { within: 'close' },
  );

/** What is published on this connection comes to a player of the app; where it does not, it is another app. */
function reachesApp(): Step[] {
  return [
    send(command('createStream', 2)),
    expect(result(2)),
    make('publish, and a player of the app', (scene) => {
      const here = { messageStreamId: streamOf(scene, 2) };
      const mark = { sequence: 0, timestamp: 0 };
      return [
        send({ ...publish(scene.name), ...here }),
        expect(status('NetStream.Publish.Start')),
        send({ ...video(mark), ...here }),
        ladder('conn', 'P'),
        send(command('createStream', 2), { on: 'P' }),
        expect(result(2), { on: 'P' }),
        send((now) => ({ ...play(now.name), messageStreamId: streamOf(now, 2, 'P') }), { on: 'P', text: 'play' }),
        anyOf([{ when: status('NetStream.Play.Start') }, { when: reject(), tag: 'another-app' }], { on: 'P' }),
        send({ ...video({ sequence: 1, timestamp: 40 }), ...here }),
        anyOf([{ when: frame('video') }, { when: 'deadline', tag: 'another-app' }], { on: 'P' }),
      ];
    }),
  ];
}

const isPlainObject = (value: AmfValue): boolean => isRecord(value) && value.kind === 'object';

function rich(label: string, more: Readonly<Record<string, Writable>>, behind: readonly Writable[] = []): Run {
  return {
    label,
    steps: [
      send(({ profile: { app, tcUrl } }) => command('connect', 1, [{ app, tcUrl, ...more }, ...behind]), {
        text: `connect: ${label}`,
      }),
      expect(connected()),
    ],
  };
}

const KNOWN: Readonly<Record<string, Writable>> = {
  flashVer: 'LNX 9,0,124,2',
  swfUrl: 'http://127.0.0.1/player.swf',
  fpad: false,
  audioCodecs: 0x0fff,
  videoCodecs: 0xff,
  videoFunction: 1,
  pageUrl: 'http://127.0.0.1/',
  objectEncoding: 0,
  capabilities: 239,
  type: 'nonprivate',
  capsEx: 0,
};

/** One value of each type of AMF0 that a peer may write, for a property that nobody knows. */
const UNKNOWN: Readonly<Record<string, Writable>> = {
  number: Number.NaN,
  boolean: true,
  'empty string': '',
  object: { inner: { innermost: 1 } },
  null: null,
  undefined: undefined,
  reference: hex('07 0000'),
  'ECMA array': amf0EcmaArray(1, [['0', 'first']]),
  'strict array': [1, 'two', null],
  date: concat(hex('0b'), f64(1.7e12), hex('0000')),
  'long string': concat(hex('0c'), u32(70_000), fill(70_000, 0x78)),
  unsupported: hex('0d'),
  XML: concat(hex('0f'), u32(4), utf8('<a/>')),
  'typed object': concat(hex('10'), u16(2), utf8('ck'), amf0Properties([['a', 1]]), END),
};
