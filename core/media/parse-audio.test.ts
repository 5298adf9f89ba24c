import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import type { AudioMessage } from './audio-message.ts';
import { AudioCodecId } from './codec-id.ts';
import { AAC_SOUND } from './legacy-sound.ts';
import { presentationOffsetNano } from './mod-ex.ts';
import { parseAudio } from './parse-audio.ts';
import { payloadsBeginningWith } from './testing/payload.ts';
import { writeAudio } from './write-audio.ts';

/** The value that the bytes say, after it was written to the same bytes again. */
function parsed(bytes: string): AudioMessage {
  const message = parseAudio(hex(bytes));
  if (message.kind === 'problem') throw new Error(message.message);
  expect(toHex(writeAudio(message))).toBe(toHex(hex(bytes)));
  return message;
}

const track = (trackId: number, codecId: number, body: object) => ({ trackId, codecId, body });
const frames = (bytes: string) => ({ kind: 'frames', data: hex(bytes) });
const configuration = (bytes: string) => ({ kind: 'configuration', record: hex(bytes) });

describe('parseAudio, legacy (FLV E.4.2.1)', () => {
  const legacy = (sound: object, packetType: string, codecId: number, body: object) => ({
    kind: 'legacyAudio',
    sound,
    packetType,
    tracks: [track(0, codecId, body)],
  });

  it.each([
    [
      'VEC-AUD-1: an AAC sequence header (FLV-16)',
      'af 00 12 08 56 e5 00',
      legacy(AAC_SOUND, 'sequenceStart', 10, configuration('12 08 56 e5 00')),
    ],
    ['an empty AAC sequence header (FLV-17)', 'af 00', legacy(AAC_SOUND, 'sequenceStart', 10, configuration(''))],
    ['VEC-AUD-2: an AAC frame', 'af 01 18 81 b4 70 00', legacy(AAC_SOUND, 'codedFrames', 10, frames('18 81 b4 70 00'))],
    [
      'AAC with another low nibble (FLV-16)',
      'a0 01 18',
      legacy({ sampleRate: 5512, bitDepth: 8, channels: 1 }, 'codedFrames', 10, frames('18')),
    ],
    ['VEC-AUD-3: MP3 (FLV-14)', '2f ff fb', legacy(AAC_SOUND, 'codedFrames', 2, frames('ff fb'))],
    [
      'VEC-AUD-4: A-law',
      '72 d5',
      legacy({ sampleRate: 5512, bitDepth: 16, channels: 1 }, 'codedFrames', 7, frames('d5')),
    ],
    [
      'Nellymoser, 22 kHz (FLV-13)',
      '6a 00',
      legacy({ sampleRate: 22050, bitDepth: 16, channels: 1 }, 'codedFrames', 6, frames('00')),
    ],
    [
      'a reserved format (Q-59)',
      'd7 00',
      legacy({ sampleRate: 11025, bitDepth: 16, channels: 2 }, 'codedFrames', 13, frames('00')),
    ],
    [
      'two frames of Speex in one tag, as one body (FLV-18)',
      'b2 28 aa bb 28 cc dd',
      legacy({ sampleRate: 5512, bitDepth: 16, channels: 1 }, 'codedFrames', 11, frames('28 aa bb 28 cc dd')),
    ],
    ['VEC-AUD-5: silence (ERTMP-30)', '', { kind: 'silence' }],
  ])('%s', (_, bytes, expected) => {
    expect(parsed(bytes)).toEqual(expected);
  });
});

describe('parseAudio, ExAudioTagHeader (E-RTMP)', () => {
  const { opus, mp4a, ac3, eac3, flac, mp3FourCc } = AudioCodecId;
  const enhanced = (packetType: string, codecId: number, body: object, more: object = {}) => ({
    kind: 'enhancedAudio',
    packetType,
    modEx: [],
    multitrack: undefined,
    tracks: [track(0, codecId, body)],
    trailing: hex(''),
    ...more,
  });
  const multichannel = (channelCount: number, more: object) => ({
    kind: 'multichannel',
    channelCount,
    trailing: hex(''),
    ...more,
  });
  const OPUS_HEAD = '4f70757348656164 01 02 3801 80bb0000 0000 00';
  const FLAC_HEAD = `664c6143 80000022 12001200 0000fc00 05110bb8 02f00000 3840e5f0 51c128e8 4992c0cb a9972409 2b51`;

  it.each([
    [
      'VEC-AUD-6: Opus SequenceStart',
      `90 4f707573 ${OPUS_HEAD}`,
      enhanced('sequenceStart', opus, configuration(OPUS_HEAD)),
    ],
    ['an empty one (ERTMP-28)', '90 4f707573', enhanced('sequenceStart', opus, configuration(''))],
    ['VEC-AUD-7: Opus CodedFrames', '91 4f707573 fc ff fe', enhanced('codedFrames', opus, frames('fc ff fe'))],
    [
      'VEC-AUD-8: fLaC SequenceStart',
      `90 664c6143 ${FLAC_HEAD}`,
      enhanced('sequenceStart', flac, configuration(FLAC_HEAD)),
    ],
    [
      'VEC-AUD-9: ac-3 CodedFrames',
      '91 61632d33 0b77b50b1e40ebf8',
      enhanced('codedFrames', ac3, frames('0b77b50b1e40ebf8')),
    ],
    ['ec-3 CodedFrames', '91 65632d33 0b77037f3f87c000', enhanced('codedFrames', eac3, frames('0b77037f3f87c000'))],
    ['.mp3 CodedFrames', '91 2e6d7033 fffb', enhanced('codedFrames', mp3FourCc, frames('fffb'))],
    ['VEC-AUD-10: mp4a SequenceStart', '90 6d703461 11 90', enhanced('sequenceStart', mp4a, configuration('11 90'))],
    ['VEC-AUD-11: mp4a CodedFrames', '91 6d703461 21 00', enhanced('codedFrames', mp4a, frames('21 00'))],
    [
      'VEC-AUD-12: MultichannelConfig, native',
      '94 61632d33 01 06 0000003f',
      enhanced('multichannelConfig', ac3, multichannel(6, { order: 'native', mask: 0x3f })),
    ],
    [
      'VEC-AUD-13: MultichannelConfig, custom',
      '94 4f707573 02 03 0001fe',
      enhanced('multichannelConfig', opus, multichannel(3, { order: 'custom', speakers: hex('00 01 fe') })),
    ],
    [
      'VEC-AUD-14: MultichannelConfig, unspecified',
      '94 4f707573 00 02',
      enhanced('multichannelConfig', opus, multichannel(2, { order: 'unspecified' })),
    ],
    [
      'VEC-AUD-15: OneTrack (ERTMP-24)',
      '95 01 6d703461 01 21 00',
      enhanced('codedFrames', mp4a, {}, { multitrack: 'oneTrack', tracks: [track(1, mp4a, frames('21 00'))] }),
    ],
    [
      'VEC-AUD-16: ManyTracks (ERTMP-25)',
      '95 11 4f707573 00 000001 fc 02 000001 f8',
      enhanced(
        'codedFrames',
        opus,
        {},
        { multitrack: 'manyTracks', tracks: [track(0, opus, frames('fc')), track(2, opus, frames('f8'))] },
      ),
    ],
    [
      'ManyTracksManyCodecs (ERTMP-26)',
      '95 21 4f707573 00 000001 fc 6d703461 01 000001 21',
      enhanced(
        'codedFrames',
        opus,
        {},
        { multitrack: 'manyTracksManyCodecs', tracks: [track(0, opus, frames('fc')), track(1, mp4a, frames('21'))] },
      ),
    ],
    [
      'VEC-AUD-18: SequenceEnd (ERTMP-30)',
      '92 6d703461',
      enhanced('sequenceEnd', mp4a, { kind: 'end', trailing: hex('') }),
    ],
  ])('%s', (_, bytes, expected) => {
    expect(parsed(bytes)).toEqual(expected);
  });

  it('VEC-AUD-17: ModEx with an offset of one nanosecond (ERTMP-21)', () => {
    const message = parsed('97 02 000001 01 4f707573 fc');
    expect(message).toMatchObject({ packetType: 'codedFrames', tracks: [track(0, opus, frames('fc'))] });
    expect(message.kind === 'enhancedAudio' && presentationOffsetNano(message.modEx)).toBe(1);
  });

  it('drops the track of an unknown codec, not its neighbour (ERTMP-12)', () => {
    expect(parsed('95 21 78797a31 00 000001 aa 4f707573 01 000001 fc')).toMatchObject({
      tracks: [track(0, 0x78797a31, { kind: 'unreadable', bytes: hex('aa') }), track(1, opus, frames('fc'))],
    });
  });

  it.each([
    ['an unknown FourCC (ERTMP-12)', '91 78797a31 00', 'codecUnknown', 5],
    ['a video FourCC', '91 68766331 00', 'codecUnknown', 5],
    ['AAC without a packet type', 'af', 'cut', 1],
    ['an AAC packet type nobody defined', 'af 02', 'packetTypeUnknown', 1],
    ['the reserved packet type 3', '93 4f707573', 'packetTypeUnknown', 0],
    ['the packet type that is Multitrack in video', '96 4f707573', 'packetTypeUnknown', 0],
    ['Multitrack inside Multitrack (ERTMP-27)', '95 05 4f707573 00', 'packetTypeUnknown', 1],
    ['Multitrack without its byte', '95', 'cut', 1],
    ['a cut FourCC', '91 4f7075', 'cut', 4],
    ['a cut ModEx', '97 02 00', 'cut', 3],
    ['a MultichannelConfig of one byte', '94 4f707573 01', 'cut', 6],
    ['a MultichannelConfig without its mask', '94 4f707573 01 02 0000', 'cut', 9],
    ['a MultichannelConfig with too few speakers', '94 4f707573 02 03 0001', 'cut', 9],
    ['an undefined channel order', '94 4f707573 03 03', 'channelOrderUnknown', 5],
  ])('finds a problem in %s', (_, bytes, code, at) => {
    expect(parseAudio(hex(bytes))).toMatchObject({ kind: 'problem', code, at });
  });

  it('gives a value that writes to the same bytes, or a problem within them', () => {
    fc.assert(
      fc.property(payloadsBeginningWith(0xaf, 0x2f, 0x90, 0x91, 0x94, 0x95, 0x97), (payload) => {
        const message = parseAudio(payload);
        if (message.kind === 'problem') expect(message.at).toBeLessThanOrEqual(payload.length);
        else expect(toHex(writeAudio(message))).toBe(toHex(payload));
      }),
      { numRuns: 5000 },
    );
  });
});
