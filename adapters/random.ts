/** The most bytes that one call of `crypto.getRandomValues` fills. */
const MOST_AT_ONCE = 65_536;

/** Drawn and not given out yet: from `next` on. A handshake takes 1528 bytes, and a call for each costs more than the bytes. */
const pool = new Uint8Array(MOST_AT_ONCE / 2);
let next = pool.length;

/** The cryptographic random source that every runtime has. Nothing that was given out stays in memory here. */
export function fillRandom(into: Uint8Array): void {
  if (into.length > pool.length) return fillDirectly(into);
  if (next + into.length > pool.length) {
    crypto.getRandomValues(pool);
    next = 0;
  }
  const end = next + into.length;
  into.set(pool.subarray(next, end));
  pool.fill(0, next, end);
  next = end;
}

function fillDirectly(into: Uint8Array): void {
  for (let start = 0; start < into.length; start += MOST_AT_ONCE) {
    crypto.getRandomValues(into.subarray(start, start + MOST_AT_ONCE));
  }
}
