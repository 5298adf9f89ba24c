import type { AmfValue } from '../amf/value.ts';
import { property } from '../amf/value.ts';
import type { DecodedCommand } from '../message/command-message.ts';

/** `publish` (CMD-30). `name` is `undefined` when it asks to stop (`false`, `null`: Q-39). */
export interface PublishCommand {
  readonly name: string | undefined;
  readonly publishType: 'live' | 'record' | 'append';
}

/** `play` (CMD-24 to CMD-26), numbers as sent. */
export interface PlayCommand {
  /** The stream name exactly as it came, query included. */
  readonly name: string;
  /** -2 where absent. Units differ between peers (CMD-26): `playRange` reads the two. */
  readonly start: number;
  /** -1 where absent. */
  readonly duration: number;
  /** Whether what plays ends (CMD-25); true where absent. */
  readonly reset: boolean;
}

/** How `play2` goes from one stream to another (AS3, NetStreamPlayTransitions). */
const TRANSITIONS = ['append', 'appendAndWait', 'reset', 'resume', 'stop', 'swap', 'switch'] as const;

export type Transition = (typeof TRANSITIONS)[number];

/** `play2` (CMD-27): the properties of NetStreamPlayOptions, numbers as sent. */
export interface Play2Command {
  readonly streamName: string;
  /** Empty where absent: the stream that plays. */
  readonly oldStreamName: string;
  /** -2 where absent. */
  readonly start: number;
  /** -1 where absent. */
  readonly len: number;
  /** Seconds into the new stream at which to change; -1 where absent: as soon as possible. */
  readonly offset: number;
  /** `switch`, for which the command was made (7.2.2.2), where absent or unknown. */
  readonly transition: Transition;
}

/** `pause` and `pauseRaw` (CMD-29). */
export interface PauseCommand {
  readonly paused: boolean;
  /** Where in the stream it paused, or from where on it has nothing yet: milliseconds. 0 where absent. */
  readonly timeMs: number;
}

/**
 * Reads `publish`. A missing or unknown type means live, any case will do.
 *
 * @returns a sentence instead when the name cannot serve as one (AMF0-23, CMD-57)
 */
export function readPublish(command: DecodedCommand): PublishCommand | string {
  const [name, type] = command.userArguments;
  if (name === false || name === null) return { name: undefined, publishType: 'live' };
  const flaw = nameFlaw(name, command.malformedUtf8);
  return flaw ?? { name: name as string, publishType: publishType(type) }; // a name without flaw is a string
}

/**
 * Reads `play`: start -2, duration -1 and reset true where absent (7.2.2.1).
 *
 * @returns a sentence instead when the name cannot serve as one
 */
export function readPlay(command: DecodedCommand): PlayCommand | string {
  const [name, start, duration, reset] = command.userArguments;
  const flaw = nameFlaw(name, command.malformedUtf8);
  if (flaw !== undefined) return flaw;
  return {
    name: name as string, // a name without flaw is a string
    start: numberOr(-2, start),
    duration: numberOr(-1, duration),
    reset: reset === undefined || !(reset === false || reset === 0),
  };
}

/** Reads `play2`; absent numbers read as NetStreamPlayOptions has them: start -2, len -1, offset -1 (AS3). A sentence: as `readPlay`. */
export function readPlay2(command: DecodedCommand): Play2Command | string {
  const [options] = command.userArguments;
  const streamName = property(options, 'streamName');
  const oldStreamName = property(options, 'oldStreamName');
  const flaw = nameFlaw(streamName, command.malformedUtf8);
  if (flaw !== undefined) return flaw;
  return {
    streamName: streamName as string, // a name without flaw is a string
    oldStreamName: typeof oldStreamName === 'string' ? oldStreamName : '',
    start: numberOr(-2, property(options, 'start')),
    len: numberOr(-1, property(options, 'len')),
    offset: numberOr(-1, property(options, 'offset')),
    transition: TRANSITIONS.find((transition) => transition === property(options, 'transition')) ?? 'switch',
  };
}

/** Reads `pause` and `pauseRaw`: absent arguments read as true and 0. */
export function readPause({ userArguments: [paused, timeMs] }: DecodedCommand): PauseCommand {
  return { paused: paused === undefined || Boolean(paused), timeMs: finiteOr(0, timeMs) };
}

/** Reads `seek`: milliseconds, 0 for anything before the beginning; `undefined` when it names no time. */
export function readSeek({ userArguments: [timeMs] }: DecodedCommand): number | undefined {
  return typeof timeMs === 'number' && Number.isFinite(timeMs) ? Math.max(0, timeMs) : undefined;
}

function numberOr(absent: number, value: AmfValue): number {
  return typeof value === 'number' ? value : absent;
}

function finiteOr(absent: number, value: AmfValue): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : absent;
}

function nameFlaw(name: AmfValue, malformedUtf8: boolean): string | undefined {
  if (typeof name !== 'string') return 'the stream name must be a string';
  if (malformedUtf8) return 'the stream name must be well-formed UTF-8';
  if (name.includes('\0')) return 'the stream name must not contain NUL';
  return undefined;
}

function publishType(type: AmfValue): PublishCommand['publishType'] {
  const word = typeof type === 'string' ? type.toLowerCase() : '';
  if (word === 'record') return 'record';
  return word === 'append' || word === 'appendwithgap' ? 'append' : 'live';
}
