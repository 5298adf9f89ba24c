import type { Matcher, Scene } from './case.ts';
import type { Observation, SeenMessage } from './observation.ts';
import { type AmfValue, property } from './wire/amf-value.ts';
import { readU16, readU32 } from './wire/bytes.ts';
import { type Mark, readMark } from './wire/media.ts';
import { TYPE } from './wire/message.ts';
import { EVENT } from './wire/messages.ts';

// Each answers a matcher: words for the report, and a pure test of one observation.

/** A message that passes a test. */
export function message(text: string, test: (message: SeenMessage, scene: Scene) => boolean): Matcher {
  return {
    text,
    test: (observation, scene) => observation.kind === 'message' && test(observation.message, scene),
  };
}

/** Any message of a type. */
export const messageOfType = (type: number): Matcher =>
  message(`a message of type ${type}`, (seen) => seen.type === type);

/** A protocol control message, with the number in its first four bytes if one is given. */
export const control = (type: number, value?: number): Matcher =>
  message(
    `a message of type ${type}${value === undefined ? '' : ` saying ${value}`}`,
    (seen) => seen.type === type && (value === undefined || readU32(seen.payload, 0) === value),
  );

/** A user control event, with the number behind it if one is given: a message stream id, or what a ping said. */
export const userControl = (event: number, value?: number): Matcher =>
  message(
    `User Control event ${event}${value === undefined ? '' : ` with ${value}`}`,
    ({ type, payload }) =>
      type === TYPE.userControl &&
      readU16(payload, 0) === event &&
      (value === undefined || readU32(payload, 2) === value),
  );

export const pong = (value = 0x11223344): Matcher => userControl(EVENT.pong, value);

/** A command by name, and by transaction id if one is given. */
export const command = (name: string, transactionId?: number): Matcher =>
  message(`the command ${name}${transactionId === undefined ? '' : ` of transaction ${transactionId}`}`, (seen) =>
    isCommand(seen, name, transactionId),
  );

/** `_result` to a transaction. */
export const result = (transactionId?: number): Matcher => command('_result', transactionId);

/** `_error` to a transaction. */
export const error = (transactionId?: number): Matcher => command('_error', transactionId);

/** `onStatus` with this code. */
export const status = (code: string): Matcher =>
  message(`onStatus ${code}`, (seen) => isCommand(seen, 'onStatus') && property(seen.values?.[3], 'code') === code);

/** `onStatus` of level `error`, whatever its code. */
export const errorStatus = (): Matcher =>
  message(
    'onStatus of level error',
    (seen) => isCommand(seen, 'onStatus') && property(seen.values?.[3], 'level') === 'error',
  );

/** A data message by its name. */
export const data = (name: string): Matcher =>
  message(
    `the data message ${name}`,
    ({ type, values }) => (type === TYPE.data || type === TYPE.dataAmf3) && values?.[0] === name,
  );

/** A self-checking frame that came undamaged. */
export const frame = (kind?: Mark['kind'], expected: Partial<Mark> = {}): Matcher =>
  message(
    `${kind === 'audio' ? 'an audio' : kind === 'video' ? 'a video' : 'a'} frame${marksText(expected)}`,
    ({ payload }) => {
      const mark = readMark(payload);
      return (
        mark !== undefined &&
        (kind === undefined || mark.kind === kind) &&
        (expected.sequence === undefined || mark.sequence === expected.sequence) &&
        (expected.timestamp === undefined || mark.timestamp === expected.timestamp)
      );
    },
  );

/** A media message with exactly this payload. */
export const payloadOf = (type: number, payload: Uint8Array): Matcher =>
  message(
    `${type === TYPE.audio ? 'audio' : 'video'} of ${payload.length} bytes as they were sent`,
    (seen) =>
      seen.type === type &&
      seen.payload.length === payload.length &&
      seen.payload.every((byte, at) => byte === payload[at]),
  );

/** A packet of the handshake. */
export const handshakePacket = (part: 0 | 1 | 2): Matcher => ({
  text: `packet ${part} of the handshake`,
  test: (observation) => observation.kind === 'handshake' && observation.part === part,
});

/** The peer ended the connection, in order or by a reset. */
export const closed = (how?: 'fin' | 'rst'): Matcher => ({
  text: how === undefined ? 'the end of the connection' : `the end of the connection by ${how.toUpperCase()}`,
  test: (observation) => observation.kind === 'closed' && (how === undefined || observation.how === how),
});

/** A connection that the client under test opens. */
export const opened = (): Matcher => ({ text: 'a connection', test: ({ kind }) => kind === 'opened' });

/** Any form of no: the end, `_error`, or an error status. */
export const reject = (transactionId?: number): Matcher => either(closed(), error(transactionId), errorStatus());

/** Anything: bytes, or an end. */
export const anything = (): Matcher => ({
  text: 'anything',
  test: ({ kind }) => kind === 'bytes' || kind === 'closed',
});

/** Bytes of any meaning. */
export const bytes = (): Matcher => ({ text: 'bytes', test: ({ kind }) => kind === 'bytes' });

/** A client under test says of itself. */
export const reported = (what: 'started' | 'failed' | 'ended'): Matcher => ({
  text: `the client reports "${what}"`,
  test: (observation) => observation.kind === 'report' && observation.report.what === what,
});

/** A client asks for what it was started for. */
export const asked = (): Matcher => either(command('publish'), command('play'));

/** One of several. */
export function either(...matchers: readonly Matcher[]): Matcher {
  return {
    text: matchers.map(({ text }) => text).join(', or '),
    test: (observation, scene) => matchers.some((matcher) => matcher.test(observation, scene)),
  };
}

/** Both. */
export function both(...matchers: readonly Matcher[]): Matcher {
  return {
    text: matchers.map(({ text }) => text).join(' that is also '),
    test: (observation, scene) => matchers.every((matcher) => matcher.test(observation, scene)),
  };
}

/** With a further condition: `where(status('X'), 'on message stream 1', ({ messageStreamId }) => …)`. */
export function where(matcher: Matcher, text: string, test: (seen: SeenMessage, scene: Scene) => boolean): Matcher {
  return {
    text: `${matcher.text} ${text}`,
    test: (observation, scene) =>
      matcher.test(observation, scene) && observation.kind === 'message' && test(observation.message, scene),
  };
}

export function isCommand({ type, values }: SeenMessage, name: string, transactionId?: number): boolean {
  return (
    (type === TYPE.command || type === TYPE.commandAmf3) &&
    values?.[0] === name &&
    (transactionId === undefined || Object.is(values[1], transactionId))
  );
}

/** The information object of a status or an `_error`. */
export const informationOf = ({ values }: SeenMessage): AmfValue => values?.[3];

/** The message of an observation that a message matcher kept. */
export function messageIn(observation: Observation | undefined): SeenMessage {
  if (observation?.kind !== 'message') throw new RangeError('no message was kept there');
  return observation.message;
}

function marksText({ sequence, timestamp }: Partial<Mark>): string {
  return `${sequence === undefined ? '' : ` number ${sequence}`}${timestamp === undefined ? '' : ` made for ${timestamp}`}`;
}
