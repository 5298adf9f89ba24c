import { hash } from 'node:crypto';

/** SHA-256 by the runtime's own code, which answers at once. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}
