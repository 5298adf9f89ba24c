import type { Finding } from '../../kit/case.ts';
import { closed, message, payloadOf } from '../../kit/matchers.ts';
import { alive, anyOf, check, defineCases, send } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { concat, counting, equal, fill, hex, u8, u24, u32, utf8 } from '../../kit/wire/bytes.ts';
import { AUDIO, audioOf, exAudio, exVideo, INTER, KEY, VIDEO, videoOf } from '../../kit/wire/enhanced.ts';
import { type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import { absent, arrives, joinerGets, joins, passes, stage } from './stage.ts';

/** Codecs by FourCC: headers, frames, ends, and what describes them. */
export const codecCases = defineCases([
  {
    id: '10.7',
    title: 'HEVC sequence start and frames',
    role: 'server',
    level: 'must',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Enhanced Video', 'ERTMP-14', 'ERTMP-15', 'ERTMP-16'],
    clause: 'HEVC in enhanced headers is relayed as it is, and late players get its sequence start.',
    script: () => [...stage(), ...passes(...pictures('hvc1')), ...joinerGets([start('hvc1')], key('hvc1', 9))],
  },
  {
    id: '10.8',
    title: 'AV1, VP9, VP8, AVC, VVC by FourCC',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Enhanced Video', 'ERTMP-15', 'ERTMP-16'],
    clause: 'Every codec that has a FourCC is relayed as it is; late players get its sequence start.',
    script: () => ({
      runs: ['av01', 'vp09', 'vp08', 'avc1', 'vvc1'].map((codec) => ({
        label: codec,
        steps: [...stage(), ...passes(...pictures(codec)), ...joinerGets([start(codec)], key(codec, 9))],
      })),
    }),
  },
  {
    id: '10.9',
    title: 'Key frame detection',
    role: 'server',
    level: 'must',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Enhanced Video', 'ERTMP-13'],
    clause: 'The frame type is in three bits of an enhanced header: a late player begins with one of value 1.',
    script: () => [
      ...stage(),
      ...passes(...pictures('hvc1')),
      ...joins('J'),
      send([inter('hvc1', 7), key('hvc1', 8)], { text: 'an inter frame and a key frame' }),
      arrives(key('hvc1', 8), 'J'),
      check('a key frame first', (scene): Finding => {
        const first = messagesAt(scene, 'J').find(
          ({ type, payload }) =>
            type === TYPE.video && [VIDEO.frames, VIDEO.framesX].some((one) => one === ((payload[0] ?? 0) & 15)),
        );
        const frameType = ((first?.payload[0] ?? 0) >> 4) & 7;
        return frameType === KEY ? undefined : { expected: 'frame type 1', actual: String(frameType) };
      }),
    ],
  },
  {
    id: '10.10',
    title: 'SequenceEnd',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Enhanced Video', 'ERTMP-17'],
    clause: 'The end of a sequence is relayed; a player that comes after it does not get the header of what has ended.',
    script: () => {
      const other = videoOf(exVideo(KEY, VIDEO.start, 'hvc1', counting(30, 100)));
      return [
        ...stage(),
        ...passes(...pictures('hvc1'), videoOf(exVideo(KEY, VIDEO.end, 'hvc1'))),
        ...joins('J'),
        send([other, key('hvc1', 9)], { text: 'a new sequence' }),
        arrives(other, 'J'),
        arrives(key('hvc1', 9), 'J'),
        absent(start('hvc1')),
      ];
    },
  },
  {
    id: '10.11',
    title: 'MPEG2TSSequenceStart',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Enhanced Video', 'ERTMP-19'],
    clause: 'A sequence start in the form of MPEG-2 TS is a header like any other.',
    script: () => {
      const header = videoOf(exVideo(KEY, VIDEO.tsStart, 'av01', hex('80 04 81000c00')));
      return [...stage(), ...passes(header, key('av01', 1)), ...joinerGets([header], key('av01', 9))];
    },
  },
  {
    id: '10.14',
    title: 'Enhanced audio',
    role: 'server',
    level: 'must',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Enhanced Audio', 'ERTMP-28'],
    clause: 'Sound by FourCC is relayed as it is, and late players get its sequence start, where it says anything.',
    corrected:
      'AC-3, E-AC-3 and MP3 have no content of a sequence start (E Enhanced Audio): a late player needs no empty one.',
    script: () => ({
      runs: Object.entries(SOUND_HEADERS).map(([codec, header]) => {
        const begin = audioOf(exAudio(AUDIO.start, codec, header));
        return {
          label: codec,
          steps: [
            ...stage(),
            ...passes(begin, sound(codec, 1)),
            ...joinerGets(header.length > 0 ? [begin] : [], sound(codec, 9)),
          ],
        };
      }),
    }),
  },
  {
    id: '10.15',
    title: 'Opus with empty sequence start',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Enhanced Audio', 'ERTMP-28', 'Q-58'],
    clause: 'The sequence start of Opus may be empty.',
    script: () => [...stage(), ...passes(audioOf(exAudio(AUDIO.start, 'Opus')), sound('Opus', 1)), alive()],
  },
  {
    id: '10.16',
    title: 'MultichannelConfig',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['E Enhanced Audio', 'ERTMP-29'],
    clause: 'A layout of channels is relayed, and late players get it.',
    script: () => ({
      runs: [
        ['native', '01 06 0000003f'],
        ['custom', '02 06 00 01 02 03 04 05'],
        ['unspecified', '00 06'],
      ].map(([label = '', digits = '']) => {
        const layout = audioOf(exAudio(AUDIO.multichannel, 'Opus', hex(digits)));
        return {
          label,
          steps: [
            ...stage(),
            ...passes(audioOf(exAudio(AUDIO.start, 'Opus')), layout, sound('Opus', 1)),
            ...joinerGets([layout], sound('Opus', 9)),
          ],
        };
      }),
    }),
  },
  {
    id: '10.17',
    title: 'Audio silence and SequenceEnd',
    role: 'both',
    level: 'must',
    pre: 'hs',
    intent: 'play',
    needs: ['ertmp'],
    refs: ['E Enhanced Audio', 'ERTMP-30', 'Q-27'],
    clause: 'Empty sound and the end of a sequence mean silence; the connection survives both, and sound goes on.',
    script: ({ role }) => [
      ...stage(role),
      send(audioOf(new Uint8Array(0))),
      ...passes(sound('Opus', 1)),
      send(audioOf(exAudio(AUDIO.end, 'Opus'))),
      ...passes(sound('Opus', 2)),
      alive(),
    ],
  },
  {
    id: '10.34',
    title: 'HEVC by the old codec id',
    role: 'server',
    level: 'info',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['P', 'Q-52', 'FLV-26'],
    clause: 'HEVC under the codec id 12 is an extension of one region: it is relayed, made hvc1, or refused.',
    script: () => {
      const header = videoOf(concat(hex('1c 00 000000'), RECORD));
      const frames = videoOf(concat(hex('1c 01 000000'), counting(40)));
      const asHvc1 = message(
        'hvc1',
        ({ type, payload }) => type === TYPE.video && equal(payload.subarray(1, 5), utf8('hvc1')),
      );
      return [
        ...stage(),
        send([header, frames], { text: 'HEVC of codec id 12' }),
        anyOf([
          { when: payloadOf(TYPE.video, frames.payload), on: 'B', tag: 'relayed' },
          { when: asHvc1, on: 'B', tag: 'normalised-to-hvc1' },
          { when: closed(), tag: 'close' },
          { when: 'deadline', tag: 'dropped' },
        ]),
      ];
    },
  },
  {
    id: '10.35',
    title: 'Frame type 0 in an enhanced header',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['ertmp'],
    refs: ['P', 'Q-53'],
    clause: 'Frame type 0, which early encoders wrote, does not end a stream.',
    script: () => [
      ...stage(),
      send(
        [
          videoOf(exVideo(0, VIDEO.start, 'hvc1', RECORD)),
          videoOf(exVideo(0, VIDEO.frames, 'hvc1', u24(0), counting(30))),
        ],
        {
          text: 'header and frame of frame type 0',
        },
      ),
      ...passes(start('hvc1'), key('hvc1', 1)),
      alive(),
    ],
  },
  {
    id: '10.36',
    title: 'Enhanced media without negotiation',
    role: 'server',
    level: 'should',
    pre: 'pub',
    needs: ['ertmp'],
    refs: ['P', 'ERTMP-9', 'Q-54'],
    clause: 'A publisher that announced nothing may still send FourCCs: encoders do.',
    script: () => [
      ...joins('B'),
      send(start('hvc1')),
      anyOf([
        { when: payloadOf(TYPE.video, start('hvc1').payload), on: 'B', next: passes(...pictures('hvc1').slice(1)) },
        { when: closed(), tag: 'close' },
      ]),
    ],
  },
]);

const RECORD = counting(30);

/** Codecs whose frames begin with a composition time. */
const TIMED: readonly string[] = ['hvc1', 'avc1', 'vvc1'];

const SOUND_HEADERS: Readonly<Record<string, Uint8Array>> = {
  Opus: concat(utf8('OpusHead'), hex('01 02 3801 80bb0000 0000 00')),
  'ac-3': new Uint8Array(0),
  'ec-3': new Uint8Array(0),
  fLaC: concat(utf8('fLaC'), hex('80 000022'), fill(34, 1)),
  mp4a: hex('1210'),
  '.mp3': new Uint8Array(0),
};

export function start(codec: string): MessageSpec {
  return { ...videoOf(exVideo(KEY, VIDEO.start, codec, RECORD)), text: `sequence start of ${codec}` };
}

export function key(codec: string, mark: number): MessageSpec {
  return coded(codec, KEY, mark, 0);
}

function inter(codec: string, mark: number): MessageSpec {
  return coded(codec, INTER, mark, 40);
}

function coded(codec: string, frameType: number, mark: number, composition: number): MessageSpec {
  const time = TIMED.includes(codec) ? u24(composition) : new Uint8Array(0);
  return videoOf(exVideo(frameType, VIDEO.frames, codec, time, unit(mark)));
}

export function sound(codec: string, mark: number): MessageSpec {
  return audioOf(exAudio(AUDIO.frames, codec, u8(0xfc), counting(20, mark)));
}

/** A NAL unit, or what stands for one, that says its mark. */
export function unit(mark: number): Uint8Array {
  return concat(u32(21), u8(0x26), counting(20, mark));
}

/** Header, key frame, frames with composition times forward and back, and one without. */
function pictures(codec: string): readonly MessageSpec[] {
  const back = coded(codec, INTER, 3, -40);
  const plain = videoOf(exVideo(INTER, VIDEO.framesX, codec, unit(4)));
  return [start(codec), key(codec, 1), inter(codec, 2), back, ...(TIMED.includes(codec) ? [plain] : [])];
}
