import { requireRepresentable } from './payload-usage-error.ts';

/** SoundRate, SoundSize and SoundType of the legacy byte (FLV-13). */
export interface LegacySound {
  /** Nominal; the first stands for 5512.5 Hz. */
  readonly sampleRate: 5512 | 11025 | 22050 | 44100;
  readonly bitDepth: 8 | 16;
  readonly channels: 1 | 2;
}

const RATES = [5512, 11025, 22050, 44100] as const;

/** What AAC must say, whatever the stream is (FLV-14): byte `af`. */
export const AAC_SOUND: LegacySound = Object.freeze({ sampleRate: 44100, bitDepth: 16, channels: 2 });

/** Reads the low nibble of `byte`. */
export function readLegacySound(byte: number): LegacySound {
  return {
    sampleRate: RATES[(byte >>> 2) & 3]!,
    bitDepth: (byte & 2) === 0 ? 8 : 16,
    channels: (byte & 1) === 0 ? 1 : 2,
  };
}

/** The low nibble that says `sound`. */
export function legacySoundBits({ sampleRate, bitDepth, channels }: LegacySound): number {
  const rate = RATES.indexOf(sampleRate);
  requireRepresentable(rate >= 0, `expected a legacy sample rate, came ${sampleRate}`);
  return (rate << 2) | (bitDepth === 16 ? 2 : 0) | (channels === 2 ? 1 : 0);
}
