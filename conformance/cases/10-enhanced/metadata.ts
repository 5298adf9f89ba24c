import type { Finding, Run } from '../../kit/case.ts';
import { data, messageIn, payloadOf } from '../../kit/matchers.ts';
import { flowsOrClosed } from '../../kit/probes.ts';
import { anyOf, check, defineCases, expect, send } from '../../kit/steps.ts';
import { amf0, amf0EcmaArray } from '../../kit/wire/amf0.ts';
import { concat, equal, hex } from '../../kit/wire/bytes.ts';
import { exVideo, KEY, VIDEO, videoOf } from '../../kit/wire/enhanced.ts';
import { type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import { data as dataMessage } from '../../kit/wire/messages.ts';
import { key, start } from './codecs.ts';
import { absent, joinerGets, passes, stage } from './stage.ts';

/** Metadata of Enhanced RTMP: of colours, of tracks, of seeking. */
export const metadataCases = defineCases([
  {
    id: '10.12',
    title: 'Metadata packet',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Metadata Frame', 'ERTMP-18', 'ERTMP-34', 'ERTMP-35'],
    clause:
      'Metadata of pictures are relayed among them, whatever frame type they have, and kept for late players until they are reset.',
    script: () => ({
      runs: [
        ...[0, KEY, 5].map((frameType): Run => {
          const colours = colourInfo(frameType, amf0('colorInfo'), amf0(COLOURS));
          return {
            label: `frame type ${frameType}`,
            steps: [
              ...stage(),
              ...passes(start('hvc1'), key('hvc1', 1), colours, key('hvc1', 2)),
              ...joinerGets([start('hvc1'), colours], key('hvc1', 9)),
            ],
          };
        }),
        {
          label: 'reset',
          steps: [
            ...stage(),
            ...passes(start('hvc1'), colourInfo(KEY, amf0('colorInfo'), amf0(COLOURS))),
            ...passes(colourInfo(KEY, amf0('colorInfo'), amf0(undefined)), key('hvc1', 2)),
            ...joinerGets([start('hvc1')], key('hvc1', 9)),
            absent(colourInfo(KEY, amf0('colorInfo'), amf0(COLOURS))),
          ],
        },
      ],
    }),
  },
  {
    id: '10.13',
    title: 'Command frame',
    role: 'server',
    level: 'must',
    pre: 'hs',
    needs: ['ertmp'],
    hostile: true,
    refs: ['E Enhanced Video', 'ERTMP-20'],
    clause: 'A command frame is one byte behind its header and has no FourCC; what follows is a message of its own.',
    script: () => ({
      runs: ['d1 00', 'd1 01'].map((digits) => ({
        label: digits,
        steps: [
          ...stage(),
          ...passes(start('hvc1'), key('hvc1', 1)),
          send([videoOf(hex(digits)), key('hvc1', 2)], { text: `the command ${digits}, and a key frame` }),
          anyOf(
            [
              {
                when: payloadOf(TYPE.video, hex(digits)),
                on: 'B',
                next: [expect(payloadOf(TYPE.video, key('hvc1', 2).payload), { on: 'B' })],
              },
              { when: payloadOf(TYPE.video, key('hvc1', 2).payload), on: 'B', tag: 'dropped' },
            ],
            { on: 'B' },
          ),
          ...passes(key('hvc1', 3)),
        ],
      })),
    }),
  },
  {
    id: '10.29',
    title: 'Metadata track maps',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E onMetaData', 'ERTMP-31', 'ERTMP-32'],
    clause: 'What onMetaData says of tracks is relayed as it is.',
    script: () => {
      const about = amf0EcmaArray(4, [
        ['videocodecid', 1635135537],
        ['width', 1280],
        ['videoTrackIdInfoMap', { 1: { width: 640, videocodecid: 1635135537 }, 2: { width: 320 } }],
        ['audioTrackIdInfoMap', { 1: { channels: 2, samplerate: 48000, audiocodecid: 1332770163 } }],
      ]);
      return [
        ...stage(),
        send(dataMessage(['@setDataFrame', 'onMetaData', about])),
        expect(data('onMetaData'), { on: 'B', as: 'metadata' }),
        check('every value as it was sent', ({ kept }): Finding => {
          const { payload } = messageIn(kept('metadata').at(-1));
          const isSame = equal(payload, concat(amf0('onMetaData'), about));
          return isSame ? undefined : { expected: 'the values as they were sent', actual: 'others' };
        }),
      ];
    },
  },
  {
    id: '10.38',
    title: 'Colour metadata: layout and order',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Metadata Frame', 'ERTMP-35', 'Q-57'],
    clause: 'Metadata of colours may come before the header, with or without their name, and undefined.',
    script: () => ({
      runs: [
        {
          label: 'before the sequence start',
          steps: around([colourInfo(KEY, amf0('colorInfo'), amf0(COLOURS)), start('hvc1')]),
        },
        { label: 'name and object', steps: around([start('hvc1'), colourInfo(KEY, amf0('colorInfo'), amf0(COLOURS))]) },
        { label: 'a bare object', steps: around([start('hvc1'), colourInfo(KEY, amf0({ colorInfo: COLOURS }))]) },
        { label: 'undefined', steps: around([start('hvc1'), colourInfo(KEY, amf0('colorInfo'), amf0(undefined))]) },
      ],
    }),
  },
]);

const COLOURS = {
  colorConfig: { bitDepth: 10, colorPrimaries: 9, transferCharacteristics: 16, matrixCoefficients: 9 },
  hdrCll: { maxFall: 400, maxCLL: 1000 },
};

function colourInfo(frameType: number, ...values: readonly Uint8Array[]): MessageSpec {
  return { ...videoOf(exVideo(frameType, VIDEO.metadata, 'hvc1', ...values)), text: 'metadata of colours' };
}

/** These are relayed, and frames after them. */
const around = (media: readonly MessageSpec[]) => [...stage(), ...passes(...media, key('hvc1', 1)), flowsOrClosed()];
