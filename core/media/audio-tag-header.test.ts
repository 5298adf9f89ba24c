import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { readAudioTagHeader } from './audio-tag-header.ts';
import { codecName } from './codec-id.ts';

/** `codedFrames aac 0:2-7`: packet type, then codec, track id, start and end of each track. */
function told(bytes: string): string {
  const header = readAudioTagHeader(hex(bytes));
  if (header === undefined) return 'none';
  const tracks = header.tracks.map(
    ({ codecId, trackId, start, end }) => `${codecName('audio', codecId)} ${trackId}:${start}-${end}`,
  );
  return [header.isEnhanced ? 'ex' : 'legacy', header.packetType, ...tracks].join(' ');
}

describe('readAudioTagHeader, legacy (FLV E.4.2.1)', () => {
  it.each([
    ['an AAC sequence header (VEC-AUD-1)', 'af 00 12 08 56 e5 00', 'legacy sequenceStart aac 0:2-7'],
    ['an AAC frame (VEC-AUD-2)', 'af 01 18 81 b4 70 00', 'legacy codedFrames aac 0:2-7'],
    ['AAC whatever its low nibble says (FLV-16)', 'a0 00 12', 'legacy sequenceStart aac 0:2-3'],
    ['an empty AAC sequence header (FLV-17)', 'af 00', 'legacy sequenceStart aac 0:2-2'],
    ['MP3 (VEC-AUD-3)', '2f ff fb', 'legacy codedFrames mp3 0:1-3'],
    ['A-law (VEC-AUD-4)', '72 d5', 'legacy codedFrames aLaw 0:1-2'],
    ['a reserved format (Q-59)', 'd2 00', 'legacy codedFrames codec 0xd 0:1-2'],
    ['an AAC packet type nobody defined', 'af 02 00', 'none'],
    ['AAC without a packet type', 'af', 'none'],
    ['silence, an empty message (VEC-AUD-5)', '', 'none'],
  ])('tells %s', (_, bytes, expected) => {
    expect(told(bytes)).toBe(expected);
  });
});

describe('readAudioTagHeader, ExAudioTagHeader (E-RTMP)', () => {
  it.each([
    ['SequenceStart (VEC-AUD-6)', '90 4f707573 4f 70', 'ex sequenceStart Opus 0:5-7'],
    ['an empty SequenceStart (Q-58)', '90 4f707573', 'ex sequenceStart Opus 0:5-5'],
    ['CodedFrames (VEC-AUD-7)', '91 4f707573 fc ff fe', 'ex codedFrames Opus 0:5-8'],
    ['SequenceEnd (VEC-AUD-18)', '92 6d703461', 'ex sequenceEnd mp4a 0:5-5'],
    ['MultichannelConfig (VEC-AUD-12)', '94 61632d33 01 06 0000003f', 'ex multichannelConfig ac-3 0:5-11'],
    ['OneTrack (VEC-AUD-15)', '95 01 6d703461 01 21 00', 'ex codedFrames mp4a 1:7-9'],
    ['ManyTracks (VEC-AUD-16)', '95 11 4f707573 00 000001 fc 02 000001 f8', 'ex codedFrames Opus 0:10-11 Opus 2:15-16'],
    [
      'ManyTracksManyCodecs',
      '95 20 4f707573 00 000001 fc 6d703461 01 000001 11',
      'ex sequenceStart Opus 0:10-11 mp4a 1:19-20',
    ],
    ['ModEx (VEC-AUD-17)', '97 02 000001 01 4f707573 fc', 'ex codedFrames Opus 0:10-11'],
    ['a track whose size lies: nothing is left', '95 11 4f707573 00 0000ff fc', 'none'],
    ['the reserved packet type 3', '93 4f707573 fc', 'none'],
    ['the reserved packet type 6', '96 4f707573 fc', 'none'],
    ['Multitrack inside Multitrack', '95 05 4f707573 00', 'none'],
    ['Multitrack without its byte', '95', 'none'],
    ['a cut FourCC', '91 4f7075', 'none'],
    ['a cut ModEx', '97 02 00', 'none'],
  ])('tells %s', (_, bytes, expected) => {
    expect(told(bytes)).toBe(expected);
  });

  it('never throws, and every body lies inside the payload', () => {
    const firstByte = fc.constantFrom(0xaf, 0x90, 0x95, 0x97, 0x2f);
    const payloads = fc
      .tuple(firstByte, fc.uint8Array({ maxLength: 60 }))
      .map(([b, rest]) => Uint8Array.of(b, ...rest));
    fc.assert(
      fc.property(payloads, (payload) => {
        for (const { start, end } of readAudioTagHeader(payload)?.tracks ?? []) {
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(payload.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
