import { AudioCodecId } from '../codec-id.ts';
import { codecLabel } from '../codec-label.ts';
import type { LegacySound } from '../legacy-sound.ts';
import type { AudioFacts } from './facts.ts';

/** Where the bits of the legacy byte are wrong by design, what holds instead (FLV-14). */
const TRUTHS: ReadonlyMap<number, Partial<Pick<AudioFacts, 'sampleRate' | 'channels'>>> = new Map([
  [AudioCodecId.nellymoser16kHz, { sampleRate: 16_000, channels: 1 }],
  [AudioCodecId.nellymoser8kHz, { sampleRate: 8_000, channels: 1 }],
  [AudioCodecId.aLaw, { sampleRate: 8_000 }],
  [AudioCodecId.muLaw, { sampleRate: 8_000 }],
  [AudioCodecId.speex, { sampleRate: 16_000, channels: 1 }],
  [AudioCodecId.mp3At8kHz, { sampleRate: 8_000 }],
]);

/** Codecs that the legacy byte describes, or a rule does: not those with a configuration or with frames that tell. */
const DESCRIBED: readonly number[] = [
  AudioCodecId.pcm,
  AudioCodecId.adpcm,
  AudioCodecId.pcmLittleEndian,
  AudioCodecId.nellymoser,
  ...TRUTHS.keys(),
];

/** What the legacy byte says of a codec that has nothing better to tell. */
export function describeLegacySound(codecId: number, sound: LegacySound): AudioFacts | undefined {
  if (!DESCRIBED.includes(codecId)) return undefined;
  const { sampleRate, channels, bitDepth } = sound;
  const isPcm = codecId === AudioCodecId.pcm || codecId === AudioCodecId.pcmLittleEndian;
  const facts = { codec: codecLabel('audio', codecId), sampleRate, channels, ...TRUTHS.get(codecId) };
  return isPcm ? { ...facts, bitDepth } : facts;
}
