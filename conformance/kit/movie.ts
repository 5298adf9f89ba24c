import type { Finding, Scene, Step } from './case.ts';
import { frame } from './matchers.ts';
import type { ConnectionName, SeenMessage } from './observation.ts';
import { check, expect, send } from './steps.ts';
import { messagesAt } from './trace.ts';
import { audio, audioPayload, type FrameSpec, type Mark, readMark, video, videoPayload } from './wire/media.ts';

/** One frame of a movie. */
export type Shot = FrameSpec & { readonly kind: Mark['kind'] };

interface MovieOptions {
  /** Milliseconds. */
  readonly long: number;
  /** Of the first picture and the first sound; default 40 times their number. */
  readonly from?: number;
  /** Number of the first picture and the first sound; default `FIRST`. */
  readonly first?: number;
  /** Bytes of a picture; default as few as it takes. */
  readonly size?: number;
  readonly without?: Mark['kind'];
}

/** Numbers below are those of frames that the ladder and probes send. */
export const FIRST = 100;

const PICTURE_MS = 40;
/** 1024 samples at 44.1 kHz. */
const SOUND_MS = 1024 / 44.1;

/** 25 pictures and 43 sounds a second, a key frame each second, in the order of their times. */
export function movie({ long, first = FIRST, from = first * PICTURE_MS, size = 0, without }: MovieOptions): Shot[] {
  const shots: Shot[] = [];
  for (let at = 0; without !== 'video' && at * PICTURE_MS < long; at += 1) {
    const timestamp = from + at * PICTURE_MS;
    shots.push({ kind: 'video', sequence: first + at, timestamp, key: at % 25 === 0, size });
  }
  for (let at = 0; without !== 'audio' && at * SOUND_MS < long; at += 1) {
    shots.push({ kind: 'audio', sequence: first + at, timestamp: from + Math.round(at * SOUND_MS) });
  }
  return shots.sort((left, right) => left.timestamp - right.timestamp);
}

/** Shots as A sends them, in this order. */
export const sendShots = (shots: readonly Shot[], text = `${shots.length} frames`, on: ConnectionName = 'A'): Step =>
  send(
    shots.map((shot) => (shot.kind === 'audio' ? audio(shot) : video(shot))),
    { text, on },
  );

/** Waits for the last of each kind. */
export function expectLast(shots: readonly Shot[], on: ConnectionName = 'B'): Step[] {
  const last = (['audio', 'video'] as const).flatMap((kind) => shots.filter((shot) => shot.kind === kind).slice(-1));
  return last.map(({ kind, sequence }) => expect(frame(kind, { sequence }), { on, within: 'close' }));
}

/** A frame that arrived somewhere. */
export interface Arrival extends Mark {
  readonly message: SeenMessage;
}

/** What arrived undamaged, in order; nothing where a client does not tell what it received. */
export function arrivalsAt(scene: Scene, on: ConnectionName): Arrival[] {
  return messagesAt(scene, on).flatMap((message) => {
    const mark = readMark(message.payload);
    return mark === undefined ? [] : [{ ...mark, message }];
  });
}

/** Looks at those frames of a movie that arrived; there is nothing to be said where none did. */
export const checkShots = (
  text: string,
  shots: readonly Shot[],
  look: (arrivals: readonly Arrival[], scene: Scene) => Finding,
  on: ConnectionName = 'B',
): Step =>
  check(text, (scene) => {
    const wanted = new Set(shots.map(nameOf));
    const arrivals = arrivalsAt(scene, on).filter((arrival) => wanted.has(nameOf(arrival)));
    return arrivals.length === 0 ? undefined : look(arrivals, scene);
  });

/** `audio 12`: what tells a frame from the others of a movie. */
export const nameOf = ({ kind, sequence }: Mark | Shot): string => `${kind} ${sequence}`;

/** Each frame came once, and the frames of each kind came in order. */
export function checkOnceInOrder(shots: readonly Shot[], on: ConnectionName = 'B'): Step {
  return checkShots(
    `at ${on} every frame once, in the order of its track`,
    shots,
    (arrivals) => {
      for (const kind of ['audio', 'video'] as const) {
        const ofKind = (one: Mark | Shot) => one.kind === kind;
        const finding = firstDifference(shots.filter(ofKind).map(nameOf), arrivals.filter(ofKind).map(nameOf));
        if (finding !== undefined) return finding;
      }
      return undefined;
    },
    on,
  );
}

export function firstDifference(expected: readonly string[], actual: readonly string[]): Finding {
  const length = Math.max(expected.length, actual.length);
  for (let at = 0; at < length; at += 1) {
    if (expected[at] === actual[at]) continue;
    return { expected: expected[at] ?? 'nothing more', actual: actual[at] ?? 'nothing more' };
  }
  return undefined;
}

/** The payload that a shot was sent with. */
export const payloadOfShot = (shot: Shot): Uint8Array =>
  shot.kind === 'audio' ? audioPayload(shot) : videoPayload(shot);
