import type { Finding, Run, Scene, Step } from '../../kit/case.ts';
import { closed, frame, status } from '../../kit/matchers.ts';
import { arrivalsAt, checkOnceInOrder, expectLast, FIRST, movie, sendShots } from '../../kit/movie.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { anyOf, check, close, defineCases, expect, ladder, send } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { property } from '../../kit/wire/amf-value.ts';
import { amf0EcmaArray } from '../../kit/wire/amf0.ts';
import { equal } from '../../kit/wire/bytes.ts';
import {
  AAC_HEADER,
  AVC_HEADER,
  AVC_HEADER_OTHER,
  aacHeader,
  audio,
  avcHeader,
  metadata,
  readMark,
  video,
} from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { data as dataMessage, deleteStream } from '../../kit/wire/messages.ts';

/** What a player is given that joins late, and what happens when a stream changes. */
export const joiningCases = defineCases([
  {
    id: '9.7',
    title: 'Late joiner gets headers',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['P', 'ERTMP-45'],
    clause:
      'A player that joins late gets metadata, and the sequence header of each track, before the first frame of it.',
    script: () => [
      ...joinAfter(5_000),
      check('metadata before media', (scene) => comesFirst(scene, isMetadata, (seen) => isMedia(seen), 'metadata')),
      check('the AVC header before pictures', (scene) =>
        comesFirst(scene, isExactly(TYPE.video, AVC_HEADER), isFrameOf('video'), 'the AVC header'),
      ),
      check('the AAC header before sound', (scene) =>
        comesFirst(scene, isExactly(TYPE.audio, AAC_HEADER), isFrameOf('audio'), 'the AAC header'),
      ),
    ],
  },
  {
    id: '9.8',
    title: 'Late joiner starts at a key frame',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['P'],
    clause: 'The first picture that a player gets is a key frame, whenever it joins; sound may come before.',
    script: () => [...joinAfter(1_600), check('a key frame first', firstPicture)],
  },
  {
    id: '9.9',
    title: 'Header change mid-stream',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['P', 'ERTMP-14'],
    clause: 'A new sequence header goes out before the frames that need it, and late players get that one only.',
    script: () => [
      send([avcHeader(400, AVC_HEADER_OTHER), video({ sequence: FIRST, timestamp: 400 })], {
        text: 'another AVC header, and a key frame',
      }),
      expect(frame('video', { sequence: FIRST }), { on: 'B' }),
      check('the new header before its frame', (scene) => {
        const seen = messagesAt(scene, 'B');
        const header = seen.findIndex(isExactly(TYPE.video, AVC_HEADER_OTHER));
        const picture = seen.findIndex(({ payload }) => readMark(payload)?.sequence === FIRST);
        if (header >= 0 && header < picture) return undefined;
        return { expected: 'the new header first', actual: header < 0 ? 'no new header' : 'the frame first' };
      }),
      ladder('play', 'J'),
      send(video({ sequence: FIRST + 1, timestamp: 440 })),
      expect(frame('video', { sequence: FIRST + 1 }), { on: 'J' }),
      check('the new header alone at J', (scene) => {
        const headers = messagesAt(scene, 'J').filter(isAvcHeader);
        const hasOld = headers.some(({ payload }) => !equal(payload, AVC_HEADER_OTHER));
        if (headers.length > 0 && !hasOld) return undefined;
        return { expected: 'the new header alone', actual: hasOld ? 'the old one' : 'none' };
      }),
    ],
  },
  {
    id: '9.10',
    title: 'Audio only, video only',
    role: 'server',
    level: 'must',
    pre: { A: 'pub', B: 'stream' },
    refs: ['P', 'CFG-36'],
    clause: 'A stream of sound alone or of pictures alone is relayed: nobody waits for what does not come.',
    script: () => ({ runs: [oneMedium('audio'), oneMedium('video')] }),
  },
  {
    id: '9.11',
    title: 'Track added later',
    role: 'server',
    level: 'should',
    pre: { A: 'pub', B: 'stream' },
    refs: ['P', 'CFG-36'],
    clause: 'Pictures may begin seconds after the sound, and are relayed from then on.',
    script: () => {
      const sounds = movie({ long: 3_000, without: 'video' });
      const both = movie({ long: 500, from: 7_000, first: 1_000 });
      return [
        ladder('play', 'B'),
        send(aacHeader()),
        sendShots(sounds, '3 s of sound'),
        ...expectLast(sounds),
        send(avcHeader(7_000)),
        sendShots(both, 'sound and pictures'),
        anyOf(
          [
            { when: frame('video', { sequence: 1_012 }), on: 'B' },
            { when: 'deadline', tag: 'fixed-tracks', next: expectLast(both.filter(({ kind }) => kind === 'audio')) },
          ],
          { on: 'B' },
        ),
      ];
    },
  },
  {
    id: '9.12',
    title: 'Metadata update mid-stream',
    role: 'server',
    level: 'should',
    pre: 'relay',
    refs: ['P', 'CMD-39', 'CMD-40'],
    clause: 'Metadata that come again reach players in their place, and are what late players get.',
    script: () => [
      send([audio({ sequence: 1, timestamp: 400 }), widerMetadata(), audio({ sequence: 2, timestamp: 423 })], {
        text: 'metadata between two frames',
      }),
      expect(frame('audio', { sequence: 2 }), { on: 'B' }),
      check('between the frames', (scene) => {
        const at = messagesAt(scene, 'B').findIndex(hasWidth(128));
        return placeBetween(scene, at);
      }),
      send(video({ sequence: FIRST, timestamp: 440 })),
      expect(frame('video', { sequence: FIRST }), { on: 'B' }),
      ladder('play', 'J'),
      send(video({ sequence: FIRST + 1, timestamp: 480 })),
      expect(frame('video', { sequence: FIRST + 1 }), { on: 'J' }),
      check('the latest metadata before media at J', (scene) =>
        comesFirst(scene, hasWidth(128), (seen) => isMedia(seen), 'the latest metadata'),
      ),
    ],
  },
  {
    id: '9.19',
    title: 'Publisher replaced',
    role: 'server',
    level: 'should',
    pre: 'relay',
    refs: ['P', 'Q-62'],
    clause: 'A player that stays when its publisher ends gets the next one, its headers before its frames.',
    script: () => [
      sendShots(movie({ long: 1_000 })),
      expect(frame('video', { sequence: FIRST + 24 }), { on: 'B' }),
      send(({ line }) => deleteStream(line('A').streamId), { text: 'deleteStream' }),
      close('fin'),
      expect(closed(), { within: 'close' }),
      ladder('pub', 'C'),
      send([metadata(), avcHeader(0, AVC_HEADER_OTHER), video({ sequence: 500, timestamp: 0 })], {
        on: 'C',
        text: 'other headers, and a key frame',
      }),
      anyOf(
        [
          { when: frame('video', { sequence: 500 }), on: 'B', next: [check('headers, and time', newPublisher)] },
          { when: closed(), on: 'B', tag: 'player-ended' },
          { when: status('NetStream.Play.Stop'), on: 'B', tag: 'player-stopped' },
        ],
        { within: 'close' },
      ),
    ],
  },
]);

/** A player J that joins when so much has been relayed, and gets a key frame and a sound after. */
function joinAfter(long: number): readonly Step[] {
  const shots = movie({ long });
  return [
    sendShots(shots),
    ...expectLast(shots),
    ladder('play', 'J'),
    send([video({ sequence: NEXT, timestamp: 40 * NEXT }), audio({ sequence: NEXT, timestamp: 40 * NEXT })], {
      text: `key frame ${NEXT} and sound ${NEXT}`,
    }),
    expect(frame('video', { sequence: NEXT }), { on: 'J' }),
    expect(frame('audio', { sequence: NEXT }), { on: 'J' }),
  ];
}

/** The number of what is published after a player has joined. */
const NEXT = 5_000;

function firstPicture(scene: Scene): Finding {
  const pictures = arrivalsAt(scene, 'J').filter(({ kind }) => kind === 'video');
  const [first] = pictures;
  if (first === undefined) return { expected: 'a picture', actual: 'none' };
  if ((first.message.payload[0] ?? 0) >> 4 !== 1) {
    return { expected: 'a key frame first', actual: `inter frame ${first.sequence}` };
  }
  if (first.sequence === NEXT) return { tag: 'wait-next' };
  const times = pictures.map(({ message }) => message.timestamp);
  const isMonotonic = times.every((time, at) => at === 0 || time >= (times[at - 1] ?? 0));
  return isMonotonic ? { tag: 'gop-cache' } : { expected: 'times that go forward', actual: times.join(', ') };
}

function oneMedium(kind: 'audio' | 'video'): Run {
  const without = kind === 'audio' ? 'video' : 'audio';
  const shots = movie({ long: 1_000, without });
  const more = movie({ long: 1_000, without, first: 1_000 });
  const header = kind === 'audio' ? aacHeader() : avcHeader();
  return {
    label: `${kind} only`,
    steps: [
      ladder('play', 'B'),
      send([header]),
      sendShots(shots),
      ...expectLast(shots),
      checkOnceInOrder(shots),
      ladder('play', 'J'),
      sendShots(more),
      ...expectLast(more, 'J'),
      checkOnceInOrder(more, 'J'),
    ],
  };
}

/** At J, one comes before any of the others. */
function comesFirst(
  scene: Scene,
  isWanted: (seen: SeenMessage) => boolean,
  isAfter: (seen: SeenMessage) => boolean,
  name: string,
): Finding {
  const seen = messagesAt(scene, 'J');
  const wanted = seen.findIndex(isWanted);
  const after = seen.findIndex(isAfter);
  if (wanted >= 0 && wanted < after) return undefined;
  return { expected: `${name} first`, actual: wanted < 0 ? `no ${name}` : `${name} too late` };
}

const isMedia = ({ type }: SeenMessage) => type === TYPE.audio || type === TYPE.video;
const isMetadata = ({ type, values }: SeenMessage) => type === TYPE.data && values?.[0] === 'onMetaData';
const isFrameOf = (kind: 'audio' | 'video') => (seen: SeenMessage) => readMark(seen.payload)?.kind === kind;
const isAvcHeader = ({ type, payload }: SeenMessage) =>
  type === TYPE.video && ((payload[0] ?? 0) & 0x8f) === 7 && payload[1] === 0;

function isExactly(wanted: number, bytes: Uint8Array) {
  return ({ type, payload }: SeenMessage) => type === wanted && equal(payload, bytes);
}

const hasWidth = (width: number) => (seen: SeenMessage) =>
  isMetadata(seen) && property(seen.values?.[1], 'width') === width;

const widerMetadata = () => dataMessage(['@setDataFrame', 'onMetaData', amf0EcmaArray(1, [['width', 128]])]);

/** At B, between the sounds 1 and 2. */
function placeBetween(scene: Scene, at: number): Finding {
  const seen = messagesAt(scene, 'B');
  const soundAt = (sequence: number) =>
    seen.findIndex(({ payload }) => {
      const mark = readMark(payload);
      return mark?.kind === 'audio' && mark.sequence === sequence;
    });
  if (at > soundAt(1) && at < soundAt(2)) return undefined;
  return { expected: 'between the two frames', actual: at < 0 ? 'not at all' : 'in another place' };
}

function newPublisher(scene: Scene): Finding {
  const seen = messagesAt(scene, 'B');
  const header = seen.findIndex(isExactly(TYPE.video, AVC_HEADER_OTHER));
  const picture = seen.findIndex(({ payload }) => readMark(payload)?.sequence === 500);
  if (header < 0 || header > picture) {
    return { expected: 'the new header before the new frames', actual: header < 0 ? 'no new header' : 'frames first' };
  }
  const before = seen.slice(0, picture).filter(isMedia).at(-1);
  const first = seen[picture];
  const goesBack = first !== undefined && before !== undefined && first.timestamp < before.timestamp;
  if (!goesBack || first.chunks[0]?.chunkType === 0) return undefined;
  return { expected: 'time that goes back by a type 0 chunk', actual: `chunk type ${first.chunks[0]?.chunkType}` };
}
