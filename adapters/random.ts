/** The most bytes that one call of `crypto.getRandomValues` fills. */
const MOST_AT_ONCE = 65_536;

/** The cryptographic random source that every runtime has. */
export function fillRandom(into: Uint8Array): void {
  for (let start = 0; start < into.length; start += MOST_AT_ONCE) {
    crypto.getRandomValues(into.subarray(start, start + MOST_AT_ONCE));
  }
}
