import { BitReader } from '../bit-reader.ts';
import type { AudioFacts } from './facts.ts';

/** Layer III audio (ISO 11172-3 2.4.1.3, CFG-34): every frame tells. */

const SYNC = 0x7ff;
const LAYER_3 = 1;
const MONO = 3;

/** By the two bits of the version; 1 is reserved. */
const VERSIONS = [
  { name: 'MPEG-2.5', divisor: 4 },
  undefined,
  { name: 'MPEG-2', divisor: 2 },
  { name: 'MPEG-1', divisor: 1 },
] as const;

const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

/** kbit/s by index: 0 is a free choice, 15 is invalid. */
const BIT_RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const BIT_RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160] as const;

/** What a frame says; `undefined` when it is no frame of layer III. */
export function describeMp3(frame: Uint8Array): AudioFacts | undefined {
  const reader = new BitReader(frame);
  const isSync = reader.u(11) === SYNC;
  const version = VERSIONS[reader.u(2)];
  const isLayer3 = reader.u(2) === LAYER_3;
  reader.skip(1); // protection
  const bitRateIndex = reader.u(4);
  const rate = SAMPLE_RATES[reader.u(2)];
  reader.skip(2); // padding, private
  const channels = reader.u(2) === MONO ? 1 : 2;
  if (!isSync || !isLayer3 || version === undefined || rate === undefined || reader.isOverrun) return undefined;
  const kilobits = (version.divisor === 1 ? BIT_RATES_1 : BIT_RATES_2)[bitRateIndex];
  if (kilobits === undefined) return undefined;
  const bitRate = kilobits === 0 ? undefined : kilobits * 1000;
  return {
    codec: 'MP3',
    codecString: 'mp3',
    profile: version.name,
    sampleRate: rate / version.divisor,
    channels,
    bitRate,
  };
}
