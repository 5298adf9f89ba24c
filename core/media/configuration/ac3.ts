import { BitReader } from '../bit-reader.ts';
import type { AudioFacts } from './facts.ts';

/** AC-3 and E-AC-3 (ATSC A/52): no header stands in front of the stream, every syncframe tells (CFG-32, CFG-33). */

const SYNC_WORD = 0x0b77;

/** By acmod, without the low-frequency channel. */
const CHANNELS = [2, 1, 2, 3, 3, 4, 4, 5] as const;

/** By fscod; E-AC-3 has half of each behind 3. */
const SAMPLE_RATES = [48_000, 44_100, 32_000] as const;

/** kbit/s, by frmsizecod >> 1. */
const BIT_RATES = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640] as const;

/** bsid lies at the same place in both: up to 10 it is AC-3, from 11 to 16 E-AC-3. */
const BSID_AT = 40;
const LAST_AC3 = 10;
const LAST_EAC3 = 16;

/** Rates of bsid 9 and 10 are halved and quartered. */
const PLAIN_BSID = 8;

const SAMPLES_PER_BLOCK = 256;
const BLOCKS = [1, 2, 3, 6] as const;
const DEPENDENT = 1;

/** What a syncframe says, of AC-3 or E-AC-3 as its bsid has it; `undefined` when it is none. */
export function describeAc3(frame: Uint8Array): AudioFacts | undefined {
  const reader = new BitReader(frame);
  const hasSync = reader.u(16) === SYNC_WORD;
  reader.skip(BSID_AT - 16);
  const bsid = reader.u(5);
  if (!hasSync || reader.isOverrun || bsid > LAST_EAC3) return undefined;
  return bsid <= LAST_AC3 ? describeAc3Frame(frame, bsid) : describeEac3Frame(frame);
}

function describeAc3Frame(frame: Uint8Array, bsid: number): AudioFacts | undefined {
  const reader = new BitReader(frame);
  reader.skip(32); // sync word, checksum
  const rate = SAMPLE_RATES[reader.u(2)];
  const kilobits = BIT_RATES[reader.u(6) >>> 1];
  reader.skip(5 + 3); // bsid, bsmod
  const acmod = reader.u(3);
  if ((acmod & 1) !== 0 && acmod !== 1) reader.skip(2); // centre mix level
  if ((acmod & 4) !== 0) reader.skip(2); // surround mix level
  if (acmod === 2) reader.skip(2); // Dolby Surround
  const channels = CHANNELS[acmod]! + reader.u(1);
  if (reader.isOverrun || rate === undefined || kilobits === undefined) return undefined;
  const divisor = 2 ** Math.max(0, bsid - PLAIN_BSID);
  const sampleRate = rate / divisor;
  return { codec: 'AC-3', codecString: 'ac-3', sampleRate, channels, bitRate: (kilobits * 1000) / divisor };
}

/** Independent substream 0 gives the base layout; what dependent ones add is not counted. */
function describeEac3Frame(frame: Uint8Array): AudioFacts | undefined {
  const reader = new BitReader(frame);
  reader.skip(16);
  const streamType = reader.u(2);
  reader.skip(3); // substream
  const bytes = 2 * (reader.u(11) + 1);
  const rateCode = reader.u(2);
  const code = reader.u(2); // half rate, or number of blocks
  const isHalved = rateCode === 3;
  const rate = SAMPLE_RATES[isHalved ? code : rateCode];
  const channels = CHANNELS[reader.u(3)]! + reader.u(1);
  if (reader.isOverrun || rate === undefined || streamType === DEPENDENT) return undefined;
  const sampleRate = isHalved ? rate / 2 : rate;
  const samples = SAMPLES_PER_BLOCK * (isHalved ? 6 : BLOCKS[code]!);
  const bitRate = Math.round((bytes * 8 * sampleRate) / samples);
  return { codec: 'E-AC-3', codecString: 'ec-3', sampleRate, channels, bitRate };
}
