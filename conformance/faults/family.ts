import type { Case } from '../kit/case.ts';
import { valuesOf } from '../kit/observation.ts';
import { readU16, toHex } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { type MessageSpec, TYPE } from '../kit/wire/message.ts';
import { setChunkSize } from '../kit/wire/messages.ts';
import { isNamed, numbered, says } from './edits.ts';
import { type Mangle, messages, type SeededFault } from './fault.ts';
import { Misreader } from './misreader.ts';

/** Which messages a fault is about. */
export interface Which {
  readonly text: string;
  readonly test: (message: DecodedMessage) => boolean;
}

/** What becomes of such a message; made anew for each connection. */
export interface Edit {
  readonly text: string;
  readonly make: () => (message: DecodedMessage) => readonly (DecodedMessage | MessageSpec)[];
  /** All that follows suffers the same. */
  readonly isLasting?: boolean;
}

export const ofType = (...types: readonly number[]): Which => ({
  text: `messages of type ${types.join(' or ')}`,
  test: ({ type }) => types.includes(type),
});

/** Commands and data messages. */
export const named = (name: string): Which => ({ text: `"${name}"`, test: (message) => isNamed(message, name) });

/** Whatever holds this text. */
export const holding = (text: string): Which => ({ text: `"${text}"`, test: (message) => says(message, text) });

/** Commands and data whose payload, in hexadecimal, looks like this. */
export const digits = (text: string, pattern: RegExp): Which => ({
  text,
  test: ({ type, payload }) => type >= TYPE.dataAmf3 && type <= TYPE.command && pattern.test(toHex(payload)),
});

export const event = (kind: number): Which => ({
  text: `user control event ${kind}`,
  test: ({ type, payload }) => type === TYPE.userControl && readU16(payload, 0) === kind,
});

/** In words of one's own. */
export const those = (text: string, test: Which['test']): Which => ({ text, test });

const perMessage = (
  text: string,
  change: (message: DecodedMessage) => readonly (DecodedMessage | MessageSpec)[],
): Edit => ({
  text,
  make: () => change,
});

export const loses = perMessage('loses', () => []);
export const doubles = perMessage('doubles', (message) => [message, message]);
export const shifts = perMessage('puts a millisecond on the time of', (message) => [
  { ...message, timestamp: (message.timestamp + 1) >>> 0 },
]);
export const renumbers = perMessage('puts a wrong transaction id on', (message) => {
  const id = valuesOf(message)?.[1];
  return [typeof id === 'number' ? numbered(message, id + 1) : message];
});
/** Our own ends a connection that announces chunks of no bytes. */
export const endsAt = perMessage('ends the connection at', () => [setChunkSize(0)]);
/** Nothing is heard of it, nor of what follows. */
export const hangsAt: Edit = { text: 'hangs at', make: () => () => [], isLasting: true };

/** What the subject hears is changed where a message is of a kind. */
export const hearing = (role: Case['role'], edit: Edit, which: Which, ...foundBy: Case['id'][]): SeededFault => ({
  name: `${edit.text} ${which.text} it hears`,
  role,
  foundBy,
  hears: () => edited(edit, which),
});

/** What the subject says is changed where a message is of a kind. */
export const saying = (role: Case['role'], edit: Edit, which: Which, ...foundBy: Case['id'][]): SeededFault => ({
  name: `${edit.text} ${which.text} it says`,
  role,
  foundBy,
  says: () => edited(edit, which),
});

function edited({ make, isLasting = false }: Edit, { test }: Which): Mangle {
  const change = make();
  let isOn = false;
  const edit = (message: DecodedMessage) => {
    const isOne = test(message);
    if (isLasting) isOn ||= isOne;
    return isOne || isOn ? change(message) : [message];
  };
  return messages(edit, { reader: new Misreader({}) });
}
