import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { TYPE } from '../kit/wire/message.ts';
import { isNamed } from './edits.ts';
import { hangsAt, hearing, loses, named, renumbers, those } from './family.ts';
import { type Mangle, messages, type SeededFault } from './fault.ts';

/** Area 14: what the generated families must find. */
export const generatedFaults: readonly SeededFault[] = [
  hearing('server', loses, named('play'), '14.1', '14.2'),
  hearing('server', loses, named('closeStream'), '14.2'),
  hearing('server', loses, named('deleteStream'), '14.2'),
  { name: 'goes on playing a stream that was deleted', role: 'server', foundBy: ['14.2'], hears: deafWhilePlaying },
  hearing('client', hangsAt, named('createStream'), '14.5'),
  hearing('both', hangsAt, those('an Abort Message with a byte more', isLongAbort), '14.4'),
  hearing('client', renumbers, named('_result'), '14.1'),
  hearing('client', loses, named('_error'), '14.2'),
];

/** Of a client that plays, and publishes nothing, deleteStream is lost. */
function deafWhilePlaying(): Mangle {
  let isPlaying = false;
  return messages((message) => {
    isPlaying = (isPlaying || isNamed(message, 'play')) && !isNamed(message, 'publish');
    return isPlaying && isNamed(message, 'deleteStream') ? [] : [message];
  });
}

function isLongAbort({ type, payload }: DecodedMessage): boolean {
  return type === TYPE.abort && payload.length === 5;
}
