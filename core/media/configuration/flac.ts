import { BitReader } from '../bit-reader.ts';
import type { AudioFacts } from './facts.ts';

const MARKER = 0x664c6143;
const STREAMINFO_BYTES = 34;

/** Marker `fLaC` and the header of a metadata block. */
const PREFIX_BYTES = 8;

/**
 * What STREAMINFO says (RFC 9639 8.2), behind the marker and block header that E-RTMP asks for, or bare as FFmpeg writes
 * it (ERTMP-28). `undefined` when it is neither, or has rate 0 (CFG-31).
 */
export function describeFlac(header: Uint8Array): AudioFacts | undefined {
  const reader = new BitReader(header);
  if (header.length !== STREAMINFO_BYTES) {
    const isMarked = reader.u(32) === MARKER;
    reader.skip(1); // last
    const isStreamInfo = reader.u(7) === 0 && reader.u(24) === STREAMINFO_BYTES;
    if (!isMarked || !isStreamInfo || header.length < PREFIX_BYTES + STREAMINFO_BYTES) return undefined;
  }
  reader.skip(16 + 16 + 24 + 24); // sizes of blocks and frames
  const sampleRate = reader.u(20);
  const channels = reader.u(3) + 1;
  const bitDepth = reader.u(5) + 1;
  return sampleRate === 0 ? undefined : { codec: 'FLAC', codecString: 'flac', sampleRate, channels, bitDepth };
}
