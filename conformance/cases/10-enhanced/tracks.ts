import type { Role, Run, Step } from '../../kit/case.ts';
import { closed, payloadOf } from '../../kit/matchers.ts';
import { flowsOrClosed } from '../../kit/probes.ts';
import { alive, anyOf, defineCases, send } from '../../kit/steps.ts';
import { concat, counting, fill, hex, u8, u24, utf8 } from '../../kit/wire/bytes.ts';
import {
  AUDIO,
  audioOf,
  exAudio,
  exVideo,
  KEY,
  modEx,
  modExAudio,
  modExVideo,
  multitrackAudio,
  multitrackVideo,
  VIDEO,
  videoOf,
} from '../../kit/wire/enhanced.ts';
import { type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import { key, sound, start, unit } from './codecs.ts';
import { joinerGets, passes, stage } from './stage.ts';

/** ModEx, multitrack, and headers that are wrong or not known. */
export const trackCases = defineCases([
  {
    id: '10.18',
    title: 'ModEx nanoseconds',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E ModEx', 'ERTMP-21', 'ERTMP-22'],
    clause: 'A time offset in nanoseconds stands before the packet: the packet is relayed as it is, and understood.',
    script: () => {
      const withNanos = (mark: number) =>
        videoOf(modExVideo(KEY, [modEx(u24(500_000), 0, VIDEO.framesX)], utf8('avc1'), unit(mark)));
      return [
        ...stage(),
        ...passes(start('avc1')),
        send(withNanos(1)),
        anyOf([
          {
            when: payloadOf(TYPE.video, withNanos(1).payload),
            on: 'B',
            // Only who knows it for a key frame begins a late player with it.
            next: joinerGets([start('avc1')], withNanos(2)),
          },
          { when: closed(), tag: 'close' },
        ]),
      ];
    },
  },
  {
    id: '10.19',
    title: 'ModEx long form',
    role: 'both',
    level: 'must',
    pre: 'hs',
    intent: 'play',
    needs: ['ertmp'],
    refs: ['E ModEx', 'ERTMP-21'],
    clause: 'A size byte of 255 is followed by the size in two bytes: what lies behind the data is found.',
    script: ({ role }) => ({
      runs: [1, 255, 256, 300, 65_536].map((size) =>
        skipped(`${size} bytes`, role, [modEx(fill(size, 0x97), 15, VIDEO.start)]),
      ),
    }),
  },
  {
    id: '10.20',
    title: 'ModEx chain and unknown ModEx type',
    role: 'both',
    level: 'must',
    pre: 'hs',
    intent: 'play',
    needs: ['ertmp'],
    refs: ['E ModEx', 'ERTMP-21'],
    clause: 'ModEx blocks follow one another; one of an unknown type is passed over by its size.',
    script: ({ role }) => ({
      runs: [
        skipped('two', role, [modEx(u24(1), 0, VIDEO.modEx), modEx(u24(2), 0, VIDEO.start)]),
        skipped('of type 15', role, [modEx(counting(7), 15, VIDEO.start)]),
        skipped('of type 15 before one of type 0', role, [
          modEx(counting(7), 15, VIDEO.modEx),
          modEx(u24(2), 0, VIDEO.start),
        ]),
      ],
    }),
  },
  {
    id: '10.21',
    title: 'ModEx too short for its type',
    role: 'both',
    level: 'must',
    pre: 'hs',
    intent: 'play',
    needs: ['ertmp'],
    hostile: true,
    refs: ['E ModEx', 'ERTMP-22'],
    clause: 'A time offset of fewer than three bytes is none; the packet is taken without it, or dropped.',
    script: ({ role }) => [
      ...stage(role),
      send(videoOf(modExVideo(KEY, [modEx(u8(1), 0, VIDEO.framesX)], utf8('avc1'), unit(1)))),
      send(audioOf(modExAudio([modEx(u8(1), 0, AUDIO.frames)], utf8('Opus'), counting(9)))),
      ...passes(sound('Opus', 2)),
      alive(),
    ],
  },
  {
    id: '10.22',
    title: 'Multitrack, one track',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Multitrack', 'ERTMP-24'],
    clause: 'A message of one further track is relayed, and does nothing to track 0.',
    script: () => [
      ...stage(),
      ...passes(start('avc1'), key('avc1', 1), oneTrack('avc1', 1, VIDEO.framesX, unit(2)), key('avc1', 3)),
      ...joinerGets([start('avc1')], key('avc1', 9)),
    ],
  },
  {
    id: '10.23',
    title: 'Multitrack, many tracks',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Multitrack', 'ERTMP-25'],
    clause: 'Several tracks of one codec in a message have a size each.',
    script: () => [
      ...stage(),
      ...passes(start('avc1'), key('avc1', 1), videoOf(hex('96 13 61766331 00 000005 4141414141 01 000003 424242'))),
      alive(),
    ],
  },
  {
    id: '10.24',
    title: 'Multitrack, many codecs',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Multitrack', 'ERTMP-26'],
    clause: 'Several tracks of several codecs in a message have a FourCC and a size each.',
    script: () => [
      ...stage(),
      ...passes(start('avc1'), key('avc1', 1), videoOf(hex('96 23 61766331 00 000002 4141 68766331 01 000002 4242'))),
      alive(),
    ],
  },
  {
    id: '10.25',
    title: 'Multitrack size lies',
    role: 'both',
    level: 'must',
    pre: 'hs',
    intent: 'play',
    needs: ['ertmp'],
    hostile: true,
    refs: ['E Multitrack', 'E Unrecognized value', 'ERTMP-12', 'ERTMP-27'],
    clause: 'A message whose tracks do not fit into it is dropped, and nothing else suffers.',
    script: ({ role }) => ({
      runs: [
        ...[
          '000005 4141',
          '000000',
          'ffffff 41',
          '000002 4141 01',
          '000002 4141 0100',
          '000002 4141 010000',
          '000002 4141 01000003',
        ].map((sizes): [string, Uint8Array] => [`sizes ${sizes}`, hex(`96 11 61766331 00 ${sizes}`)]),
        [
          'multitrack inside multitrack',
          multitrackVideo(KEY, 0, VIDEO.multitrack, 'avc1', [{ id: 1, body: unit(1) }]),
        ] as const,
        ['ModEx inside multitrack', multitrackVideo(KEY, 0, VIDEO.modEx, 'avc1', [{ id: 1, body: unit(1) }])] as const,
        ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((type): [string, Uint8Array] => [
          `multitrack type ${type}`,
          concat(hex('96'), u8((type << 4) | 1), utf8('avc1'), counting(20)),
        ]),
      ].map(([label, payload]) => harmless(label, role, videoOf(payload))),
    }),
  },
  {
    id: '10.26',
    title: 'Multitrack headers kept per track',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Multitrack', 'ERTMP-45'],
    clause: 'Late players get the sequence start of every track.',
    script: () => {
      const headers = [start('avc1'), ...[1, 2].map((id) => oneTrack('avc1', id, VIDEO.start, counting(30, id)))];
      return [...stage(), ...passes(...headers, key('avc1', 1)), ...joinerGets(headers, key('avc1', 9))];
    },
  },
  {
    id: '10.27',
    title: 'Unknown packet type, frame type or FourCC',
    role: 'both',
    level: 'must',
    pre: 'hs',
    intent: 'play',
    needs: ['ertmp'],
    hostile: true,
    refs: ['E Unrecognized value', 'ERTMP-12'],
    clause: 'What is not known is dropped, or relayed as it is, or ends the connection in order.',
    script: ({ role }) => ({
      runs: [
        ...[8, 9, 10, 11, 12, 13, 14, 15].map((type) =>
          harmless(`video packet type ${type}`, role, videoOf(exVideo(KEY, type, 'avc1', unit(1)))),
        ),
        ...[0, 6, 7].map((type) =>
          harmless(`frame type ${type}`, role, videoOf(exVideo(type, VIDEO.framesX, 'avc1', unit(1)))),
        ),
        harmless('video FourCC zzzz', role, videoOf(exVideo(KEY, VIDEO.frames, 'zzzz', unit(1)))),
        harmless('audio FourCC zzzz', role, audioOf(exAudio(AUDIO.frames, 'zzzz', unit(1)))),
        ...[3, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((type) =>
          harmless(`audio packet type ${type}`, role, audioOf(exAudio(type, 'Opus', unit(1)))),
        ),
      ],
    }),
  },
  {
    id: '10.28',
    title: 'Truncated enhanced header',
    role: 'both',
    level: 'must',
    pre: 'hs',
    intent: 'play',
    needs: ['ertmp'],
    hostile: true,
    refs: ['E Unrecognized value', 'ERTMP-45'],
    clause: 'A header that is cut off anywhere is dropped, or ends the connection in order.',
    script: ({ role, isThorough }) => ({
      runs: HEADERS.flatMap(([label, whole]) => cuts(label, whole, role, isThorough)),
    }),
  },
  {
    id: '10.37',
    title: 'Track ids are per medium',
    role: 'server',
    level: 'must',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Multitrack', 'ERTMP-24', 'ERTMP-27', 'Q-55'],
    clause: 'Sound and pictures number their tracks apart; a message without a track number is of track 0.',
    script: () => {
      const headers = [
        start('avc1'),
        oneTrack('avc1', 1, VIDEO.start, counting(30, 1)),
        audioOf(exAudio(AUDIO.start, 'Opus', utf8('OpusHead'), hex('0102380180bb0000000000'))),
        audioOf(
          multitrackAudio(0, AUDIO.start, 'Opus', [
            { id: 1, body: concat(utf8('OpusHead'), hex('0101380180bb0000000000')) },
          ]),
        ),
      ];
      const sounds = audioOf(multitrackAudio(0, AUDIO.frames, 'Opus', [{ id: 1, body: counting(20) }]));
      return [
        ...stage(),
        ...passes(...headers, key('avc1', 1), oneTrack('avc1', 1, VIDEO.framesX, unit(1)), sound('Opus', 1), sounds),
        ...joinerGets(headers, key('avc1', 9)),
      ];
    },
  },
]);

function oneTrack(codec: string, id: number, packetType: number, body: Uint8Array): MessageSpec {
  return { ...videoOf(multitrackVideo(KEY, 0, packetType, codec, [{ id, body }])), text: `track ${id}` };
}

/** ModEx blocks before a sequence start: it arrives as it is, and late players get it, as only a header is given. */
function skipped(label: string, role: Role, blocks: readonly Uint8Array[]): Run {
  const header = {
    ...videoOf(modExVideo(KEY, blocks, utf8('hvc1'), counting(30))),
    text: 'sequence start behind ModEx',
  };
  const joining = role === 'server' ? joinerGets([header], key('hvc1', 9)) : [];
  return { label, steps: [...stage(role), ...passes(header, key('hvc1', 1)), ...joining, alive()] };
}

/** Whatever becomes of it: what comes after is as it should be, or the connection has ended. */
function harmless(label: string, role: Role, odd: MessageSpec): Run {
  return { label, steps: [...stage(role), send(odd, { text: label }), flowsOrClosed('close')] };
}

/** Each header up to its end, by name. */
const HEADERS: readonly (readonly [string, MessageSpec])[] = [
  ['hvc1 frames', videoOf(exVideo(KEY, VIDEO.frames, 'hvc1', u24(0)))],
  ['command', videoOf(hex('d1 00'))],
  ['metadata', videoOf(hex('94 68766331 02 0009 636f6c6f72496e666f'))],
  ['Opus', audioOf(exAudio(AUDIO.start, 'Opus', utf8('OpusHead')))],
  ['multichannel', audioOf(exAudio(AUDIO.multichannel, 'Opus', hex('02 06 00 01 02 03 04 05')))],
  ['ModEx', videoOf(hex('97 02 07a120 03 61766331'))],
  ['ModEx long form', videoOf(modExVideo(KEY, [modEx(fill(256), 0, VIDEO.framesX)], utf8('avc1')).subarray(0, 12))],
  ['ModEx of sound', audioOf(modExAudio([modEx(u24(1), 0, AUDIO.frames)], utf8('Opus')))],
  ['one track', videoOf(hex('96 01 61766331 01 000000'))],
  ['many tracks', videoOf(hex('96 13 61766331 00 000005 4141414141 01 000003'))],
  ['many codecs', videoOf(hex('96 23 61766331 00 000002 4141 68766331 01 000002'))],
  ['tracks of sound', audioOf(multitrackAudio(1, AUDIO.frames, 'Opus', [{ id: 1, body: counting(3) }]))],
];

/** In full one run for each cut, as a peer may end the connection at the first; else all cuts of a header in one run. */
function cuts(label: string, whole: MessageSpec, role: Role, isThorough: boolean): readonly Run[] {
  const pieces = Array.from({ length: whole.payload.length - 1 }, (_, at): Step[] => [
    send({ ...whole, payload: whole.payload.slice(0, at + 1) }, { text: `${label}, ${at + 1} bytes of it` }),
    flowsOrClosed('close'),
  ]);
  if (!isThorough) return [{ label, steps: [...stage(role), ...pieces.flat()] }];
  return pieces.map((steps, at) => ({ label: `${label} cut at ${at + 1}`, steps: [...stage(role), ...steps] }));
}
