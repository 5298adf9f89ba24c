import { amfObject } from '../amf/make-value.ts';
import type { AmfEcmaArray, AmfObject, AmfValue } from '../amf/value.ts';
import type { CommandMessage } from '../message/command-message.ts';

/** What `connect` says (CMD-5), read from whatever a peer made of it. */
export interface ConnectCommand {
  readonly app: string;
  readonly tcUrl: string;
  readonly flashVer: string;
  readonly objectEncoding: number;
  /** It understands requests to reconnect: bit 1 of `capsEx` (ERTMP-5, ERTMP-37). */
  readonly takesReconnectRequest: boolean;
  readonly commandObject: AmfObject;
  readonly userArguments: readonly AmfValue[];
  /** What was wrong with the command object, in one sentence; `undefined` when it was as it should be. */
  readonly deviation: string | undefined;
}

const TAKES_RECONNECT_REQUEST = 0x01; // of capsEx (ERTMP-5)

/** What a client says of itself in `connect`. */
export interface ConnectOptions {
  readonly app: string;
  readonly tcUrl: string;
  readonly flashVer?: string;
  /** Default 0. */
  readonly objectEncoding?: 0 | 3;
  readonly properties?: AmfObject;
}

/**
 * Reads a `connect` command leniently: an ECMA array serves as the command object, property names match in any
 * case and quotes around values fall off, and what is missing reads as empty text or 0.
 */
export function readConnect(command: CommandMessage): ConnectCommand {
  const { commandObject, deviation } = readCommandObject(command.commandObject);
  const objectEncoding = find(commandObject, 'objectEncoding');
  const capsEx = find(commandObject, 'capsEx');
  return {
    app: unquoted(find(commandObject, 'app')),
    tcUrl: unquoted(find(commandObject, 'tcUrl')),
    flashVer: unquoted(find(commandObject, 'flashVer')),
    objectEncoding: typeof objectEncoding === 'number' ? objectEncoding : 0,
    takesReconnectRequest: typeof capsEx === 'number' && (capsEx & TAKES_RECONNECT_REQUEST) !== 0,
    commandObject,
    userArguments: command.userArguments,
    deviation,
  };
}

/** The command object a client sends, in the order of the specification's table (7.2.1.1). */
export function connectCommandObject(options: ConnectOptions): AmfObject {
  const commandObject = amfObject({
    app: options.app,
    flashVer: options.flashVer ?? 'LNX 9,0,124,2',
    tcUrl: options.tcUrl,
    fpad: false,
    capabilities: 15, // CMD-5: what FFmpeg and librtmp players say
    audioCodecs: 0x0fff, // CMD-6: all
    videoCodecs: 0x00ff, // CMD-7: all
    videoFunction: 1, // CMD-8: the client can seek
    objectEncoding: options.objectEncoding ?? 0,
  });
  for (const [key, value] of options.properties?.properties ?? []) commandObject.properties.set(key, value);
  return commandObject;
}

function readCommandObject(value: AmfValue): { commandObject: AmfObject; deviation: string | undefined } {
  if (typeof value === 'object' && value !== null && value.kind === 'object') {
    return { commandObject: value, deviation: undefined };
  }
  if (typeof value === 'object' && value !== null && value.kind === 'ecmaArray') {
    return {
      commandObject: asObject(value),
      deviation: 'expected an object as the command object of connect, got an ECMA array',
    };
  }
  return { commandObject: amfObject({}), deviation: 'expected an object as the command object of connect, got none' };
}

function asObject(array: AmfEcmaArray): AmfObject {
  return { kind: 'object', className: undefined, properties: array.properties };
}

/** The property of exactly this name, else the first whose name differs in case only. */
function find({ properties }: AmfObject, name: string): AmfValue {
  if (properties.has(name)) return properties.get(name);
  const wanted = name.toLowerCase();
  for (const [key, value] of properties) if (key.toLowerCase() === wanted) return value;
  return undefined;
}

function unquoted(value: AmfValue): string {
  return typeof value === 'string' ? value.replace(/^[\s'"]+|[\s'"]+$/g, '') : '';
}
