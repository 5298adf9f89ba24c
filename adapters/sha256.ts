import { hash } from 'node:crypto';

/** SHA-256 by the runtime's own code, at once: Node, Deno and Bun have it under one name. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}
