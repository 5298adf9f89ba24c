import { setFlagsFromString } from 'node:v8';

/** Flags of V8; every V8 that Node came with knows them. */
export const SERVER_FLAGS = ['--heap-growing-percent=300', '--no-allocation-site-pretenuring'] as const;

/**
 * From now on V8 collects the garbage of this process as fits a server of media, which lie outside the heap, in a
 * buffer for each message, but count as its growth.
 *
 * - V8 looks through the whole heap when it is four times as large as what was in use the last time, where it else
 *   chooses a factor of 1.1 to 4. With 16 MB in use it would let the heap grow by 24, and 200 publishers send that much
 *   in half a second: all would be looked through for garbage that is not there. Bounds of memory stay: 64 MB of media
 *   that are not given back make V8 look as before, and so does a heap that comes near its largest size.
 * - V8 does not learn where objects that live long are made, to make those of the same place old from the first. What
 *   is made for a message lives long for players that come late or are behind, and is gone at once at all other times.
 *   Made old, it would keep its media until the next look through the whole heap, and bring that about.
 */
export function collectForMedia(): void {
  for (const flag of SERVER_FLAGS) setFlagsFromString(flag);
}
