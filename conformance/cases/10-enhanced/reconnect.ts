import type { Finding, Scene, Step } from '../../kit/case.ts';
import { closed, frame, messageIn, opened, reported, status, where } from '../../kit/matchers.ts';
import { arrivalsAt } from '../../kit/movie.ts';
import {
  alive,
  anyOf,
  check,
  close,
  defineCases,
  expect,
  ladder,
  make,
  never,
  order,
  send,
  wait,
} from '../../kit/steps.ts';
import { property } from '../../kit/wire/amf-value.ts';
import { command, information } from '../../kit/wire/messages.ts';
import { key, start } from './codecs.ts';
import { arrives, EVERYTHING, joins } from './stage.ts';

const CODE = 'NetConnection.Connect.ReconnectRequest';
/** A flag of capsEx. */
const RECONNECT = 1;
/** Pictures from one key frame to the next. */
const GOP = 25;

/** Requests to go on elsewhere. */
export const reconnectCases = defineCases([
  {
    id: '10.30',
    title: 'Reconnect request',
    role: 'client',
    level: 'should',
    pre: 'relay',
    intent: 'publish',
    needs: ['ertmp'],
    refs: ['E Reconnect', 'ERTMP-40', 'ERTMP-41', 'ERTMP-42'],
    clause:
      'A client that offers it goes where it is sent, or where it is when no place is named: it begins there with a key frame, and leaves the old place then.',
    script: () => ({
      runs: [
        {
          label: 'an absolute tcUrl',
          steps: moves(
            (host) => `rtmp://${host}/elsewhere`,
            (host) => `rtmp://${host}/elsewhere`,
          ),
        },
        {
          label: 'no tcUrl',
          steps: moves(
            () => undefined,
            (_, tcUrl) => tcUrl,
          ),
        },
        {
          label: '//host/app',
          steps: moves(
            (host) => `//${host}/elsewhere`,
            (host) => `rtmp://${host}/elsewhere`,
          ),
        },
        {
          label: '/app',
          steps: moves(
            () => '/elsewhere',
            (host) => `rtmp://${host}/elsewhere`,
          ),
        },
      ],
    }),
  },
  {
    id: '10.31',
    title: 'Reconnect not offered',
    role: 'client',
    level: 'must',
    pre: 'pub',
    needs: ['ertmp'],
    refs: ['E Reconnect', 'ERTMP-37'],
    clause: 'A client that did not offer to reconnect may do so, or ignore what it does not know.',
    script: () => ({
      runs: (['pub', 'play'] as const).map((pre) => ({
        label: pre,
        pre,
        steps: [
          make('the request', (scene) =>
            offers(scene)
              ? [check('only where it was not offered', () => ({ tag: 'offered' }))]
              : [never(reported('failed'), [send(request('/elsewhere')), alive()])],
          ),
        ],
      })),
    }),
  },
  {
    id: '10.32',
    title: 'Reconnect to nowhere',
    role: 'client',
    level: 'must',
    pre: 'relay',
    intent: 'publish',
    needs: ['ertmp'],
    refs: ['E Reconnect', 'ERTMP-41'],
    clause:
      'Where there is no way to the new place, the client stays where it is or gives up, and does not try without end.',
    script: () => ({
      runs: [
        { label: 'nobody listens', steps: [send(request('/elsewhere')), ...refused(), ...staysOrFails()] },
        ...['http://127.0.0.1/live', 'rtmp://', 'no place at all', 'rtmp://10.0.0.1/live'].map((tcUrl) => ({
          label: tcUrl,
          steps: [send(request(tcUrl)), ...staysOrFails()],
        })),
      ],
    }),
  },
  {
    id: '10.33',
    title: 'Server asks to reconnect',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp', 'orders'],
    refs: ['E Reconnect', 'ERTMP-37', 'ERTMP-38', 'ERTMP-42'],
    clause:
      'Only clients that offered it are asked to go on elsewhere, on message stream 0, and they are served until they leave.',
    script: () => {
      const mover = { ...EVERYTHING, capsEx: 15 };
      const asked = where(status(CODE), 'on message stream 0', ({ messageStreamId }) => messageStreamId === 0);
      return [
        ladder('conn', 'A', mover),
        ladder('pub'),
        ...joins('B'),
        ladder('conn', 'C', mover),
        ladder('play', 'C'),
        send([start('avc1'), key('avc1', 1)]),
        arrives(key('avc1', 1)),
        never(
          status(CODE),
          [
            order({ kind: 'askToReconnect', tcUrl: 'rtmp://127.0.0.1/elsewhere' }),
            expect(asked),
            expect(asked, { on: 'C' }),
            send(key('avc1', 2)),
            arrives(key('avc1', 2), 'C'),
          ],
          { on: 'B' },
        ),
      ];
    },
  },
]);

const request = (tcUrl: string | undefined) =>
  command('onStatus', 0, [null, { ...information(CODE), ...(tcUrl === undefined ? {} : { tcUrl }) }]);

const connectOf = ({ kept }: Scene, at: number) => messageIn(kept('connect').at(at)).values?.[2];

function offers(scene: Scene): boolean {
  const capsEx = property(connectOf(scene, 0), 'capsEx');
  return typeof capsEx === 'number' && (capsEx & RECONNECT) !== 0;
}

const tcUrlOf = (scene: Scene, at: number): string => String(property(connectOf(scene, at), 'tcUrl'));

type Place<Answer> = (host: string, tcUrl: string) => Answer;

/** @param expected - the tcUrl of the second connect */
function moves(asked: Place<string | undefined>, expected: Place<string>): readonly Step[] {
  return [
    make('the move', (scene) => {
      if (!offers(scene)) return [check('whether it offers to reconnect', () => ({ tag: 'not-offered' }))];
      const tcUrl = tcUrlOf(scene, 0);
      const host = /^\w+:\/\/([^/]+)/.exec(tcUrl)?.[1] ?? '';
      return [
        send(request(asked(host, tcUrl))),
        expect(opened(), { on: 'A2', within: 'close' }),
        ladder('connreq', 'A2'),
        check('the tcUrl of the second connect', (after): Finding => {
          const [wanted, actual] = [expected(host, tcUrl), tcUrlOf(after, -1)];
          return wanted === actual ? undefined : { expected: wanted, actual };
        }),
        ladder('pub', 'A2'),
        expect(frame('video'), { on: 'A2', within: 'close' }),
        check('a key frame first, and no gap longer than a GOP', goesOn),
        expect(closed(), { on: 'A', within: 'close' }),
      ];
    }),
  ];
}

function goesOn(scene: Scene): Finding {
  const pictures = (on: string) => arrivalsAt(scene, on).filter(({ kind }) => kind === 'video');
  const first = pictures('A2')[0];
  if ((first?.message.payload[0] ?? 0) >> 4 !== 1) return { expected: 'a key frame first', actual: 'an inter frame' };
  const missing = (first?.sequence ?? 0) - (pictures('A').at(-1)?.sequence ?? 0) - 1;
  return missing <= GOP ? undefined : { expected: `at most ${GOP} pictures missing`, actual: String(missing) };
}

/** The new place does not take it. */
const refused = (): readonly Step[] => [
  anyOf(
    [
      { when: opened(), on: 'A2', next: [close('rst', { on: 'A2' })] },
      { when: 'deadline', tag: 'not-followed' },
    ],
    { within: 'reply' },
  ),
];

const MOST_ATTEMPTS = 4;

/** Looked at for five seconds. */
const staysOrFails = (): readonly Step[] => [
  wait('close'),
  check('no tight loop', ({ has }): Finding => {
    const isLoop = has(`A${MOST_ATTEMPTS + 2}`);
    return isLoop ? { expected: `at most ${MOST_ATTEMPTS} attempts`, actual: 'more' } : undefined;
  }),
  make('it stays, or says that it failed', ({ line }) =>
    line('A').isClosed ? [expect(reported('failed'), { within: 'close' })] : [alive()],
  ),
];
