import { BitReader } from '../bit-reader.ts';
import type { AudioFacts } from './facts.ts';

/** Object types that matter here (CFG-25). E-RTMP supports 1, 2 and 5 (ERTMP-11); the others are relayed all the same. */
const ObjectType = { sbr: 5, ps: 29, escape: 31 } as const;

const PROFILES: Readonly<Record<number, string>> = {
  1: 'Main',
  2: 'LC',
  3: 'SSR',
  4: 'LTP',
  5: 'HE',
  23: 'LD',
  29: 'HE v2',
  39: 'ELD',
  42: 'xHE',
};

/** Object types that a GASpecificConfig follows. */
const GENERAL_AUDIO: readonly number[] = [1, 2, 3, 4, 6, 7, 17, 19, 20, 21, 22, 23];

/** By samplingFrequencyIndex; 13 and 14 are reserved, 15 is followed by the frequency itself (CFG-24). */
const SAMPLE_RATES = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350] as const;
const EXPLICIT_RATE = 15;

/** By channelConfiguration (CFG-24); 0 is told by a program_config_element. */
const CHANNELS: readonly (number | undefined)[] = [
  ...[undefined, 1, 2, 3, 4, 5, 6, 8, undefined, undefined, undefined, 7, 8, undefined, 8],
];

/** Marks of extensions that stand behind what old decoders read. */
const SBR_SYNC = 0x2b7;
const PS_SYNC = 0x548;

/**
 * What an AudioSpecificConfig says (14496-3 1.6.2.1): rate and channels as they come out of the decoder where SBR and PS
 * are told. Implicit SBR cannot be seen. The frame length is not told on (CFG-26): nothing here counts samples.
 *
 * @returns `undefined` when it is cut off or has an invalid rate (CFG-27)
 */
export function describeAac(config: Uint8Array): AudioFacts | undefined {
  const reader = new BitReader(config);
  const signalled = readObjectType(reader);
  const coreRate = readSampleRate(reader);
  const channelConfiguration = reader.u(4);
  const isExtended = signalled === ObjectType.sbr || signalled === ObjectType.ps;
  const extensionRate = isExtended ? readSampleRate(reader) : undefined;
  const objectType = isExtended ? readObjectType(reader) : signalled;
  const programChannels = GENERAL_AUDIO.includes(objectType)
    ? readGeneralAudio(reader, channelConfiguration)
    : undefined;
  if (reader.isOverrun || coreRate === undefined) return undefined;
  const coreChannels = CHANNELS[channelConfiguration] ?? programChannels;
  const told = isExtended
    ? { sampleRate: extensionRate, hasSbr: true, hasPs: signalled === ObjectType.ps }
    : readBackwardExtension(reader);
  const profile = told.hasPs ? ObjectType.ps : told.hasSbr ? ObjectType.sbr : objectType;
  return {
    codec: 'AAC',
    codecString: `mp4a.40.${signalled}`,
    profile: PROFILES[profile],
    sampleRate: told.sampleRate ?? coreRate,
    channels: told.hasPs ? 2 : coreChannels,
  };
}

function readObjectType(reader: BitReader): number {
  const type = reader.u(5);
  return type === ObjectType.escape ? 32 + reader.u(6) : type;
}

function readSampleRate(reader: BitReader): number | undefined {
  const index = reader.u(4);
  const rate = index === EXPLICIT_RATE ? reader.u(24) : SAMPLE_RATES[index];
  return rate === 0 ? undefined : rate;
}

/** @returns the channels of the program_config_element, where there is one */
function readGeneralAudio(reader: BitReader, channelConfiguration: number): number | undefined {
  reader.skip(1); // frame length
  if (reader.flag()) reader.skip(14); // core coder delay
  reader.skip(1); // extension flag
  return channelConfiguration === 0 ? readProgramChannels(reader) : undefined;
}

/** program_config_element (14496-3 4.5.1.1): each element of the three rows is one channel or a pair. */
function readProgramChannels(reader: BitReader): number {
  reader.skip(4 + 2 + 4); // tag, object type, rate
  const elements = reader.u(4) + reader.u(4) + reader.u(4); // front, side, back
  const lowFrequency = reader.u(2);
  reader.skip(3 + 4); // data elements, coupling elements
  if (reader.flag()) reader.skip(4); // mono mixdown
  if (reader.flag()) reader.skip(4); // stereo mixdown
  if (reader.flag()) reader.skip(3); // matrix mixdown
  let channels = lowFrequency;
  for (let left = elements; left > 0; left -= 1) {
    channels += reader.flag() ? 2 : 1;
    reader.skip(4); // tag
  }
  return channels;
}

interface Extension {
  readonly hasSbr: boolean;
  readonly hasPs: boolean;
  readonly sampleRate: number | undefined;
}

const NO_EXTENSION: Extension = { hasSbr: false, hasPs: false, sampleRate: undefined };

/** What stands behind the configuration proper, at least two bytes of it. */
function readBackwardExtension(reader: BitReader): Extension {
  if (reader.remaining < 16 || reader.u(11) !== SBR_SYNC) return NO_EXTENSION;
  if (readObjectType(reader) !== ObjectType.sbr || !reader.flag()) return NO_EXTENSION;
  const sampleRate = readSampleRate(reader);
  if (reader.isOverrun) return NO_EXTENSION;
  const hasPs = reader.remaining >= 12 && reader.u(11) === PS_SYNC && reader.flag();
  return { hasSbr: true, hasPs, sampleRate };
}
