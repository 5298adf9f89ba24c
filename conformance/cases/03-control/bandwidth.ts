import type { Branch, Matcher, Role, Run, Scene, Step } from '../../kit/case.ts';
import { bytes, closed, control, messageOfType } from '../../kit/matchers.ts';
import type { ConnectionName } from '../../kit/observation.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { alive, anyOf, check, defineCases, make, mark, never, send } from '../../kit/steps.ts';
import { u32 } from '../../kit/wire/bytes.ts';
import { video } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { acknowledgement, message, setPeerBandwidth } from '../../kit/wire/messages.ts';

const HARD = 0;
const SOFT = 1;
const DYNAMIC = 2;

/** Set Peer Bandwidth: what is answered, and what is kept to. */
export const bandwidthCases = defineCases([
  {
    id: '3.20',
    title: 'Set Peer Bandwidth answered',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['R5.4.5', 'CHK-45'],
    clause: 'Set Peer Bandwidth is answered by Window Acknowledgement Size with its number.',
    script: [...settled(), send(setPeerBandwidth(1_000_000)), isAnswered()],
  },
  {
    id: '3.21',
    title: 'Same bandwidth not answered twice',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['R5.4.5', 'CHK-45'],
    clause: 'Window Acknowledgement Size is not sent again with the number that was sent last.',
    script: [
      ...settled(),
      send(setPeerBandwidth(1_000_000)),
      isAnswered(),
      mark(),
      send(setPeerBandwidth(1_000_000)),
      never(messageOfType(TYPE.windowAcknowledgementSize), [alive()]),
    ],
  },
  {
    id: '3.22',
    title: 'Limit types',
    role: 'both',
    level: 'info',
    pre: 'relay',
    intent: 'publish',
    slow: true,
    manners: { acknowledge: false },
    refs: ['R5.4.5', 'CHK-43', 'CHK-44'],
    clause: 'Hard sets the limit, soft lowers it, dynamic is as hard when the last was hard, and nothing otherwise.',
    script: ({ role }) => ({ runs: LIMITS.map((limits) => limited(limits, role)) }),
    corrected:
      'Media must flow for a limit to be seen, so it begins at a player, or with a client that publishes, and not at conn.',
  },
  {
    id: '3.23',
    title: 'Bad limit type',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.5', 'CHK-46'],
    clause: 'A limit type that nobody has defined, or that is missing, is passed over or ends the connection.',
    script: () => ({
      runs: [
        { label: 'type 3', steps: [send(setPeerBandwidth(1_000_000, 3)), aliveOrClosed()] },
        { label: 'type 255', steps: [send(setPeerBandwidth(1_000_000, 255)), aliveOrClosed()] },
        {
          label: 'no type',
          steps: [
            send(message(TYPE.setPeerBandwidth, u32(1_000_000), {}, 'Set Peer Bandwidth of 4 bytes')),
            aliveOrClosed(),
          ],
        },
      ],
    }),
  },
  {
    id: '3.24',
    title: "Sender stops at the peer's window",
    role: 'both',
    level: 'info',
    pre: 'relay',
    intent: 'publish',
    slow: true,
    manners: { acknowledge: false },
    refs: ['R5.4.3', 'CHK-43'],
    clause:
      'A sender may stop when a window is unacknowledged; hardly any does. One that stops goes on when it is acknowledged.',
    script: ({ role }) => ({ runs: [limited([[50_000, HARD]], role)] }),
  },
]);

type Limit = readonly [bytes: number, limitType: number];

const NAMES = ['hard', 'soft', 'dynamic'];

/** What was sent before is not undone: each list is a connection of its own. */
const LIMITS: readonly (readonly Limit[])[] = [
  [[100_000, HARD]],
  [
    [100_000, HARD],
    [200_000, SOFT],
  ],
  [
    [100_000, HARD],
    [50_000, SOFT],
  ],
  [
    [100_000, HARD],
    [10_000, DYNAMIC],
  ],
  [
    [100_000, HARD],
    [50_000, SOFT],
    [10_000, DYNAMIC],
  ],
];

/** What answers the bandwidth that a client was told with the answer to connect has come. */
function settled(): Step[] {
  return [alive(), mark()];
}

/** Window Acknowledgement Size with the number that was asked for, with another, or none. */
function isAnswered(): Step {
  return anyOf([
    { when: control(TYPE.windowAcknowledgementSize, 1_000_000) },
    { when: messageOfType(TYPE.windowAcknowledgementSize), tag: 'another number', isFailure: true },
    { when: 'deadline', tag: 'silent' },
  ]);
}

/** Sets limits one after the other, and acknowledges nothing while more than the largest of them is to be sent. */
function limited(limits: readonly Limit[], role: Role): Run {
  const label = limits.map(([size, type]) => `${NAMES[type]} ${size}`).join(', ');
  const on = role === 'server' ? 'B' : 'A';
  const largest = Math.max(...limits.map(([size]) => size));
  return {
    label,
    steps: [
      ...limits.map(([size, type]) => send(setPeerBandwidth(size, type), { on })),
      make('more than the limit', (scene) => [
        ...(role === 'server' ? [pictures(Math.ceil((2 * largest) / PICTURE))] : []),
        // What a server relays comes at once; a client publishes in its own time.
        anyOf(outcomes(scene, { label, on, largest }), { on, within: role === 'server' ? 'close' : 'idle' }),
      ]),
    ],
  };
}

const PICTURE = 4000;

function pictures(count: number): Step {
  return send(({ line }) => Array.from({ length: count }, () => video({ ...line('A').nextFrame(), size: PICTURE })), {
    text: `${count} key frames of ${PICTURE} bytes`,
  });
}

interface Flow {
  readonly label: string;
  readonly on: ConnectionName;
  readonly largest: number;
}

function outcomes({ line }: Scene, { label, on, largest }: Flow): readonly Branch[] {
  const enough = line(on).receivedBytes + 1.1 * largest;
  const goesOn: Matcher = {
    text: `${enough} bytes in all`,
    test: (observation) => observation.kind === 'bytes' && observation.total >= enough,
  };
  return [
    { when: goesOn, tag: `${label}: unlimited` },
    { when: closed(), tag: `${label}: closes` },
    {
      when: 'deadline',
      next: [
        check('where it stops', () => ({ tag: `${label}: stops at ${Math.round(line(on).receivedBytes / 1_000)} kB` })),
        mark(),
        send(() => acknowledgement(line(on).receivedBytes), { on, text: 'an Acknowledgement of all' }),
        anyOf([{ when: goesOn }, { when: bytes() }], { on, within: 'idle' }),
      ],
    },
  ];
}
