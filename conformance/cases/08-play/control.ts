import type { Finding, Run, Scene, Step } from '../../kit/case.ts';
import { command, either, error, errorStatus, frame, status } from '../../kit/matchers.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { anyOf, check, defineCases, expect, never, send, wait } from '../../kit/steps.ts';
import { sendsAudio, sendsVideo } from '../../kit/streaming.ts';
import { messagesAt } from '../../kit/trace.ts';
import { readU16 } from '../../kit/wire/bytes.ts';
import { readMark } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { EVENT, streamCommand } from '../../kit/wire/messages.ts';

/** What a player of a live stream may ask for: silence, pause, another time. */
export const controlCases = defineCases([
  {
    id: '8.11',
    title: 'receiveAudio false',
    role: 'server',
    level: 'should',
    pre: 'relay',
    refs: ['R7.2.2.4', 'CMD-28'],
    clause:
      'receiveAudio false silences sound and nothing else, without a reply; true brings it back, with Seek.Notify and Play.Start.',
    script: silenced('receiveAudio', 'audio', [
      sendsAudio('A', 60),
      expect(frame('audio', { sequence: 60 }), { on: 'B' }),
    ]),
  },
  {
    id: '8.12',
    title: 'receiveVideo false',
    role: 'server',
    level: 'should',
    pre: 'relay',
    refs: ['R7.2.2.5', 'CMD-28'],
    clause: 'receiveVideo false silences pictures and nothing else; they come back with a key frame.',
    script: silenced('receiveVideo', 'video', [
      sendsVideo('A', 60, false),
      sendsVideo('A', 61),
      expect(frame('video', { sequence: 61 }), { on: 'B' }),
      check('a key frame first', beginsWithKey),
    ]),
  },
  {
    id: '8.13',
    title: 'Pause live',
    role: 'server',
    level: 'should',
    pre: 'relay',
    refs: ['R7.2.2.8', 'CMD-29'],
    clause: 'A pause is confirmed and keeps media back; so is its end, and media goes on.',
    script: () => ({ runs: ['pause', 'pauseRaw'].map(pausedBy) }),
  },
  {
    id: '8.18',
    title: 'Seek on live',
    role: 'server',
    level: 'should',
    pre: 'relay',
    refs: ['R7.2.2.7', 'CMD-32'],
    clause: 'A seek in a live stream is refused or ignored, and the stream goes on.',
    script: [
      send(streamCommand('seek', 5, [null, 1_000]), { on: 'B' }),
      anyOf(
        [
          { when: either(error(5), errorStatus()) },
          { when: status('NetStream.Seek.Notify'), tag: 'Seek.Notify', isFailure: true },
          { when: 'deadline' },
        ],
        { on: 'B' },
      ),
      sendsVideo('A', 50),
      expect(frame('video', { sequence: 50 }), { on: 'B' }),
    ],
  },
]);

/**
 * Frame 50 is sent of what is silenced, 51 of the other medium behind it.
 *
 * @param back - how it shows that it is heard again
 */
function silenced(name: string, medium: 'audio' | 'video', back: readonly Step[]): Step[] {
  const [muted, heard] = medium === 'audio' ? [sendsAudio, sendsVideo] : [sendsVideo, sendsAudio];
  const heardToo = frame(medium === 'audio' ? 'video' : 'audio', { sequence: 51 });
  const resumed: Step[] = [
    send(streamCommand(name, 0, [null, true]), { on: 'B' }),
    expect(status('NetStream.Seek.Notify'), { on: 'B' }),
    expect(status('NetStream.Play.Start'), { on: 'B' }),
    ...back,
  ];
  return [
    never(command('onStatus'), [send(streamCommand(name, 0, [null, false]), { on: 'B' }), wait('quiet')], { on: 'B' }),
    muted('A', 50),
    heard('A', 51),
    anyOf(
      [
        { when: frame(medium, { sequence: 50 }), tag: 'ignored', next: [expect(heardToo, { on: 'B' })] },
        { when: heardToo, next: resumed },
      ],
      { on: 'B' },
    ),
  ];
}

/** Of the pictures that came behind the sound 51. */
function beginsWithKey(scene: Scene): Finding {
  const seen = messagesAt(scene, 'B');
  const from = seen.findIndex(({ payload }) => readMark(payload)?.sequence === 51);
  const first = seen.slice(from).find(({ payload }) => readMark(payload)?.kind === 'video');
  return (first?.payload[0] ?? 0) >> 4 === 1 ? undefined : { expected: 'a key frame', actual: 'another' };
}

function pausedBy(name: string): Run {
  return {
    label: name,
    steps: [
      send(streamCommand(name, 0, [null, true, 0]), { on: 'B' }),
      expect(status('NetStream.Pause.Notify'), { on: 'B' }),
      never(frame(), [sendsVideo('A', 50), wait('quiet')], { on: 'B' }),
      send(streamCommand(name, 0, [null, false, 0]), { on: 'B' }),
      expect(status('NetStream.Unpause.Notify'), { on: 'B' }),
      sendsVideo('A', 51),
      expect(frame('video', { sequence: 51 }), { on: 'B' }),
      check('Stream EOF beside it', (scene) => {
        const isEof = (one: SeenMessage) =>
          one.type === TYPE.userControl && readU16(one.payload, 0) === EVENT.streamEof;
        return messagesAt(scene, 'B').some(isEof) ? { tag: 'eof-begin' } : undefined;
      }),
    ],
  };
}
