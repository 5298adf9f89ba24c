import { isOver, leaves, onlyLeft, overOnce } from '../../kit/aftermath.ts';
import type { Run, Step } from '../../kit/case.ts';
import { expectTimes } from '../../kit/frames.ts';
import { closed, either } from '../../kit/matchers.ts';
import { bounded, close, defineCases, expect, mark, never, order, send, wait } from '../../kit/steps.ts';
import { opening } from '../../kit/wire/handshake.ts';
import { video } from '../../kit/wire/media.ts';
import { deleteStream } from '../../kit/wire/messages.ts';

const HOUR = 3_600_000;
/** Before, and after, the clock is set forward. */
const FRAMES = 5;
const TIMES = Array.from({ length: 2 * FRAMES }, (_, count) => 40 * count);

/** Deadlines that outlive what they were for, and clocks that are set. */
export const clockCases = defineCases([
  {
    id: '11.13',
    title: 'Timers do not leak',
    role: 'both',
    level: 'must',
    pre: 'tcp',
    needs: ['measures'],
    refs: ['P'],
    clause: 'Whatever a connection waited for, nothing waits when it has gone.',
    script: ({ role }) => ({ runs: role === 'server' ? serverRuns() : clientRuns() }),
  },
  {
    id: '11.14',
    title: 'Clock jumps',
    role: 'both',
    level: 'must',
    pre: 'relay',
    needs: ['virtualTime'],
    refs: ['P'],
    clause:
      'The time of day may be set back by an hour and forward by a day: nobody is dropped, and no timestamp moves.',
    script: [
      mark(),
      nobodyEnds([setTimeOfDay(-HOUR), ...frames(), setTimeOfDay(24 * HOUR), ...frames(), wait('idle')]),
      ...expectTimes('video', TIMES),
    ],
  },
]);

/** A server has none left when A has ended in one of these ways. */
function serverRuns(): Run[] {
  const ended: readonly (readonly [string, Run['pre'], readonly Step[]])[] = [
    ['in the handshake', 'tcp', [send(({ line }) => opening(line('A').ourPacket1), { text: 'C0 and C1' })]],
    ['connected', 'conn', []],
    ['deleteStream', 'pubmedia', [send(({ line }) => deleteStream(line('A').streamId), { text: 'deleteStream' })]],
    ['publishing', 'pubmedia', []],
    ['playing a recording', 'vod', [wait(1_500)]],
  ];
  return ended.flatMap(([label, pre, before]) =>
    (['fin', 'rst'] as const).map((how) => ({
      label: `${label}, ${how}`,
      ...(pre !== undefined && { pre }),
      steps: [...before, ...leaves(how), ...onlyLeft(0)],
    })),
  );
}

function clientRuns(): Run[] {
  const rungs = ['tcp', 'hs', 'connreq', 'conn', 'stream', 'relay'] as const;
  return [
    ...rungs.map((pre): Run => ({ label: `${pre}, rst`, pre, steps: [close('rst'), ...overOnce()] })),
    {
      label: 'ends in order',
      pre: 'relay',
      intent: 'publish',
      steps: [
        order({ kind: 'stop' }),
        expect(closed(), { within: 'close' }),
        close('fin'),
        wait('close'),
        bounded('timers', 0),
      ],
    },
  ];
}

function setTimeOfDay(by: number): Step {
  return order({ kind: 'setTimeOfDay', by });
}

function nobodyEnds(steps: readonly Step[]): Step {
  return never(either(closed(), isOver()), [never(closed(), steps, { on: 'B' })]);
}

/** A frame each second. */
function frames(): Step[] {
  return Array.from({ length: FRAMES }, () => [
    send(({ line }) => video(line('A').nextFrame()), { text: 'a key frame' }),
    wait(1_000),
  ]).flat();
}
