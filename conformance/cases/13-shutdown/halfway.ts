import { endsOnce, nameIsFree, onlyLeft, overOnce, told } from '../../kit/aftermath.ts';
import type { Run, Scene, Step } from '../../kit/case.ts';
import { closed, frame, message } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import {
  bounded,
  check,
  close,
  defineCases,
  expect,
  ladder,
  make,
  never,
  order,
  pauseReading,
  send,
  wait,
} from '../../kit/steps.ts';
import { concat, u32 } from '../../kit/wire/bytes.ts';
import { h0 } from '../../kit/wire/chunk-encode.ts';
import { type FrameSpec, video, videoPayload } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

const ENDS = ['fin', 'rst'] as const;

/** A number that no other frame of a run has. */
const LATE = 900;

/** Ends inside something: a message, a command, a queue, an end of the other side's. */
export const halfwayCases = defineCases([
  {
    id: '13.5',
    title: 'End inside a message',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['P', 'R5.3'],
    clause: 'A message of which only a part has come before the end is never delivered.',
    script: ({ role }) => ({ runs: ENDS.map((how) => ({ label: how, steps: endsInside(how, role === 'client') })) }),
  },
  {
    id: '13.11',
    title: 'Data after close command',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['P', 'CMD-23', 'CMD-33'],
    clause: 'What comes behind the end of a stream, or of the connection, is ignored or ends it: it reaches nobody.',
    script: ({ role }) => ({ runs: role === 'server' ? behindTheEnd() : behindTheServersEnd() }),
  },
  {
    id: '13.12',
    title: 'Both ends close at once',
    role: 'both',
    level: 'must',
    pre: 'relay',
    needs: ['orders', 'virtualTime'],
    refs: ['P'],
    clause: 'Two ends that cross on their way are one end for each side.',
    script: ({ role }) => ({ runs: crossings(role === 'server') }),
  },
  {
    id: '13.14',
    title: 'Close while output is pending',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['P'],
    clause: 'What waits to be sent to a player goes with its connection, and the publisher notices nothing.',
    script: () => ({ runs: ENDS.map((how) => ({ label: how, steps: endsBeforeAQueue(how) })) }),
  },
  {
    id: '13.14',
    title: 'Close while output is pending',
    role: 'client',
    level: 'must',
    pre: 'pub',
    needs: ['orders'],
    refs: ['P'],
    clause: 'What a publisher has not sent yet goes with its connection; it says once that it is over.',
    script: () => ({ runs: ENDS.map((how) => ({ label: how, steps: endsBeforeAPublisher(how) })) }),
  },
]);

function endsInside(how: 'fin' | 'rst', isClient: boolean): Step[] {
  const half = (frame: FrameSpec, stream: number) => {
    const payload = videoPayload(frame);
    return concat(h0(6, frame.timestamp, payload.length, TYPE.video, stream), payload.subarray(0, payload.length >> 1));
  };
  const toNobody = message('any video', ({ type }) => type === TYPE.video);
  return [
    never(
      toNobody,
      [
        send(({ line }) => half(line('A').nextFrame(), line('A').streamId), { text: 'half of a key frame' }),
        wait(1),
        close(how),
        ...(isClient ? overOnce() : [expect(told(), { on: 'B', within: 'close' }), wait('quiet')]),
      ],
      { on: 'B' },
    ),
    ...(isClient ? [] : nameIsFree()),
  ];
}

function behindTheEnd(): Run[] {
  const late = send(({ line }) => video({ ...line('A').nextFrame(), sequence: LATE }), { text: 'a key frame' });
  const deletes = send(({ line }) => messages.deleteStream(line('A').streamId), { text: 'deleteStream' });
  return [
    {
      label: 'media behind deleteStream',
      pre: 'relay',
      steps: [never(frame('video', { sequence: LATE }), [deletes, late, aliveOrClosed()], { on: 'B' })],
    },
    {
      label: 'media behind deleteStream, the name given to another',
      pre: 'relay',
      steps: [
        deletes,
        ...nameIsFree('C'),
        never(frame('video', { sequence: LATE }), [late, aliveOrClosed()], { on: 'D' }),
        aliveOrClosed(undefined, 'D'),
      ],
    },
    { label: 'commands behind close', steps: [send(messages.command('close', 0)), aliveOrClosed()] },
  ];
}

function behindTheServersEnd(): Run[] {
  const eof = messages.userControl(messages.EVENT.streamEof, u32(1));
  return [
    {
      label: 'media behind Stream EOF',
      pre: 'relay',
      steps: [
        send([eof, messages.onStatus('NetStream.Play.UnpublishNotify')], { text: 'Stream EOF and UnpublishNotify' }),
        send(({ line }) => video({ ...line('A').nextFrame(), sequence: LATE }), { text: 'a key frame' }),
        aliveOrClosed(),
      ],
    },
    { label: 'commands behind close', steps: [send(messages.command('close', 0)), aliveOrClosed()] },
  ];
}

/** In the same turn: nothing of the one has reached the other. */
function crossings(isServer: boolean): Run[] {
  const ours = isServer ? [close('fin'), close('fin', { on: 'B' })] : [close('fin')];
  const theirs = order({ kind: isServer ? 'kick' : 'stop' });
  const orders: readonly (readonly [string, readonly Step[]])[] = [
    ['ours first', [...ours, theirs]],
    ['theirs first', [theirs, ...ours]],
  ];
  return orders.map(([label, steps]) => ({
    label,
    steps: isServer
      ? [
          ...steps,
          ...['A', 'B'].map((on) => expect(closed(), { on, within: 'close' })),
          wait('close'),
          endsOnce('A'),
          endsOnce('B'),
          ...onlyLeft(0),
        ]
      : [...steps, expect(closed(), { within: 'close' }), ...overOnce(), wait('close'), endsOnce('A')],
  }));
}

const PICTURE = 65_536;

function endsBeforeAQueue(how: 'fin' | 'rst'): Step[] {
  return [
    pauseReading('B'),
    send(messages.setChunkSize(65_536)),
    send(({ line }) => Array.from({ length: 16 }, () => video({ ...line('A').nextFrame(), size: PICTURE })), {
      text: '16 key frames of 64 kB',
    }),
    wait('quiet'),
    close(how, { on: 'B' }),
    wait('close'),
    bounded('sessions', 1),
    bounded('unsentBytes', 0),
    ladder('play', 'P'),
    make('a frame at another player', ({ line }: Scene) => {
      const next = line('A').nextFrame();
      return [send(video(next), { text: 'a key frame' }), expect(frame('video', next), { on: 'P' })];
    }),
  ];
}

function endsBeforeAPublisher(how: 'fin' | 'rst'): Step[] {
  const big = videoPayload({ sequence: LATE, timestamp: 0, size: PICTURE });
  return [
    pauseReading(),
    ...Array.from({ length: 16 }, (_, index) =>
      order({ kind: 'sendMedia', media: 'video', timestamp: index, payload: big }),
    ),
    wait('quiet'),
    close(how),
    ...overOnce('close'),
    check('nothing is written behind the end', ({ line }) => {
      const { observations } = line('A');
      const end = observations.findIndex(({ kind }) => kind === 'closed');
      const isQuiet = end < 0 || observations.slice(end).every(({ kind }) => kind !== 'bytes');
      return isQuiet ? undefined : { expected: 'no bytes behind the end', actual: 'some' };
    }),
  ];
}
