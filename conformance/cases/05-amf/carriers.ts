import type { Run, Scene, Step } from '../../kit/case.ts';
import { transactionOf } from '../../kit/ladder.ts';
import { asked, closed, command, data, messageOfType, status, where } from '../../kit/matchers.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { alive, anyOf, expect, grown, ladder, make, never, send, weigh } from '../../kit/steps.ts';
import { type AmfValue, sameValues } from '../../kit/wire/amf-value.ts';
import { equal } from '../../kit/wire/bytes.ts';
import { aacHeader, avcHeader, video } from '../../kit/wire/media.ts';
import { type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

// The messages that carry a value to a subject, and what shows that it was read right.

/** What becomes of a message on its way: nothing, or the AMF3 types. */
export type Form = (spec: MessageSpec) => MessageSpec;
const asItIs: Form = (spec) => spec;

/** A command that no server knows, or a data message that means nothing to a client, with these values. */
export function meaninglessWith({ role }: Scene, values: readonly Uint8Array[], form: Form = asItIs): MessageSpec {
  return form(
    role === 'server'
      ? messages.command('ckEcho', 0, [null, ...values])
      : messages.data(['ckData', ...values], { messageStreamId: 0 }),
  );
}

/** In a message that means nothing, the value harms nobody. */
export const harmless = (label: string, ...values: readonly Uint8Array[]): Run => ({
  label: `${label}, harmless`,
  steps: [send((scene) => meaninglessWith(scene, values), { text: `an argument: ${label}` }), alive()],
});

/** In a message that means nothing, the value makes the subject hold no more than a message of some bytes. */
export const takesNoMemory = (label: string, value: Uint8Array): Step[] => [
  weigh('heldBytes'),
  send((scene) => meaninglessWith(scene, [value]), { text: `an argument: ${label}` }),
  grown('heldBytes', value.length + 65_536),
];

/** In a message that means nothing, the value does no more than end the connection. */
export const survived = (label: string, values: readonly Uint8Array[], tag?: string): Run => ({
  label,
  steps: [send((scene) => meaninglessWith(scene, values), { text: `an argument: ${label}` }), aliveOrClosed(tag)],
});

/**
 * What comes out of a relay, or what a client reads, is the value that went in.
 *
 * @param asSent - what the kit reads of it where it is relayed as it came, if that is something else
 */
export function carried(
  label: string,
  value: Uint8Array,
  expected: AmfValue,
  form: Form = asItIs,
  asSent: AmfValue = expected,
): Run {
  const isSame = (seen: SeenMessage) =>
    [expected, asSent].some((one) => sameValues(seen.values, ['ckData', one, 'after'])) || isAmf3AsSent(seen, value);
  const arrives = [
    send(form(messages.data(['ckData', value, 'after'])), { text: `a data message with ${label}` }),
    anyOf(
      [
        { when: where(data('ckData'), 'with the same values', isSame) },
        { when: data('ckData'), tag: 'another value', isFailure: true } as const,
        { when: closed(), on: 'A', tag: 'close', isFailure: true } as const,
      ],
      { on: 'B' },
    ),
  ];
  return {
    label: `${label}, carried`,
    pre: 'relay',
    steps: [
      // Whether such messages are relayed at all is not this case's to judge.
      send(form(messages.data(['ckPlain']))),
      anyOf(
        [
          { when: data('ckPlain'), next: arrives },
          { when: 'deadline', tag: 'not-relayed' },
        ],
        { on: 'B', within: 'quiet' },
      ),
      alive(),
    ],
  };
}

/** In a message that means nothing, and in one whose value is seen. */
export const both = (label: string, value: Uint8Array, expected: AmfValue): Run[] => [
  harmless(label, value),
  carried(label, value, expected),
];

/** AMF3 that is relayed as it came: the kit does not read it. Of a client that has read it only what it read counts. */
function isAmf3AsSent({ payload, values }: SeenMessage, value: Uint8Array): boolean {
  const unread = values?.[1];
  if (typeof unread !== 'object' || unread === null || unread.kind !== 'amf3') return false;
  const end = payload.length - AFTER_LENGTH;
  return equal(payload.subarray(end - value.length, end), value);
}
const AFTER_LENGTH = 3 + 'after'.length;

/** The value stands where a null is usual, and what follows it is read: the name of a stream, the id of one. */
export const readOver = (label: string, value: Uint8Array, form: Form = asItIs): Run => ({
  label: `${label}, read over`,
  pre: 'conn',
  steps: [
    make('what follows the value', ({ role }) => (role === 'server' ? publishes(value, form) : creates(value, form))),
  ],
});

function publishes(value: Uint8Array, form: Form): readonly Step[] {
  return [
    ladder('stream'),
    send(({ name }) => form(publishAfter(value, name)), { text: 'publish with the value as command object' }),
    expect(status('NetStream.Publish.Start')),
    ladder('play', 'B'),
    send(({ line }) => [avcHeader(), aacHeader(), video(line('A').nextFrame())], { text: 'headers and a key frame' }),
    expect(messageOfType(TYPE.video), { on: 'B', count: 2 }),
  ];
}

function creates(value: Uint8Array, form: Form): readonly Step[] {
  return [
    ...createdAs(value, form),
    expect(where(asked(), 'on message stream 7', ({ messageStreamId }) => messageStreamId === STREAM)),
  ];
}

/** The value does not decode: the message has no effect, or the connection ends. What follows it is not guessed. */
export const dropped = (label: string, value: Uint8Array, form: Form = asItIs): Run => ({
  label,
  pre: 'conn',
  steps: [
    make('no effect, or the end', ({ role }) =>
      role === 'server'
        ? [
            ladder('stream'),
            send(({ name }) => form(publishAfter(value, name)), { text: `publish behind ${label}` }),
            never(status('NetStream.Publish.Start'), [aliveOrClosed()]),
          ]
        : [...createdAs(value, form), never(asked(), [aliveOrClosed()])],
    ),
  ],
});

/** The answer to createStream, with the value before the id of the stream. */
function createdAs(value: Uint8Array, form: Form): readonly Step[] {
  return [
    expect(command('createStream'), { as: 'createStream' }),
    send(({ kept }) => form(messages.command('_result', transactionOf(kept('createStream').at(-1)), [value, STREAM])), {
      text: '_result to createStream behind the value',
    }),
  ];
}

const STREAM = 7;

const publishAfter = (value: Uint8Array, name: string): MessageSpec =>
  messages.streamCommand('publish', 0, [value, name, 'live']);
