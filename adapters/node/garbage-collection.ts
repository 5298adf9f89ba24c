import { setFlagsFromString } from 'node:v8';

/** Factor 4, which is the most that V8 chooses by itself. Every V8 that Node came with knows the flag. */
export const HEAP_GROWTH = '--heap-growing-percent=300';

/**
 * From now on V8 looks through the heap of this process when it is four times as large as what was in use the last time, where
 * it else chooses a factor of 1.1 to 4.
 *
 * Media lie outside the heap, but V8 counts them as its growth. A live server has 16 MB in its heap, V8 lets it grow by 24, and
 * 200 publishers send that much in half a second: all would be looked through twice a second, for garbage that is not there.
 * Bounds of memory stay: 64 MB of media make V8 look as before, and so does a heap that comes near its largest size.
 */
export function letHeapGrow(): void {
  setFlagsFromString(HEAP_GROWTH);
}
