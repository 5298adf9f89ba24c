import type { Finding, Scene, Step } from '../../kit/case.ts';
import { closed, either, message, messageOfType, status, userControl } from '../../kit/matchers.ts';
import type { ConnectionName, SeenMessage } from '../../kit/observation.ts';
import { alive, anyOf, check, close, defineCases, expect, ladder, send, wait } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { property } from '../../kit/wire/amf-value.ts';
import { readU16, readU32 } from '../../kit/wire/bytes.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { EVENT, streamCommand } from '../../kit/wire/messages.ts';

/** User control events that the subject sends. */
export const sentEventCases = defineCases([
  {
    id: '4.1',
    title: 'Stream Begin 0',
    role: 'server',
    level: 'should',
    pre: 'stream',
    refs: ['R7.1.7', 'MSG-21'],
    clause: 'When a client has connected, a server sends Stream Begin with 0, before it creates streams.',
    script: [
      check('Stream Begin before the stream was created', (scene): Finding => {
        const seen = messagesAt(scene, 'A');
        const created = seen.findIndex(({ values }) => values?.[0] === '_result' && values[1] !== 1);
        const begin = seen.find((one) => isEvent(one, EVENT.streamBegin));
        if (begin === undefined) return { tag: 'absent' };
        const stream = readU32(begin.payload, 2);
        if (stream !== 0) return { expected: 'Stream Begin 0', actual: `Stream Begin ${stream}` };
        const isBefore = seen.indexOf(begin) < created;
        return isBefore ? undefined : { expected: 'Stream Begin 0 before the stream', actual: 'behind it' };
      }),
    ],
  },
  {
    id: '4.2',
    title: 'Stream Begin on publish',
    role: 'server',
    level: 'should',
    pre: 'pub',
    refs: ['R7.3.1', 'MSG-21'],
    clause: 'Stream Begin with the id of the stream comes with NetStream.Publish.Start.',
    script: [alive(), check('Stream Begin of the stream', (scene) => begins(scene, 'A', { tag: 'absent' }))],
  },
  {
    id: '4.3',
    title: 'Stream Begin on play',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['R7.2.2.1', 'MSG-21'],
    clause:
      'Stream Begin with the id of the stream comes before its first media, and by the text before NetStream.Play.Start.',
    script: () => ({
      runs: [
        { label: 'a stream that is published', steps: [check('the order at the player', orderOnPlay)] },
        {
          label: 'a stream that nobody publishes yet',
          pre: { B: 'play' },
          steps: [
            check('Stream Begin before there is a publisher', (scene) => begins(scene, 'B', { tag: 'when-active' })),
            ladder('pubmedia', 'A'),
            expect(messageOfType(TYPE.video), { on: 'B' }),
            check('the order at the player', orderOnPlay),
          ],
        },
      ],
    }),
  },
  {
    id: '4.4',
    title: 'Stream EOF when the publisher leaves',
    role: 'server',
    level: 'should',
    pre: 'relay',
    refs: ['R7.1.7', 'MSG-22'],
    clause: 'A player is told that its publisher has left: by Stream EOF, NetStream.Play.UnpublishNotify, or the end.',
    script: () => ({
      runs: [
        {
          label: 'deleteStream',
          steps: [
            send(({ line }) => streamCommand('deleteStream', 0, [null, line('A').streamId], { messageStreamId: 0 }), {
              text: 'deleteStream',
            }),
            ...isTold(),
          ],
        },
        { label: 'the connection ends', steps: [close(), ...isTold()] },
      ],
    }),
  },
  {
    id: '4.5',
    title: 'Stream EOF at the end of a recording',
    role: 'server',
    level: 'must',
    pre: 'vod',
    needs: ['vod'],
    slow: true,
    refs: ['R7.1.7', 'MSG-22', 'CMD-37'],
    clause:
      'After the last frame of a recording come Stream EOF, NetStream.Play.Stop and onPlayStatus NetStream.Play.Complete.',
    script: [
      expect(status('NetStream.Play.Stop'), { within: 'idle' }),
      expect(
        message(
          'onPlayStatus NetStream.Play.Complete',
          (seen) =>
            seen.values?.[0] === 'onPlayStatus' && property(seen.values[1], 'code') === 'NetStream.Play.Complete',
        ),
      ),
      wait('quiet'),
      check('Stream EOF behind the last frame', (scene): Finding => {
        const seen = messagesAt(scene, 'A');
        const eof = seen.findIndex((one) => isEvent(one, EVENT.streamEof));
        const ended = seen[eof];
        if (ended === undefined) return { tag: 'no-eof' };
        const [stream, own] = [readU32(ended.payload, 2), scene.line('A').streamId];
        if (stream !== own) return { expected: `Stream EOF ${own}`, actual: `Stream EOF ${stream}` };
        const last = seen.map(isMedia).lastIndexOf(true);
        return eof > last ? undefined : { expected: 'no media after Stream EOF', actual: 'media' };
      }),
    ],
  },
  {
    id: '4.6',
    title: 'Stream Dry',
    role: 'server',
    level: 'info',
    pre: 'relay',
    slow: true,
    refs: ['R7.1.7', 'MSG-23'],
    clause: 'When a publisher is silent, a server may tell players by Stream Dry.',
    script: [
      anyOf(
        [
          { when: userControl(EVENT.streamDry), tag: 'stream-dry' },
          {
            when: either(closed(), userControl(EVENT.streamEof), status('NetStream.Play.UnpublishNotify')),
            tag: 'ended',
          },
          { when: 'deadline', tag: 'nothing' },
        ],
        { on: 'B', within: 'idle' },
      ),
    ],
  },
  {
    id: '4.8',
    title: 'Set Buffer Length sent',
    role: 'client',
    level: 'info',
    pre: 'play',
    refs: ['R7.1.7', 'MSG-24', 'Q-46'],
    clause: 'A player says how much it buffers: which stream, how many milliseconds, and when differs.',
    script: [
      wait('quiet'),
      check('Set Buffer Length', (scene): Finding => {
        const seen = messagesAt(scene, 'A');
        const at = seen.findIndex((one) => isEvent(one, EVENT.setBufferLength));
        const found = seen[at];
        if (found === undefined) return { tag: 'none' };
        const played = seen.findIndex(({ values }) => values?.[0] === 'play');
        const when = at > played ? 'after play' : 'before play';
        return { tag: `stream ${readU32(found.payload, 2)}, ${readU32(found.payload, 6)} ms, ${when}` };
      }),
    ],
  },
  {
    id: '4.9',
    title: 'Stream Is Recorded',
    role: 'server',
    level: 'should',
    pre: 'vod',
    needs: ['vod'],
    refs: ['R7.2.2.1', 'MSG-25'],
    clause: 'Stream Is Recorded comes before Stream Begin of a recording, and never for a live stream.',
    script: () => ({
      runs: [
        {
          label: 'a recording',
          steps: [
            expect(messageOfType(TYPE.video)),
            check('the order of the events', (scene): Finding => {
              const order = eventsAt(scene, 'A')
                .filter(({ stream }) => stream === scene.line('A').streamId)
                .map(({ event }) => event);
              const recorded = order.indexOf(EVENT.streamIsRecorded);
              return recorded >= 0 && recorded < order.indexOf(EVENT.streamBegin)
                ? undefined
                : { expected: 'event 4, then event 0', actual: order.join(', ') };
            }),
          ],
        },
        {
          label: 'a live stream',
          pre: 'relay',
          steps: [
            check(
              'no Stream Is Recorded',
              (scene): Finding =>
                eventsAt(scene, 'B').some(({ event }) => event === EVENT.streamIsRecorded)
                  ? { expected: 'no event 4', actual: 'event 4' }
                  : undefined,
            ),
          ],
        },
      ],
    }),
  },
  {
    id: '4.18',
    title: 'Stream ids name what exists',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['R7.1.7', 'MSG-21', 'MSG-22'],
    clause: 'Every event about a stream names 0, or a stream that was created on that connection.',
    script: [
      send(({ line }) => streamCommand('deleteStream', 0, [null, line('A').streamId], { messageStreamId: 0 }), {
        text: 'deleteStream',
      }),
      wait('quiet'),
      check('the streams of all events', (scene): Finding => {
        const strangers = ['A', 'B'].flatMap((on) =>
          eventsAt(scene, on)
            .filter(({ event }) => ABOUT_STREAMS.includes(event))
            .filter(({ stream }) => stream !== 0 && stream !== scene.line(on).streamId)
            .map(({ event, stream }) => `event ${event} of stream ${stream} at ${on}`),
        );
        return strangers.length === 0 ? undefined : { expected: 'streams that exist', actual: strangers.join(', ') };
      }),
    ],
  },
]);

const ABOUT_STREAMS: readonly number[] = [EVENT.streamBegin, EVENT.streamEof, EVENT.streamDry, EVENT.streamIsRecorded];

function isEvent({ type, payload }: SeenMessage, event: number): boolean {
  return type === TYPE.userControl && readU16(payload, 0) === event;
}

function isMedia({ type, payload }: SeenMessage): boolean {
  return (type === TYPE.audio || type === TYPE.video) && payload.length > 0;
}

/** Every event that came, with the stream that it names. */
function eventsAt(scene: Scene, on: ConnectionName): readonly { event: number; stream: number }[] {
  return messagesAt(scene, on)
    .filter(({ type }) => type === TYPE.userControl)
    .map(({ payload }) => ({ event: readU16(payload, 0), stream: readU32(payload, 2) }));
}

/** Stream Begin came with the id of the stream; or not at all, which is tolerated by a tag. */
function begins(scene: Scene, on: ConnectionName, absent: Finding): Finding {
  const { streamId } = scene.line(on);
  const begun = eventsAt(scene, on)
    .filter(({ event, stream }) => event === EVENT.streamBegin && stream !== 0)
    .map(({ stream }) => stream);
  if (begun.length === 0) return absent;
  return begun.includes(streamId)
    ? undefined
    : { expected: `Stream Begin ${streamId}`, actual: `Stream Begin ${begun.join(', ')}` };
}

function orderOnPlay(scene: Scene): Finding {
  const seen = messagesAt(scene, 'B');
  const begin = seen.findIndex(
    (one) => isEvent(one, EVENT.streamBegin) && readU32(one.payload, 2) === scene.line('B').streamId,
  );
  if (begin < 0 || begin > seen.findIndex(isMedia))
    return { expected: 'Stream Begin before the first media', actual: begin < 0 ? 'none' : 'media first' };
  const start = seen.findIndex(
    ({ values }) => values?.[0] === 'onStatus' && property(values[3], 'code') === 'NetStream.Play.Start',
  );
  return begin > start ? { tag: 'after-start' } : undefined;
}

/** Of the right stream, where it is told by an event. */
function isTold(): readonly Step[] {
  return [
    anyOf(
      [
        {
          when: message(
            'Stream EOF of another stream',
            (seen, { line }) => isEvent(seen, EVENT.streamEof) && readU32(seen.payload, 2) !== line('B').streamId,
          ),
          tag: 'another stream',
          isFailure: true,
        },
        { when: either(userControl(EVENT.streamEof), status('NetStream.Play.UnpublishNotify')) },
        { when: closed(), tag: 'closes-player' },
        { when: 'deadline', tag: 'silent' },
      ],
      { on: 'B' },
    ),
  ];
}
