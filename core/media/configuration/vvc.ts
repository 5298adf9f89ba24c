import { BitReader } from '../bit-reader.ts';
import { chromaFormat, frameRate, type VideoFacts } from './facts.ts';

const PROFILES: Readonly<Record<number, string>> = {
  1: 'Main 10',
  17: 'Multilayer Main 10',
  33: 'Main 10 4:4:4',
  65: 'Main 10 Still Picture',
};

/**
 * What a VvcDecoderConfigurationRecord says (14496-15 11.2.4.2, CFG-16): much, when profile, tier and level are present,
 * else only that it is VVC.
 *
 * @returns `undefined` when it is no such record
 */
export function describeVvc(record: Uint8Array): VideoFacts | undefined {
  const reader = new BitReader(record);
  const isRecord = reader.u(5) === 0x1f;
  reader.skip(2); // length size
  const hasProfile = reader.flag();
  if (!isRecord || reader.isOverrun) return undefined;
  return hasProfile ? describeProfile(reader) : { codec: 'VVC' };
}

function describeProfile(reader: BitReader): VideoFacts | undefined {
  reader.skip(9); // output layer set
  const subLayers = reader.u(3);
  reader.skip(2); // constant frame rate
  const chroma = chromaFormat(reader.u(2));
  const bitDepth = reader.u(3) + 8;
  reader.skip(5 + 2);
  const constraintBytes = reader.u(6);
  const profile = PROFILES[reader.u(7)];
  const tier = reader.flag() ? 'high' : 'main';
  const levelIdc = reader.u(8);
  reader.skip(8 * constraintBytes);
  if (subLayers > 1) skipSubLayerLevels(reader);
  reader.skip(32 * reader.u(8)); // sub-profiles
  const width = reader.u(16);
  const height = reader.u(16);
  const averageFrameRate = reader.u(16); // frames in 256 seconds
  if (reader.isOverrun) return undefined;
  const level = `${levelIdc >>> 4}.${Math.trunc((levelIdc & 15) / 3)}`;
  const rate = frameRate(averageFrameRate, 256);
  return { codec: 'VVC', profile, level, tier, width, height, chroma, bitDepth, frameRate: rate };
}

/** One flag for each sub-layer below the highest, made up to a byte, then the level of each that is set. */
function skipSubLayerLevels(reader: BitReader): void {
  let levels = 0;
  for (let bit = 0; bit < 8; bit += 1) levels += reader.u(1);
  reader.skip(8 * levels);
}
