import { nameIsFree, onlyLeft, told } from '../../kit/aftermath.ts';
import type { Step } from '../../kit/case.ts';
import { closed, either, errorStatus, frame, status, userControl } from '../../kit/matchers.ts';
import type { ConnectionName } from '../../kit/observation.ts';
import {
  close,
  defineCases,
  expect,
  expectClose,
  order,
  pauseReading,
  resumeReading,
  send,
  wait,
} from '../../kit/steps.ts';
import { video } from '../../kit/wire/media.ts';
import { acknowledgement, EVENT } from '../../kit/wire/messages.ts';

/** Key frames that wait at a player, and how large each is, bytes. */
const PENDING = [50, 51, 52, 53];
const PICTURE = 100_000;

/** The server ends the connection: because it closes, because somebody wants it, because nobody is there any more. */
export const serverEndsCases = defineCases([
  {
    id: '13.6',
    title: 'Server shutting down',
    role: 'server',
    level: 'should',
    pre: 'relay',
    needs: ['orders'],
    refs: ['P', 'Q-64', 'CMD-21'],
    clause:
      'A server that closes sends what it has, says that streams and connections end, and ends them in order, within its drain limit.',
    script: [
      // More than a socket holds for who does not read: a part of it waits in the server when it is to stop.
      pauseReading('B'),
      send(({ line }) => PENDING.map((sequence) => video({ ...line('A').nextFrame(), sequence, size: PICTURE })), {
        text: `${PENDING.length} key frames of ${PICTURE} bytes`,
      }),
      wait('quiet'),
      order({ kind: 'stop' }),
      wait('quiet'),
      resumeReading('B'),
      ...PENDING.map((sequence) => expect(frame('video', { sequence }), { on: 'B', within: 'close' })),
      expect(shuttingDown(), { on: 'A', within: 'close' }),
      expect(shuttingDown(), { on: 'B', within: 'close' }),
      expect(closed('fin'), { on: 'A', within: 'close' }),
      expect(closed('fin'), { on: 'B', within: 'close' }),
      close('fin', { on: 'A' }),
      close('fin', { on: 'B' }),
      wait('quiet'),
      ...onlyLeft(0),
    ],
  },
  {
    id: '13.7',
    title: 'Kick',
    role: 'server',
    level: 'should',
    pre: 'pub',
    needs: ['orders'],
    refs: ['P'],
    clause: 'A client that an operator ends has an error status or the end of its connection, and its name is free.',
    script: () => ({
      runs: [
        { label: 'a publisher', pre: 'pubmedia', steps: [...kicked('A'), ...onlyLeft(0), ...nameIsFree()] },
        { label: 'a player', pre: 'vod', steps: [...kicked('A'), ...onlyLeft(0)] },
        {
          label: 'both',
          pre: 'relay',
          steps: [...kicked('A'), expectClose({ on: 'B' }), close('fin', { on: 'B' }), ...onlyLeft(0), ...nameIsFree()],
        },
      ],
    }),
  },
  {
    id: '13.13',
    title: 'Half-open peer',
    role: 'server',
    level: 'should',
    pre: 'relay',
    slow: true,
    refs: ['P', 'Q-65', 'Q-40'],
    clause:
      'A publisher whose network has gone, without an end, is given up after a while: its player is told, and its name is free.',
    script: [
      // Nothing of ours gets out any more: no answer to a ping, no acknowledgement, no end.
      pauseReading('A'),
      ...Array.from({ length: 10 }, (_, count): Step[] => [
        wait(9_000),
        send(acknowledgement(4_000 + count), { on: 'B' }),
      ]).flat(),
      expect(told(), { on: 'B' }),
      expect(closed(), { on: 'A' }),
      ...nameIsFree(),
    ],
  },
]);

function shuttingDown() {
  return either(
    status('NetConnection.Connect.AppShutdown'),
    status('NetConnection.Connect.Closed'),
    status('NetStream.Play.UnpublishNotify'),
    status('NetStream.Unpublish.Success'),
    userControl(EVENT.streamEof),
  );
}

function kicked(on: ConnectionName): Step[] {
  return [
    order({ kind: 'kick' }),
    expect(either(errorStatus(), closed()), { on, within: 'close' }),
    expectClose({ on }),
    close('fin', { on }),
    wait('quiet'),
  ];
}
