import type { Step } from '../../kit/case.ts';
import { closed, either, error, result } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { anyOf, bounded, defineCases, grown, make, pauseReading, resumeReading, send, weigh } from '../../kit/steps.ts';
import { concat, joined } from '../../kit/wire/bytes.ts';
import { h0, h3 } from '../../kit/wire/chunk-encode.ts';
import { encodeMessage, type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

/** Why some of these are fewer. */
const FEWER = 'A hundred thousand messages with --slow, five thousand without.';

/** Bytes of answer that may wait for each byte of what asked for it: an `_error` may say much about little. */
const ANSWER = 8;
/** What these show, and what they do not. */
const BY_THE_ASKING =
  'Answers that wait weigh eight times what asked for them at most, or the connection ends. That there is a limit, however high, no flood of this length can show.';

/** Much of what is harmless once. */
export const floodCases = defineCases([
  {
    id: '12.7',
    title: 'Command flood',
    role: 'server',
    level: 'policy',
    pre: 'conn',
    hostile: true,
    refs: ['P'],
    clause: 'Commands by the thousand from a client that does not read are bounded in what they make a server hold.',
    corrected: `${FEWER} ${BY_THE_ASKING}`,
    script: ({ isThorough }) =>
      unread(many([messages.createStream(77), messages.command('ckNope', 78)], isThorough), answersOrEnds()),
  },
  {
    id: '12.8',
    title: 'Ping flood',
    role: 'both',
    level: 'policy',
    pre: 'conn',
    hostile: true,
    refs: ['R7.1.7'],
    clause: 'Answers to pings do not queue without limit for a peer that does not read.',
    corrected: `${FEWER} ${BY_THE_ASKING}`,
    script: ({ isThorough }) => unread(many(messages.ping(), isThorough)),
  },
  {
    id: '12.9',
    title: 'Ack flood',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.3'],
    clause: 'Acknowledgements without end cost nothing that stays.',
    corrected: `${FEWER} What one leaves behind is seen of five thousand as of a million.`,
    script: ({ isThorough }) => leavesNothing(many(messages.acknowledgement(0x12345), isThorough)),
  },
  {
    id: '12.10',
    title: 'SPB/WAS flood',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.5'],
    clause: 'Answers to Set Peer Bandwidth do not queue without limit.',
    corrected: `${FEWER} ${BY_THE_ASKING}`,
    script: ({ isThorough }) =>
      unread(many([messages.setPeerBandwidth(2_500_000), messages.setPeerBandwidth(1_250_000)], isThorough)),
  },
  {
    id: '12.11',
    title: 'Set Chunk Size churn',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.1'],
    clause: 'A chunk size may change as often as somebody likes, and that leaves nothing.',
    corrected: FEWER,
    script: ({ isThorough }) =>
      leavesNothing(
        many([messages.setChunkSize(128), messages.setChunkSize(65_536), messages.setChunkSize(128)], isThorough),
      ),
  },
  {
    id: '12.13',
    title: 'Zero-progress input',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['P', 'Q-27'],
    clause: 'Empty messages without end are read, and leave nothing.',
    corrected:
      'A million with --slow, twenty thousand without. That time grows with their number alone is not judged: processor time is no part of a run that is the same each time.',
    script: ({ isThorough }) =>
      leavesNothing({
        bytes: joined([
          h0(5, 0, 0, TYPE.data, 0),
          ...Array.from({ length: isThorough ? 1_000_000 : 20_000 }, () => EMPTY),
        ]),
        text: 'empty messages',
      }),
  },
]);

/** A message of no bytes, like the one before. */
const EMPTY = h3(5);

/** So many messages, these in turn. */
function many(what: MessageSpec | readonly MessageSpec[], isThorough: boolean): Flood {
  const messages = [what].flat();
  const count = isThorough ? 100_000 : 5_000;
  const once = concat(...messages.map((message) => encodeMessage(message, 1, 128)));
  const bytes = joined(Array.from({ length: Math.ceil(count / messages.length) }, () => once));
  return { bytes, text: `${count} messages: ${messages.map(({ text }) => text).join(', ')}` };
}

interface Flood {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** When all was read, no more is held than before. */
function leavesNothing({ bytes, text }: Flood): Step[] {
  return [weigh('heldBytes'), send(bytes, { text }), grown('heldBytes', 4_096), aliveOrClosed('close')];
}

/** Not reading meanwhile; then it works, or has ended. */
function unread({ bytes, text }: Flood, works: Step = aliveOrClosed('close')): Step[] {
  return [
    pauseReading(),
    send(bytes, { text }),
    bounded('unsentBytes', ANSWER * bytes.length),
    bounded('heldBytes', ANSWER * bytes.length),
    resumeReading(),
    works,
  ];
}

/** A createStream has its answer, be it that there are too many; or the connection has ended. */
function answersOrEnds(): Step {
  return make('an answer, or the end', ({ line }) => {
    const transaction = line('A').nextTransaction();
    return [
      send(messages.createStream(transaction)),
      anyOf([{ when: either(result(transaction), error(transaction)) }, { when: closed(), tag: 'close' }], {
        within: 'close',
      }),
    ];
  });
}
