import type { Announcement, Finding, Scene, Step } from '../../kit/case.ts';
import { acceptConnect, connect } from '../../kit/ladder.ts';
import { command, messageIn, reject, result } from '../../kit/matchers.ts';
import { askSteps } from '../../kit/probes.ts';
import { alive, anyOf, check, defineCases, expect, ladder, make, send } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { type AmfValue, isRecord, property } from '../../kit/wire/amf-value.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { command as commandMessage, information } from '../../kit/wire/messages.ts';

/** What is said of Enhanced RTMP in `connect` and its answer. */
export const connectCases = defineCases([
  {
    id: '10.1',
    title: 'fourCcList seen',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E connect', 'ERTMP-2', 'ERTMP-8'],
    clause: 'A server takes a fourCcList, and says in its answer which codecs it has.',
    script: [...asks({ fourCcList: ['hvc1', 'av01', 'vp09'] }), check('an answer that states support', states)],
  },
  {
    id: '10.2',
    title: 'Info maps and capsEx',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E connect', 'ERTMP-3', 'ERTMP-5', 'ERTMP-8'],
    clause: 'A server takes the info maps and capsEx; its own have numbers of the flags that there are.',
    script: [
      ...asks({ videoFourCcInfoMap: { '*': 4, hvc1: 7 }, audioFourCcInfoMap: { Opus: 3 }, capsEx: 15 }),
      check('an answer that states support', states),
      check('flags that there are', hasGoodFlags),
    ],
  },
  {
    id: '10.3',
    title: 'Wildcard',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E connect', 'ERTMP-2', 'ERTMP-4'],
    clause: 'A fourCcList of "*" stands for any codec.',
    script: [...asks({ fourCcList: ['*'] }), check('flags that there are', hasGoodFlags), works()],
  },
  {
    id: '10.4',
    title: 'Malformed capability values',
    role: 'server',
    level: 'must',
    pre: 'hs',
    needs: ['ertmp'],
    hostile: true,
    refs: ['E connect', 'E Unrecognized value'],
    clause: 'Capabilities that make no sense are ignored, or refused in order.',
    script: () => ({
      runs: Object.entries(MALFORMED).map(([label, announced]) => ({
        label,
        steps: [
          send(({ profile }) => connect(profile.app, profile.tcUrl, announced), { text: `connect with ${label}` }),
          anyOf([{ when: result(1), next: [works()] }, { when: reject(1) }], { within: 'close' }),
        ],
      })),
    }),
  },
  {
    id: '10.5',
    title: 'Client states support',
    role: 'client',
    level: 'should',
    pre: 'connreq',
    needs: ['ertmp'],
    refs: ['E connect', 'ERTMP-2', 'ERTMP-3', 'Q-54'],
    clause: 'An enhanced client says so by fourCcList, the info maps or capsEx.',
    script: [
      check('a property of Enhanced RTMP', ({ kept }): Finding => {
        const object = messageIn(kept('connect').at(-1)).values?.[2];
        if (!NAMES.some((name) => property(object, name) !== undefined)) return { tag: 'unannounced' };
        return wrongFlags(object);
      }),
      ladder('relay'),
      check('what it publishes to a server that states nothing', (scene): Finding => {
        const isEnhanced = messagesAt(scene, 'A').some(
          ({ type, payload }) => type === TYPE.video && ((payload[0] ?? 0) & 0x80) !== 0,
        );
        return isEnhanced ? { tag: 'fourcc-anyway' } : undefined;
      }),
    ],
    intent: 'publish',
  },
  {
    id: '10.6',
    title: 'Client result ignored safely',
    role: 'client',
    level: 'must',
    pre: 'connreq',
    needs: ['ertmp'],
    refs: ['E connect', 'ERTMP-5'],
    clause: 'Flags and codecs that a client does not know are none of its business.',
    script: () => ({
      runs: [2 ** 31, 0xffffff, -1, 0.5].map((capsEx) => ({
        label: `capsEx ${capsEx}`,
        steps: [
          send([...acceptConnect().slice(0, -1), oddResult(capsEx)], { text: 'an answer with unknown capabilities' }),
          expect(command('createStream')),
          alive(),
        ],
      })),
    }),
  },
]);

const NAMES = ['fourCcList', 'videoFourCcInfoMap', 'audioFourCcInfoMap', 'capsEx'] as const;

const MALFORMED: Readonly<Record<string, Announcement>> = {
  'a fourCcList that is a string': { fourCcList: 'hvc1' },
  'a fourCcList of numbers': { fourCcList: [1, 2, 3] },
  'codes of five letters': { fourCcList: ['hvc12', 'av011'] },
  'a list of 10 000': { fourCcList: Array.from({ length: 10_000 }, () => 'hvc1') },
  'a map of strings': { videoFourCcInfoMap: { hvc1: 'yes' }, audioFourCcInfoMap: [null] },
  'capsEx NaN': { capsEx: Number.NaN },
  'capsEx -1': { capsEx: -1 },
  'capsEx 2^40': { capsEx: 2 ** 40 },
  'capsEx an object': { capsEx: { flags: 1 } },
};

/** The connection takes another command. */
function works(): Step {
  return make('a stream is made', (scene) => askSteps(scene, 'A', []));
}

function asks(announced: Announcement): readonly Step[] {
  return [
    send(({ profile }) => connect(profile.app, profile.tcUrl, announced), {
      text: `connect with ${Object.keys(announced).join(', ')}`,
    }),
    expect(result(1), { as: 'answer' }),
  ];
}

/** Both objects of the answer: the text does not say which of them it is. */
const objectsOf = ({ kept }: Scene): readonly AmfValue[] => (messageIn(kept('answer').at(-1)).values ?? []).slice(2);

function states(scene: Scene): Finding {
  const isStated = objectsOf(scene).some((object) => NAMES.some((name) => property(object, name) !== undefined));
  return isStated ? undefined : { tag: 'silent' };
}

function hasGoodFlags(scene: Scene): Finding {
  return objectsOf(scene)
    .map(wrongFlags)
    .find((finding) => finding !== undefined);
}

/** Flags are whole numbers: four of capsEx, three of a codec. */
function wrongFlags(object: AmfValue): Finding {
  const capsEx = property(object, 'capsEx');
  if (capsEx !== undefined && !isFlags(capsEx, 15)) return { expected: 'capsEx from 0 to 15', actual: String(capsEx) };
  for (const name of ['videoFourCcInfoMap', 'audioFourCcInfoMap']) {
    const map = property(object, name);
    if (map === undefined) continue;
    if (!isRecord(map)) return { expected: `${name} as an object`, actual: typeof map };
    const wrong = map.entries.find(([code, flags]) => (code !== '*' && code.length !== 4) || !isFlags(flags, 7));
    if (wrong !== undefined)
      return { expected: 'FourCCs with flags from 0 to 7', actual: `${wrong[0]}: ${String(wrong[1])}` };
  }
  return undefined;
}

const isFlags = (value: AmfValue, most: number) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

const oddResult = (capsEx: number) =>
  commandMessage('_result', 1, [
    {
      fmsVer: 'FMS/3,5,7,7009',
      capabilities: 31,
      capsEx,
      videoFourCcInfoMap: { zzzz: 255, '*': -1 },
      fourCcList: ['zzzz'],
    },
    { ...information('NetConnection.Connect.Success'), objectEncoding: 0 },
  ]);
