import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { TYPE } from '../kit/wire/message.ts';
import { hangsAt, hearing, loses, named, renumbers, those } from './family.ts';
import type { SeededFault } from './fault.ts';

/** Area 14: what the generated families must find. */
export const generatedFaults: readonly SeededFault[] = [
  hearing('server', loses, named('play'), '14.1', '14.2'),
  hearing('server', loses, named('closeStream'), '14.2'),
  hearing('server', loses, named('deleteStream'), '14.2'),
  hearing('client', hangsAt, named('createStream'), '14.5'),
  hearing('both', hangsAt, those('an Abort Message with a byte more', isLongAbort), '14.4'),
  hearing('client', renumbers, named('_result'), '14.1'),
  hearing('client', loses, named('_error'), '14.2'),
];

function isLongAbort({ type, payload }: DecodedMessage): boolean {
  return type === TYPE.abort && payload.length === 5;
}
