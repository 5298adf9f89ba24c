import type { ByteWriter } from '../bytes/writer.ts';
import { requireRange } from './payload-usage-error.ts';

/** SI24, milliseconds from decoding to presentation (FLV-23). */
export const COMPOSITION_TIME_BYTES = 3;

/** The caller has checked that three bytes are there. */
export function readCompositionTime(payload: Uint8Array, at: number): number {
  return ((payload[at]! << 24) | (payload[at + 1]! << 16) | (payload[at + 2]! << 8)) >> 8;
}

export function writeCompositionTime(writer: ByteWriter, compositionTime: number): void {
  requireRange('the composition time', compositionTime, -0x800000, 0x7fffff);
  writer.u24(compositionTime & 0xffffff);
}
