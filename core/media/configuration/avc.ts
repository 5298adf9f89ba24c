import { ByteCursor } from '../../bytes/cursor.ts';
import { readAvcSps } from './avc-sps.ts';
import type { VideoFacts } from './facts.ts';

/** Record bytes up to the number of sequence parameter sets (14496-15 5.3.3.1). */
const HEADER_BYTES = 6;

const PROFILES: Readonly<Record<number, string>> = {
  66: 'Baseline',
  77: 'Main',
  88: 'Extended',
  100: 'High',
  110: 'High 10',
  122: 'High 4:2:2',
  244: 'High 4:4:4 Predictive',
};

/** constraint_set1 and constraint_set3 in the byte of constraint flags. */
const CONSTRAINT_SET_1 = 0x40;
const CONSTRAINT_SET_3 = 0x10;

/**
 * What an AVCDecoderConfigurationRecord says. Size, frame rate and colours come from its first sequence parameter set
 * and are left out when that cannot be read.
 *
 * @returns `undefined` when it is no such record
 */
export function describeAvc(record: Uint8Array): VideoFacts | undefined {
  if (record.length < HEADER_BYTES) return undefined;
  const cursor = new ByteCursor(record);
  const version = cursor.u8();
  const profileIdc = cursor.u8();
  const constraints = cursor.u8();
  const levelIdc = cursor.u8();
  const lengthSizeMinusOne = cursor.u8() & 3;
  if (version !== 1 || lengthSizeMinusOne === 2) return undefined;
  const hasSps = (cursor.u8() & 0x1f) > 0;
  return {
    codec: 'AVC',
    codecString: `avc1.${[profileIdc, constraints, levelIdc].map(twoHexDigits).join('')}`,
    profile: profileName(profileIdc, constraints),
    level: levelName(profileIdc, constraints, levelIdc),
    ...(hasSps ? firstSps(cursor) : undefined),
  };
}

function firstSps(cursor: ByteCursor): Partial<VideoFacts> | undefined {
  if (cursor.remaining < 2) return undefined;
  const length = cursor.u16();
  return length > cursor.remaining ? undefined : readAvcSps(cursor.take(length));
}

/** CFG-10. */
function profileName(profileIdc: number, constraints: number): string | undefined {
  const name = PROFILES[profileIdc];
  return profileIdc === 66 && (constraints & CONSTRAINT_SET_1) !== 0 ? `Constrained ${name}` : name;
}

/** CFG-10: level 1b is 9, or 11 with constraint set 3 in the profiles that are older than High. */
function levelName(profileIdc: number, constraints: number, levelIdc: number): string {
  const isOldProfile = profileIdc === 66 || profileIdc === 77 || profileIdc === 88;
  const is1b = levelIdc === 9 || (levelIdc === 11 && isOldProfile && (constraints & CONSTRAINT_SET_3) !== 0);
  return is1b ? '1b' : (levelIdc / 10).toFixed(1);
}

function twoHexDigits(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
