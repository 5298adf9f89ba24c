import type { Step } from '../../kit/case.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { bounded, defineCases, pauseReading, resumeReading, send } from '../../kit/steps.ts';
import { concat } from '../../kit/wire/bytes.ts';
import { h0, h3 } from '../../kit/wire/chunk-encode.ts';
import { encodeMessage, type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

const MEBIBYTE = 1_048_576;
/** What one connection may make another side queue. */
const MOST_UNSENT = 48 * MEBIBYTE;

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
    script: ({ isThorough }) => unread(messages.command('ckNope', 77), isThorough),
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
    script: ({ isThorough }) => unread(messages.ping(), isThorough),
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
    script: ({ isThorough }) => [many(messages.acknowledgement(0x12345), isThorough), aliveOrClosed('close')],
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
    script: ({ isThorough }) =>
      unread([messages.setPeerBandwidth(2_500_000), messages.setPeerBandwidth(1_250_000)], isThorough),
  },
  {
    id: '12.11',
    title: 'Set Chunk Size churn',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.1'],
    clause: 'A chunk size may change as often as somebody likes.',
    script: ({ isThorough }) => [
      many([messages.setChunkSize(128), messages.setChunkSize(65_536), messages.setChunkSize(128)], isThorough),
      aliveOrClosed('close'),
    ],
  },
  {
    id: '12.13',
    title: 'Zero-progress input',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['P', 'Q-27'],
    clause: 'Empty messages without end are read in time that grows with their number, and leave nothing.',
    script: ({ isThorough }) => [
      send(concat(h0(5, 0, 0, TYPE.data, 0), ...Array.from({ length: isThorough ? 1_000_000 : 20_000 }, () => h3(5))), {
        text: 'empty messages',
      }),
      aliveOrClosed('close'),
    ],
  },
]);

const count = (isThorough: boolean) => (isThorough ? 100_000 : 5_000);

function many(what: MessageSpec | readonly MessageSpec[], isThorough: boolean): Step {
  const once = concat(...[what].flat().map((message) => encodeMessage(message, 1, 128)));
  const all = concat(...Array.from({ length: count(isThorough) }, () => once));
  return send(all, { text: `${count(isThorough)} times the same` });
}

/** Not reading meanwhile; then it works, or has ended. */
function unread(what: MessageSpec | readonly MessageSpec[], isThorough: boolean): Step[] {
  return [
    pauseReading(),
    many(what, isThorough),
    bounded('unsentBytes', MOST_UNSENT),
    resumeReading(),
    aliveOrClosed('close'),
  ];
}
