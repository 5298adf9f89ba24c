import type { ByteCursor } from '../bytes/cursor.ts';
import type { AmfAvmPlus } from './value.ts';

/**
 * Reads what follows the AVM+ marker (AMF0-22) and leaves the cursor behind it.
 *
 * Where an AMF3 value ends is known only to those who read AMF3. Its bytes are therefore handed on as they are, up to the
 * end of the payload, and no AMF0 value can follow.
 */
export function readAvmPlus(cursor: ByteCursor): AmfAvmPlus {
  return { kind: 'avmPlus', bytes: cursor.take(cursor.remaining).slice() };
}
