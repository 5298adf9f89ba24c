/**
 * The bytes from `start` on as a plain array over the same memory: `subarray` of a Node.js Buffer is slow and gives Buffers,
 * and its `slice` copies nothing. What is plain, and wanted whole, comes back as it is.
 */
export function plainView(bytes: Uint8Array, start = 0): Uint8Array {
  if (start === 0 && bytes.constructor === Uint8Array) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
}
