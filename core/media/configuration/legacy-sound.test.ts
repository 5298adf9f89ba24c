import { describe, expect, it } from 'vitest';
import { AudioCodecId } from '../codec-id.ts';
import { readLegacySound } from '../legacy-sound.ts';
import { describeLegacySound } from './legacy-sound.ts';

describe('describeLegacySound (FLV-14)', () => {
  const { pcm, pcmLittleEndian, adpcm, nellymoser16kHz, nellymoser, aLaw, speex, mp3At8kHz, aac } = AudioCodecId;
  it.each([
    ['PCM', pcm, 0x0f, { codec: 'PCM', sampleRate: 44100, channels: 2, bitDepth: 16 }],
    ['PCM of 8 bits', pcmLittleEndian, 0x04, { codec: 'PCM', sampleRate: 11025, channels: 1, bitDepth: 8 }],
    ['ADPCM', adpcm, 0x0b, { codec: 'ADPCM', sampleRate: 22050, channels: 2 }],
    ['Nellymoser of 16 kHz', nellymoser16kHz, 0x0f, { codec: 'Nellymoser', sampleRate: 16000, channels: 1 }],
    ['Nellymoser', nellymoser, 0x0a, { codec: 'Nellymoser', sampleRate: 22050, channels: 1 }],
    ['A-law', aLaw, 0x02, { codec: 'G.711 A-law', sampleRate: 8000, channels: 1 }],
    ['Speex', speex, 0x06, { codec: 'Speex', sampleRate: 16000, channels: 1 }],
    ['MP3 of 8 kHz', mp3At8kHz, 0x0f, { codec: 'MP3', sampleRate: 8000, channels: 2 }],
    ['AAC, of which the byte says nothing', aac, 0x0f, undefined],
  ])('%s', (_, codecId, byte, expected) => {
    expect(describeLegacySound(codecId, readLegacySound(byte))).toEqual(expected);
  });
});
