/**
 * The most that is joined, bytes. What is longer, as the pictures since the last key frame that a late player begins with,
 * is not copied for the sake of one system call.
 */
const MOST_JOINED = 262_144;

/**
 * What many connections write at the same time. Players of one stream mostly get the same buffers: these are joined once,
 * and each player then costs a write of the one buffer that all of them share.
 *
 * The first list of its kind stays as it is: it may be the only one, and joining it would cost more than it saves.
 */
export class JoinedWrites {
  #last: readonly Uint8Array[] = [];
  /** Made of `#last`, once a second connection writes the same. */
  #joined: readonly Uint8Array[] | undefined;

  /** What to write instead of `buffers`: the same bytes. Nobody may change either. */
  of(buffers: readonly Uint8Array[]): readonly Uint8Array[] {
    if (buffers.length < 2) return buffers;
    if (areSame(buffers, this.#last)) {
      this.#joined ??= join(buffers, MOST_JOINED);
      return this.#joined;
    }
    this.#last = buffers;
    this.#joined = undefined;
    return buffers;
  }
}

function areSame(some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index++) if (some[index] !== others[index]) return false;
  return true;
}

/** The same bytes in one buffer, unless they are more than `most`. */
export function join(buffers: readonly Uint8Array[], most: number): readonly Uint8Array[] {
  let length = 0;
  for (const buffer of buffers) length += buffer.length;
  if (length > most) return buffers;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const buffer of buffers) {
    joined.set(buffer, at);
    at += buffer.length;
  }
  return [joined];
}
