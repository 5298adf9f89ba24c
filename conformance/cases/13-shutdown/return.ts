import { isOver, leaves, nameIsFree, onlyLeft } from '../../kit/aftermath.ts';
import type { Finding, Scene, Step } from '../../kit/case.ts';
import { acceptConnect, connect } from '../../kit/ladder.ts';
import { command, frame, opened, pong, result } from '../../kit/matchers.ts';
import { anyOf, check, close, defineCases, expect, ladder, send, wait } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { chunked, h0 } from '../../kit/wire/chunk-encode.ts';
import { TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

/** Whoever comes back begins anew. */
export const returnCases = defineCases([
  {
    id: '13.8',
    title: 'Reconnect storm',
    role: 'server',
    level: 'must',
    pre: 'pubmedia',
    refs: ['P', 'Q-40'],
    clause: 'An encoder that drops and comes back without end gets its name at last, and leaves nothing behind.',
    script: () => [
      close('rst'),
      ...Array.from({ length: 199 }, (_, count): Step[] => [
        wait(10),
        ladder('stream', `C${count}`),
        send(({ name }) => messages.publish(name), { on: `C${count}`, text: 'publish' }),
        close('rst', { on: `C${count}` }),
      ]).flat(),
      wait('quiet'),
      ...onlyLeft(0),
      ...nameIsFree('Y', 'Z'),
    ],
  },
  {
    id: '13.9',
    title: 'Client reconnects',
    role: 'client',
    level: 'info',
    pre: 'relay',
    intent: 'publish',
    slow: true,
    refs: ['P'],
    clause: 'Whether a publisher that lost its server comes back, after how long, and whether it begins anew.',
    script: [
      close('rst'),
      anyOf(
        [
          {
            when: opened(),
            on: 'A2',
            next: [
              check('after how long', ({ now }) => ({ tag: `comes back within ${Math.ceil(now / 1000)} s` })),
              ladder('pub', 'A2'),
              expect(frame(), { on: 'A2' }),
              check('headers again', headersAgain),
              check('a first connect, in chunks of 128', beginsAnew),
              close('rst', { on: 'A2' }),
              comesBackAgain(),
            ],
          },
          { when: isOver(), tag: 'gives up' },
          { when: 'deadline', tag: 'neither' },
        ],
        { within: 'idle' },
      ),
    ],
  },
  {
    id: '13.10',
    title: 'Clean state per connection',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.4.1', 'R5.4.4', 'CHK-33'],
    clause: 'Chunk size, window and chunk streams are of one connection: the next begins with those of the text.',
    script: ({ role }) =>
      role === 'server' ? secondClient() : { runs: [{ label: '', pre: 'connreq', steps: sentOn() }] },
  },
]);

const settings = () => [
  messages.setChunkSize(60_000),
  messages.windowAcknowledgementSize(1_000),
  messages.setPeerBandwidth(1_000),
  messages.data(['ckData', 'x'.repeat(1_000)], { chunkStreamId: 3, messageStreamId: 7 }),
];

/** A connection with settings of its own ends; the next says its `connect` of 300 bytes in chunks of 128. */
function secondClient(): readonly Step[] {
  const payloadOf = ({ profile }: Scene, pageUrl: string) => connect(profile.app, profile.tcUrl, { pageUrl }).payload;
  return [
    send(settings()),
    wait('quiet'),
    ...leaves('fin'),
    ladder('hs', 'C'),
    send(
      (scene) => {
        const payload = payloadOf(scene, 'x'.repeat(300 - payloadOf(scene, '').length));
        return chunked(h0(3, 0, payload.length, TYPE.command, 0), payload, { chunkStreamId: 3 });
      },
      { on: 'C', text: 'connect of 300 bytes in chunks of 128' },
    ),
    expect(result(1), { on: 'C' }),
  ];
}

/** A client that is sent on says its `connect` to the other place in chunks of 128, and reads a long answer in them. */
function sentOn(): readonly Step[] {
  return [
    send(
      ({ profile }) => [
        ...settings(),
        messages.command('_error', 1, [
          null,
          {
            ...messages.information('NetConnection.Connect.Rejected', 'error', 'elsewhere'),
            ex: { code: 302, redirect: `${profile.tcUrl}2` },
          },
        ]),
      ],
      { text: 'settings, and _error with a redirect' },
    ),
    anyOf(
      [
        {
          when: opened(),
          on: 'A2',
          next: [
            ladder('connreq', 'A2'),
            send(acceptConnect(), { on: 'A2', text: 'the answer to connect in chunks of 128' }),
            expect(command('createStream'), { on: 'A2' }),
            send(messages.ping(), { on: 'A2' }),
            expect(pong(), { on: 'A2' }),
          ],
        },
        { when: isOver(), tag: 'no second connection' },
        { when: 'deadline', tag: 'no second connection' },
      ],
      { within: 'close' },
    ),
  ];
}

/** Transactions are counted from 1 again, and what is written can be read without what was said before. */
function beginsAnew(scene: Scene): Finding {
  const connects = messagesAt(scene, 'A2').find(({ values }) => values?.[0] === 'connect');
  const isReadable = scene.line('A2').observations.every(({ kind }) => kind !== 'garbage');
  return { tag: connects?.values?.[1] === 1 && isReadable ? 'begins anew' : 'goes on with what was' };
}

/** Whether it is in more of a hurry the second time, or in less. */
function comesBackAgain(): Step {
  return anyOf(
    [
      {
        when: opened(),
        on: 'A3',
        next: [
          check('after how long, the second time', ({ now, line }) => {
            const lost = line('A2').observations.at(-1)?.t ?? 0;
            return { tag: `comes back again within ${Math.ceil((now - lost) / 1000)} s` };
          }),
        ],
      },
      { when: isOver(), tag: 'gives up the second time' },
      { when: 'deadline', tag: 'does not come back again' },
    ],
    { within: 'idle' },
  );
}

function headersAgain(scene: Scene): Finding {
  const isHeader = messagesAt(scene, 'A2').some(
    ({ type, payload }) => type === TYPE.video && payload[0] === 0x17 && payload[1] === 0,
  );
  return { tag: isHeader ? 'headers again' : 'no headers' };
}
