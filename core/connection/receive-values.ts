import { AmfError } from '../amf/error.ts';
import type { Message } from '../chunk/message.ts';
import { splitAggregate } from '../message/aggregate.ts';
import type { DecodedCommand } from '../message/command-message.ts';
import { decodeCommand } from '../message/command-message.ts';
import type { DataMessage } from '../message/data-message.ts';
import { decodeData } from '../message/data-message.ts';
import { decodeSharedObject } from '../message/decode-shared-object.ts';
import { MessageType, messageTypeName } from '../message/message-type.ts';
import type { SessionHost } from './session-host.ts';

/** A command, and the message stream it came on. */
export interface ReceivedCommand extends DecodedCommand {
  readonly messageStreamId: number;
}

export function isCommand(messageTypeId: number): boolean {
  return messageTypeId === MessageType.CommandAmf0 || messageTypeId === MessageType.CommandAmf3;
}

/** A message of a type that means nothing here is ignored and noted, never fatal (MSG-1). */
export function noteUnknownType(host: SessionHost, { messageTypeId, payload }: Message): void {
  host.deviate('unknownMessageType', `${messageTypeName(messageTypeId)} (${payload.length} bytes) is ignored`);
}

/**
 * The messages inside an aggregate, on its stream; what does not read ends it, and is noted (MSG-14, MSG-17). Each is a
 * copy: a part of some bytes that is kept must not keep megabytes around it.
 */
export function receiveAggregate(host: SessionHost, aggregate: Message): readonly Message[] {
  const { parts, flaw } = splitAggregate(aggregate.timestamp, aggregate.payload);
  if (flaw !== undefined && !host.deviate('aggregateMalformed', `an aggregate message is broken: ${flaw}`)) return [];
  return parts.map((part) => ({ ...aggregate, ...part, payload: part.payload.slice() }));
}

/** Decodes a command message. `undefined`: it is empty, which is noted, or it does not decode, and the connection has ended. */
export function receiveCommand(host: SessionHost, message: Message): ReceivedCommand | undefined {
  if (message.payload.length === 0) {
    host.deviate('commandEmpty', 'a command message of 0 bytes is ignored');
    return undefined;
  }
  try {
    const command = decodeCommand(message.payload, host.limits, message.messageTypeId, host.externalizables);
    if (command.isSelectorMissing && !noteSelector(host, message)) return undefined;
    if (command.trailing > 0 && !noteTail(host, command)) return undefined;
    return { ...command, messageStreamId: message.messageStreamId };
  } catch (error) {
    failFor(host, error);
    return undefined;
  }
}

/** Decodes a data message. `undefined`: nothing in it can be handed on, which is noted. */
export function receiveData(host: SessionHost, message: Message): DataMessage | undefined {
  try {
    const data = decodeData(message.payload, host.limits, message.messageTypeId, host.externalizables);
    if (data === undefined)
      host.deviate('dataMalformed', 'a data message begins with the name of its handler, a string');
    return data?.isSelectorMissing && !noteSelector(host, message) ? undefined : data;
  } catch (error) {
    failFor(host, error);
    return undefined;
  }
}

/** Tells of a shared object message. One that does not decode is dropped and noted: nobody waits for an answer (MSG-9). */
export function receiveSharedObject(host: SessionHost, { messageTypeId, payload }: Message): void {
  try {
    const { limits: budget, externalizables } = host;
    const message = decodeSharedObject(payload, { messageTypeId, budget, externalizables });
    host.emit({ type: 'sharedObjectReceived', ...message });
  } catch (error) {
    if (!(error instanceof AmfError) || error.code === 'amfTooComplex') return failFor(host, error);
    host.deviate('sharedObjectMalformed', `a shared object message is broken: ${error.message}`);
  }
}

/** Q-49, against AMF-LIM-11: nginx-rtmp, SRS and FFmpeg take such commands. False: it is refused, the connection has ended. */
function noteTail(host: SessionHost, { name, trailing }: DecodedCommand): boolean {
  return host.deviate(
    'commandTailMalformed',
    `the last ${trailing} bytes of a ${name} command do not decode: left out`,
  );
}

/** AMF3-25. False: it is refused, the connection has ended. */
function noteSelector(host: SessionHost, { messageTypeId, payload }: Message): boolean {
  const sentence = `${messageTypeName(messageTypeId)} begins with a format selector of 0, got ${payload[0]}`;
  return host.deviate('amf3SelectorMissing', sentence);
}

function failFor(host: SessionHost, error: unknown): void {
  if (!(error instanceof AmfError)) throw error;
  const { code, message, limit, allowed, got } = error;
  host.fail({ code, at: host.at, message: `${message} (byte ${error.at} of the payload)`, limit, allowed, got });
}
