import type { AmfValue } from '../amf/value.ts';
import type { DecodedCommand } from '../message/command-message.ts';

/** `publish` (CMD-30). `name` is `undefined` when it asks to stop (`false`, `null`: Q-39). */
export interface PublishCommand {
  readonly name: string | undefined;
  readonly publishType: 'live' | 'record' | 'append';
}

/** `play` (CMD-24 to CMD-26), numbers as sent. */
export interface PlayCommand {
  readonly name: string;
  readonly start: number;
  readonly duration: number;
  readonly reset: boolean;
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
    start: typeof start === 'number' ? start : -2,
    duration: typeof duration === 'number' ? duration : -1,
    reset: reset === undefined || !(reset === false || reset === 0),
  };
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
