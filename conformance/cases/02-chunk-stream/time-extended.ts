import type { Finding, Role, Run, Step } from '../../kit/case.ts';
import { expectTimes } from '../../kit/frames.ts';
import { closed, frame, message, messageIn, payloadOf } from '../../kit/matchers.ts';
import { anyOf, check, defineCases, expect, order, send } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { concat, u32 } from '../../kit/wire/bytes.ts';
import { cut, EXTENDED, h0, h1, h2, h3, rawHeader } from '../../kit/wire/chunk-encode.ts';
import { aacHeader, audioPayload, avcHeader, media, readMark, video, videoPayload } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';

const CSID = 4;
const LENGTH = 34;
const AUDIO = TYPE.audio;
/** The first timestamp that does not fit the field, 4 h 39 min 37 s. */
const LATE = 0x01000000;
/** Neither it nor the time since any frame before fits the field: a header with a delta is extended as well. */
const FAR = 0x02000000;
/** Longer than the chunks of any server we know of, so that it goes out in several. */
const LONG = 140_000;

/** Extended timestamps, and the 32 bits of the clock. */
export const extendedTimeCases = defineCases([
  {
    id: '2.22',
    title: 'Boundary of the extended timestamp',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.3', 'CHK-20', 'Q-10'],
    clause: 'From 16777215 on, and with that value, the field is ffffff and four bytes with the timestamp follow.',
    script: [
      sound(0, h0(CSID, 0xfffffe, LENGTH, AUDIO, 1)),
      sound(1, h0(CSID, 0xffffff, LENGTH, AUDIO, 1)),
      sound(2, h0(CSID, LATE, LENGTH, AUDIO, 1)),
      ...expectTimes('audio', [0xfffffe, 0xffffff, LATE]),
    ],
  },
  {
    id: '2.23',
    title: 'Extended timestamp on continuation chunks, inbound',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.3', 'CHK-22', 'CHK-24', 'Q-8'],
    clause: 'Type 3 chunks repeat the four bytes of an extended timestamp; they are no payload.',
    script: () => ({
      runs: [
        { label: 'any payload', steps: lateVideo(picture(), true) },
        { label: 'payload that looks like the field', steps: lateVideo(lookalike(), true) },
      ],
    }),
  },
  {
    id: '2.24',
    title: 'Continuation without the extended field, inbound',
    role: 'both',
    level: 'info',
    pre: 'relay',
    refs: ['P', 'CHK-23', 'CHK-24', 'Q-8'],
    clause: 'Old encoders leave the four bytes out on type 3 chunks, as the text of 2009 said.',
    script: lateVideo(picture(), false),
  },
  {
    id: '2.25',
    title: 'Extended field on continuation chunks, outbound',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.3', 'CHK-22', 'CHK-52', 'Q-8', 'Q-10'],
    clause: 'A frame whose header has an extended timestamp, or delta, has the four bytes on each of its chunks.',
    corrected:
      'At 16777216 ms a server that writes deltas needs no extended field after a frame of 40 ms, and none is missing.',
    script: [
      send(media(TYPE.video, videoPayload({ sequence: 7, timestamp: FAR, size: LONG }), FAR), {
        text: 'a long key frame at 33554432',
      }),
      expect(frame('video', { sequence: 7 }), { on: 'B', as: 'late' }),
      everyChunkExtended('late'),
    ],
  },
  {
    id: '2.25',
    title: 'Extended field on continuation chunks, outbound',
    role: 'client',
    level: 'must',
    pre: 'relay',
    intent: 'publish',
    needs: ['orders'],
    refs: ['R5.3.1.3', 'CHK-22', 'CHK-52', 'Q-8', 'Q-10'],
    clause: 'A frame whose header has an extended timestamp, or delta, has the four bytes on each of its chunks.',
    corrected:
      'At 16777216 ms a server that writes deltas needs no extended field after a frame of 40 ms, and none is missing.',
    script: [
      order({
        kind: 'sendMedia',
        media: 'video',
        timestamp: FAR,
        payload: videoPayload({ sequence: 777_777, timestamp: FAR, size: LONG }),
      }),
      expect(frame('video', { sequence: 777_777 }), { as: 'late' }),
      everyChunkExtended('late'),
    ],
  },
  {
    id: '2.26',
    title: 'Type 1/2 extension is a delta',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.2.5', 'CHK-21', 'Q-9'],
    clause: 'The four bytes behind a type 1 or 2 header are a delta, as the field they stand for.',
    script: () => ({ runs: [extendedDelta(LATE, LATE), extendedDelta(0x00fffc18, 0x00fffc18)] }),
  },
  {
    id: '2.27',
    title: 'Type 3 new message after an extended delta',
    role: 'both',
    level: 'should',
    pre: 'relay',
    refs: ['R5.3.1.3', 'CHK-25', 'Q-9'],
    clause: 'A type 3 chunk that begins a message after an extended delta repeats it, and adds it once more.',
    script: [
      sound(0, h0(CSID, 0, LENGTH, AUDIO, 1)),
      sound(1, h2(CSID, LATE)),
      sound(2, h3(CSID, LATE)),
      ...expectTimes('audio', [0, LATE, 2 * LATE], { variants: { 'delta-zero': [0, LATE, LATE] } }),
    ],
  },
  {
    id: '2.28',
    title: 'Non-canonical extension',
    role: 'both',
    level: 'should',
    pre: 'relay',
    refs: ['R5.3.1.2.1', 'CHK-20'],
    clause: 'A field of ffffff announces four bytes, whatever value they hold.',
    script: [
      sound(0, h0(CSID, 0, LENGTH, AUDIO, 1)),
      sound(
        1,
        rawHeader({
          chunkType: 0,
          chunkStreamId: CSID,
          field: EXTENDED,
          extended: 100,
          length: LENGTH,
          type: AUDIO,
          messageStreamId: 1,
        }),
      ),
      anyOf([
        { when: frame('audio', { sequence: 1 }), on: 'B', next: [hundredLater()] },
        { when: closed(), on: 'A' },
      ]),
    ],
  },
  {
    id: '2.29',
    title: 'Wrap of the 32-bit clock',
    role: 'both',
    level: 'should',
    pre: 'relay',
    refs: ['R4', 'CHK-27', 'Q-63'],
    clause: 'Timestamps wrap after 2^32 ms, and 2^31 is a time as any other.',
    script: ({ role }) => ({ runs: [wrap('2^32', 0xfffffff0, role), wrap('2^31', 0x7ffffff0, role)] }),
  },
]);

function sound(sequence: number, header: Uint8Array): Step {
  const payload = audioPayload({ sequence, timestamp: sequence });
  return send(concat(header, payload), { text: `audio frame ${sequence}, chunk type ${(header[0] ?? 0) >> 6}` });
}

function hundredLater(): Step {
  return check('100 ms later', (scene): Finding => {
    const times = messagesAt(scene, 'B').filter(
      ({ type, payload }) => type === AUDIO && readMark(payload) !== undefined,
    );
    const [before, after] = times.slice(-2).map(({ timestamp }) => timestamp);
    const step = ((after ?? 0) - (before ?? 0)) >>> 0;
    return step === 100 ? undefined : { expected: '100 ms later', actual: `${step} ms later` };
  });
}

function picture(): Uint8Array {
  return videoPayload({ sequence: 5, timestamp: LATE, size: 500 });
}

/** Its second chunk begins with what the extended timestamp is. */
function lookalike(): Uint8Array {
  const payload = picture();
  payload.set(u32(LATE), 128);
  return payload;
}

/** Video at 16777216 ms in four chunks, with the field on the later ones or without. */
function lateVideo(payload: Uint8Array, repeats: boolean): readonly Step[] {
  const chunks = cut(h0(6, LATE, payload.length, TYPE.video, 1), payload, {
    chunkStreamId: 6,
    ...(repeats ? { extended: LATE } : {}),
  });
  const sent = send(concat(...chunks), { text: `video at 16777216, ${repeats ? 'four bytes' : 'no field'} on type 3` });
  if (repeats) return [sent, expect(payloadOf(TYPE.video, payload), { on: 'B' })];
  return [
    sent,
    anyOf([
      { when: payloadOf(TYPE.video, payload), on: 'B', tag: 'tolerated' },
      { when: message('other video', ({ type }) => type === TYPE.video), on: 'B', tag: 'corrupt' },
      { when: closed(), tag: 'close' },
      { when: 'deadline', tag: 'stuck' },
    ]),
  ];
}

function everyChunkExtended(as: string): Step {
  return check('the field on every chunk', ({ kept }): Finding => {
    const { chunks, timestamp } = messageIn(kept(as)[0]);
    if (timestamp < EXTENDED) return { tag: 'rebased' };
    const missing = chunks.filter(({ extended }) => extended === undefined).length;
    return missing === 0
      ? undefined
      : { expected: 'four bytes on each chunk', actual: `none on ${missing} of ${chunks.length}` };
  });
}

function extendedDelta(written: number, meant: number): Run {
  const header = rawHeader({
    chunkType: 1,
    chunkStreamId: CSID,
    field: EXTENDED,
    extended: written,
    length: LENGTH,
    type: AUDIO,
  });
  return {
    label: `delta ${written}`,
    steps: [
      sound(0, h0(CSID, 11_000, LENGTH, AUDIO, 1)),
      sound(1, header),
      ...expectTimes('audio', [11_000, 11_000 + meant], { variants: { absolute: [11_000, written] } }),
    ],
  };
}

/** A player's stream begins there: what one that began at 0 should make of half a day, or of a day before, no text says. */
function wrap(label: string, from: number, role: Role): Run {
  const beginning = role === 'client' ? ({ pre: 'play', steps: [headers(from - 32)] } as const) : { steps: [] };
  return {
    label,
    ...beginning,
    steps: [
      ...beginning.steps,
      sound(0, h0(CSID, from, LENGTH, AUDIO, 1)),
      sound(1, h1(CSID, 32, LENGTH, AUDIO)),
      ...expectTimes('audio', [from, from + 32], {
        variants: { '31-bit': [from & 0x7fffffff, (from + 32) & 0x7fffffff] },
      }),
    ],
  };
}

function headers(timestamp: number): Step {
  return send([avcHeader(timestamp), aacHeader(timestamp), video({ sequence: 0, timestamp })], {
    text: `headers and a key frame at ${timestamp}`,
  });
}
