import type { Finding, Run, Scene, Step } from '../../kit/case.ts';
import { firstOf, hasProperties, look, same } from '../../kit/looks.ts';
import { data, either, error, errorStatus, frame, status, userControl } from '../../kit/matchers.ts';
import { anyOf, bounded, check, defineCases, expect, make, mark, never, send, wait } from '../../kit/steps.ts';
import { asks, sendsVideo } from '../../kit/streaming.ts';
import { property } from '../../kit/wire/amf-value.ts';
import { concat, u32 } from '../../kit/wire/bytes.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { EVENT, streamCommand, userControl as userControlMessage } from '../../kit/wire/messages.ts';
import {
  after,
  beginsAt,
  everyFrameOnce,
  framesOf,
  inRealTime,
  messagesAfter,
  someAfter,
  spans,
} from './recorded-frames.ts';

const START = status('NetStream.Play.Start');
const NOTIFY = 'NetStream.Seek.Notify';
const PAUSED = 'NetStream.Pause.Notify';
const UNPAUSED = 'NetStream.Unpause.Notify';
const STOP = status('NetStream.Play.Stop');

/** What a server makes of playing, pausing and seeking in a recording of self-checking frames, a key frame each second. */
export const recordingCases = defineCases([
  {
    id: '8.14',
    title: 'Pause a recording',
    role: 'server',
    level: 'must',
    pre: 'stream',
    needs: ['vod'],
    refs: ['R7.2.2.8', 'CMD-29'],
    clause:
      'A recording that was paused goes on behind the time that the player names: no frame is lost, none comes twice.',
    script: [
      ...playsFrom(0),
      wait(1_000),
      pause(true),
      expect(status(PAUSED)),
      never(frame(), 'quiet'),
      pause(false),
      expect(status(UNPAUSED)),
      wait(2_000),
      check('frames after it', (scene) => someAfter(scene, UNPAUSED)),
      check('every frame once', everyFrameOnce),
    ],
  },
  {
    id: '8.15',
    title: 'Pause twice, unpause twice',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['P', 'CMD-29'],
    clause: 'A pause of what is paused, and its end where nothing is, change nothing.',
    script: () => ({ runs: [twiceLive(), twiceRecorded()] }),
  },
  {
    id: '8.16',
    title: 'Seek',
    role: 'server',
    level: 'must',
    pre: 'stream',
    needs: ['vod'],
    refs: ['R7.2.2.7', 'CMD-32'],
    clause:
      'A seek is confirmed; then comes the key frame at or before that time with its own timestamp, in a chunk of type 0 where time goes back.',
    corrected:
      'It wanted type 0 behind every seek. The text does where the timestamp goes backward (5.3.1.2.1); forward, a delta says it as well.',
    script: () => ({ runs: [forward(), backward()] }),
  },
  {
    id: '8.17',
    title: 'Seek out of range',
    role: 'server',
    level: 'must',
    pre: 'stream',
    needs: ['vod'],
    refs: ['R7.2.2.7', 'CMD-32'],
    clause: 'A seek to no time of the recording is clamped, ends it, or is refused, and hurts nothing.',
    script: () => ({
      runs: [
        soughtTo('0', () => 0),
        soughtTo('-1', () => -1),
        soughtTo('beyond the end', (durationMs) => durationMs + 5_000),
        soughtTo('NaN', () => Number.NaN),
        soughtTo('1e18', () => 1e18),
      ],
    }),
  },
  {
    id: '8.19',
    title: 'Seek while paused',
    role: 'server',
    level: 'should',
    pre: 'stream',
    needs: ['vod'],
    refs: ['R7.2.2.7', 'R7.2.2.8', 'CMD-29', 'CMD-32'],
    clause: 'A seek while paused is confirmed, shows one frame at most, and is where the recording goes on.',
    script: [
      ...playsFrom(0),
      wait(500),
      pause(true),
      expect(status(PAUSED)),
      send(streamCommand('seek', 0, [null, 3_000])),
      expect(status(NOTIFY)),
      wait('quiet'),
      check('one frame at most while paused', (scene) => {
        const shown = after(scene, NOTIFY).length;
        return shown <= 1 ? undefined : { expected: 'at most one frame', actual: String(shown) };
      }),
      pause(false),
      expect(status(UNPAUSED)),
      wait(1_000),
      check('from the key frame at 3000', (scene) => beginsAt(scene, NOTIFY, 3_000)),
      check('frames after it', (scene) => someAfter(scene, UNPAUSED)),
    ],
  },
  {
    id: '8.20',
    title: 'Seek storm',
    role: 'server',
    level: 'must',
    pre: 'stream',
    needs: ['vod'],
    hostile: true,
    refs: ['P', 'CMD-32'],
    clause: 'However many seeks come at once, the last one counts, and memory stays bounded.',
    script: [
      ...playsFrom(0),
      send(() => Array.from({ length: 50 }, (_, index) => streamCommand('seek', 0, [null, 100 * index])), {
        text: '50 seeks',
      }),
      asks(),
      expect(status(NOTIFY)),
      wait(500),
      check('from the key frame before the last of them', (scene) => beginsAt(scene, NOTIFY, 4_900)),
      bounded('heldBytes', 4_194_304),
    ],
  },
  {
    id: '8.21',
    title: 'Start and duration',
    role: 'server',
    level: 'must',
    pre: 'stream',
    needs: ['vod'],
    refs: ['R7.2.2.1', 'CMD-25'],
    clause:
      'A recording plays from the key frame before start, for so long as duration says: 0 is one frame, a negative one to the end.',
    script: () => ({
      runs: [
        {
          label: 'one second',
          steps: [...playsFrom(2, 1), ...toTheEnd(), check('from 2 s to 3 s', (scene) => spans(scene, 2_000, 3_000))],
        },
        {
          label: 'duration 0',
          steps: [
            ...playsFrom(2, 0),
            wait(2_000),
            check('one frame', (scene) =>
              same('pictures', 1, framesOf(scene).filter(({ mark: { kind } }) => kind === 'video').length),
            ),
          ],
        },
        {
          label: 'duration -5',
          steps: [
            ...playsFrom(8, -5),
            ...toTheEnd(),
            check('from 8 s to the end', (scene) => spans(scene, 8_000, scene.profile.vodItem?.durationMs ?? 0)),
          ],
        },
      ],
    }),
  },
  {
    id: '8.22',
    title: 'End of a recording',
    role: 'server',
    level: 'must',
    pre: 'stream',
    needs: ['vod'],
    refs: ['R7.2.2.1', 'P', 'CMD-36', 'Q-64'],
    clause:
      'At its end a recording says Play.Stop and Play.Complete with duration and bytes; the connection stays, and plays again.',
    script: [
      ...playsFrom(8),
      expect(STOP, { within: 'idle' }),
      expect(data('onPlayStatus'), { as: 'complete' }),
      look('complete', 'Play.Complete, duration, bytes', (seen) =>
        firstOf(
          same('code', 'NetStream.Play.Complete', property(seen.values?.[1], 'code')),
          hasProperties('information', seen.values?.[1], { duration: 'number', bytes: 'number' }),
        ),
      ),
      asks(),
      mark(),
      ...playsFrom(0),
      expect(frame('video', { sequence: 0 })),
    ],
  },
  {
    id: '8.23',
    title: 'Pacing',
    role: 'server',
    level: 'should',
    pre: 'stream',
    needs: ['vod'],
    refs: ['R7.1.7', 'CMD-44'],
    clause:
      'A recording comes in real time, no more than a second further ahead than the buffer that the player announced.',
    script: [
      send(({ line }) => userControlMessage(EVENT.setBufferLength, concat(u32(line('A').streamId), u32(1_000))), {
        text: 'Set Buffer Length 1000',
      }),
      ...playsFrom(0),
      wait(4_000),
      check('in real time, at most 2 s ahead', inRealTime),
    ],
  },
  {
    id: '8.24',
    title: 'play2',
    role: 'server',
    level: 'info',
    pre: 'stream',
    needs: ['vod'],
    refs: ['R7.2.2.2', 'CMD-27'],
    clause: 'What becomes of play2 with the transition switch.',
    script: [
      ...playsFrom(0),
      send(
        ({ profile: { vodItem } }) => {
          const streamName = vodItem?.name ?? '';
          return streamCommand('play2', 5, [null, { streamName, oldStreamName: streamName, transition: 'switch' }]);
        },
        { text: 'play2' },
      ),
      anyOf([
        { when: either(status('NetStream.Play.Transition'), data('onPlayStatus'), START), tag: 'switches' },
        { when: either(errorStatus(), error(5)), tag: 'error' },
        { when: 'deadline', tag: 'ignored' },
      ]),
    ],
  },
]);

/** Half a second after it began, when no more than a buffer was sent. */
function sought(timeMs: number): Step[] {
  return [
    ...playsFrom(0),
    wait(500),
    send(streamCommand('seek', 0, [null, timeMs])),
    expect(status(NOTIFY)),
    wait(500),
    check(`from the key frame at ${timeMs}`, (scene) => beginsAt(scene, NOTIFY, timeMs)),
    check('with its own timestamp', (scene): Finding => {
      const [first] = after(scene, NOTIFY);
      return same('timestamp', first?.mark.timestamp, first?.seen.timestamp);
    }),
  ];
}

const forward = (): Run => ({ label: 'forward', steps: sought(5_000) });

function backward(): Run {
  const typeOf = (scene: Scene, type: number) =>
    messagesAfter(scene, NOTIFY).find((seen) => seen.type === type)?.chunks[0]?.chunkType;
  return {
    label: 'back',
    steps: [
      ...sought(1_000),
      check('time has gone back, in a chunk of type 0', (scene) =>
        firstOf(...[TYPE.video, TYPE.audio].map((type) => same('chunk type', 0, typeOf(scene, type)))),
      ),
    ],
  };
}

/** Plays the recording from so many seconds on, and waits for the yes. */
function playsFrom(start: number, ...duration: readonly number[]): Step[] {
  return [
    send(({ profile }) => streamCommand('play', 0, [null, profile.vodItem?.name ?? '', start, ...duration]), {
      text: `play of the recording from ${start} s`,
    }),
    expect(START),
  ];
}

/** At the time of the last frame that came. */
function pause(isPaused: boolean): Step {
  return send((scene) => streamCommand('pause', 0, [null, isPaused, framesOf(scene).at(-1)?.seen.timestamp ?? 0]), {
    text: `pause ${isPaused}`,
  });
}

function toTheEnd(): Step[] {
  return [
    expect(STOP, { within: 'idle' }),
    expect(data('onPlayStatus')),
    anyOf([{ when: userControl(EVENT.streamEof) }, { when: 'deadline', tag: 'no-eof' }]),
  ];
}

function soughtTo(label: string, timeOf: (durationMs: number) => number): Run {
  const end = either(STOP, data('onPlayStatus'), userControl(EVENT.streamEof));
  return {
    label,
    steps: [
      ...playsFrom(0),
      send(({ profile }) => streamCommand('seek', 5, [null, timeOf(profile.vodItem?.durationMs ?? 0)]), {
        text: `seek to ${label}`,
      }),
      expect(either(status(NOTIFY), error(5), errorStatus(), end)),
      asks(),
    ],
  };
}

function twiceLive(): Run {
  const twice = (isPaused: boolean) =>
    send(
      [0, 0].map((id) => streamCommand('pause', id, [null, isPaused, 0])),
      { on: 'B', text: `pause ${isPaused}, twice` },
    );
  return {
    label: 'live',
    steps: [
      twice(true),
      expect(status(PAUSED), { on: 'B' }),
      never(frame(), [sendsVideo('A', 50), wait('quiet')], { on: 'B' }),
      twice(false),
      expect(status(UNPAUSED), { on: 'B' }),
      wait('quiet'),
      sendsVideo('A', 51),
      expect(frame('video', { sequence: 51 }), { on: 'B' }),
      never(frame('video', { sequence: 51 }), 'quiet', { on: 'B' }),
    ],
  };
}

function twiceRecorded(): Run {
  return {
    label: 'recorded',
    pre: 'stream',
    steps: [
      make('a recording, if there is one', ({ profile: { vodItem } }) =>
        vodItem === undefined
          ? []
          : [
              ...playsFrom(0),
              wait(1_000),
              pause(true),
              pause(true),
              expect(status(PAUSED)),
              never(frame(), 'quiet'),
              pause(false),
              pause(false),
              expect(status(UNPAUSED)),
              wait(1_000),
              check('frames after it', (scene) => someAfter(scene, UNPAUSED)),
              check('every frame once', everyFrameOnce),
              asks(),
            ],
      ),
    ],
  };
}
