import { BitReader } from '../bit-reader.ts';
import type { AudioFacts } from './facts.ts';

/** Whatever it was made from, Opus comes out at this rate (CFG-28). */
const SAMPLE_RATE = 48_000;

/** `OpusHead`, in two halves. */
const MAGIC = [0x4f707573, 0x48656164] as const;

/** The high nibble of the version is 0 in all that is compatible. */
const INCOMPATIBLE_VERSION = 0x10;

/** What an ID header says (RFC 7845 5.1); `undefined` when it is none. */
export function describeOpus(head: Uint8Array): AudioFacts | undefined {
  const reader = new BitReader(head);
  const isMagic = reader.u(32) === MAGIC[0] && reader.u(32) === MAGIC[1];
  const version = reader.u(8);
  const channels = reader.u(8);
  reader.skip(16 + 32 + 16 + 8); // pre-skip, input rate, gain, mapping family
  if (!isMagic || version >= INCOMPATIBLE_VERSION || reader.isOverrun) return undefined;
  return facts(channels);
}

/** What a packet says: the stereo bit of its TOC byte (CFG-29), for streams without an ID header (ERTMP-28). */
export function describeOpusPacket(packet: Uint8Array): AudioFacts | undefined {
  const [toc] = packet;
  return toc === undefined ? undefined : facts((toc & 0x04) === 0 ? 1 : 2);
}

function facts(channels: number): AudioFacts {
  return { codec: 'Opus', codecString: 'opus', sampleRate: SAMPLE_RATE, channels };
}
