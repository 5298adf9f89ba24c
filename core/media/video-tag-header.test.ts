import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { codecName } from './codec-id.ts';
import { readVideoTagHeader } from './video-tag-header.ts';

/** `key codedFrames avc 0:5-11`: frame type, packet type, then codec, track id, start and end of each track. */
function told(bytes: string): string {
  const header = readVideoTagHeader(hex(bytes));
  if (header === undefined) return 'none';
  const tracks = header.tracks.map(
    ({ codecId, trackId, start, end }) => `${codecName('video', codecId)} ${trackId}:${start}-${end}`,
  );
  return [header.isEnhanced ? 'ex' : 'legacy', header.frameType, header.packetType, ...tracks].join(' ');
}

const NALU = '00 00 00 02 65 88';

describe('readVideoTagHeader, legacy: frame type and codec id (FLV E.4.3.1, FLV-19)', () => {
  it.each([
    ['an AVC sequence header (VEC-VID-1)', '17 00 000000 01 64 00', 'legacy key sequenceStart avc 0:5-8'],
    ['an AVC key frame (VEC-VID-2)', `17 01 0000c8 ${NALU}`, 'legacy key codedFrames avc 0:5-11'],
    ['an AVC inter frame (VEC-VID-3)', `27 01 ffffb0 ${NALU}`, 'legacy inter codedFrames avc 0:5-11'],
    ['an AVC end of sequence (VEC-VID-4)', '17 02 000000', 'legacy key sequenceEnd avc 0:5-5'],
    ['an end of sequence without composition time', '17 02', 'legacy key sequenceEnd avc 0:2-2'],
    ['a header with frame type 2 (FLV-24)', '27 00 000000 01', 'legacy inter sequenceStart avc 0:5-6'],
    ['HEVC as codec 12 (VEC-VID-6)', `1c 01 000000 ${NALU}`, 'legacy key codedFrames hevc 0:5-11'],
    ['AV1 as codec 13', '1d 00 000000 81', 'legacy key sequenceStart av1 0:5-6'],
    ['Sorenson H.263', '12 00 00', 'legacy key codedFrames sorensonH263 0:1-3'],
    ['a disposable H.263 frame', '32 00', 'legacy disposableInter codedFrames sorensonH263 0:1-2'],
    ['a key frame made by a server', '44 00', 'legacy generatedKey codedFrames vp6 0:1-2'],
    ['a reserved frame type', '72 00', 'legacy reserved7 codedFrames sorensonH263 0:1-2'],
    ['a command frame (VEC-VID-5)', '57 00', 'legacy command command'],
    ['an AVC packet type nobody defined', '17 03 000000', 'none'],
    ['AVC without a packet type', '17', 'none'],
    ['an empty message (Q-27)', '', 'none'],
  ])('tells %s', (_, bytes, expected) => {
    expect(told(bytes)).toBe(expected);
  });
});

describe('readVideoTagHeader, ExVideoTagHeader (E-RTMP)', () => {
  it.each([
    ['SequenceStart (VEC-VID-7)', '90 68766331 524543', 'ex key sequenceStart hvc1 0:5-8'],
    ['an empty SequenceStart (ERTMP-14)', '90 68766331', 'ex key sequenceStart hvc1 0:5-5'],
    ['CodedFrames (VEC-VID-8)', `91 68766331 000050 ${NALU}`, 'ex key codedFrames hvc1 0:5-14'],
    ['CodedFramesX (VEC-VID-9)', `a3 68766331 ${NALU}`, 'ex inter codedFramesX hvc1 0:5-11'],
    ['frame type 0 of early OBS (Q-53)', '81 68766331 000000', 'ex inter codedFrames hvc1 0:5-8'],
    ['SequenceEnd (VEC-VID-13)', '92 61766331', 'ex key sequenceEnd avc1 0:5-5'],
    ['MPEG2TSSequenceStart (ERTMP-19)', '95 61763031 01', 'ex key mpeg2TsSequenceStart av01 0:5-6'],
    ['Metadata with frame type 5 (VEC-VID-15)', 'd4 68766331 02', 'ex command metadata hvc1 0:5-6'],
    ['Metadata with frame type 0 (VEC-VID-16)', '84 68766331 02', 'ex inter metadata hvc1 0:5-6'],
    ['a command frame without FourCC (VEC-VID-17)', 'd1 01', 'ex command command'],
    ['an unknown FourCC (VEC-VID-24)', '91 78797a31 00', 'ex key codedFrames xyz1 0:5-6'],
    ['ModEx (VEC-VID-18)', '97 02 07a120 01 61763031 1200', 'ex key codedFrames av01 0:10-12'],
    ['a chain of ModEx (VEC-VID-19)', '97 00 ee 17 02 000001 03 68766331 00', 'ex key codedFramesX hvc1 0:13-14'],
    ['ModEx of 255 bytes', `97 fe ${'00'.repeat(255)} 01 61763031`, 'ex key codedFrames av01 0:262-262'],
    [
      'ModEx of 256 bytes (VEC-VID-20)',
      `97 ff 00ff ${'00'.repeat(256)} 01 61763031`,
      'ex key codedFrames av01 0:265-265',
    ],
    ['OneTrack (VEC-VID-21)', `96 01 61766331 01 000000 ${NALU}`, 'ex key codedFrames avc1 1:7-16'],
    [
      'ManyTracks (VEC-VID-22)',
      '96 11 61763031 00 000002 1200 01 000001 0a',
      'ex key codedFrames av01 0:10-12 av01 1:16-17',
    ],
    [
      'ManyTracksManyCodecs (VEC-VID-23)',
      `96 23 61766331 00 000006 ${NALU} 68766331 01 000006 ${NALU}`,
      'ex key codedFramesX avc1 0:10-16 hvc1 1:24-30',
    ],
    ['Multitrack metadata as OBS writes it', '86 04 68766331 01 02', 'ex inter metadata hvc1 1:7-8'],
    ['ModEx before Multitrack (ERTMP-23)', '97 00 ee 06 01 61766331 02 00', 'ex key codedFrames avc1 2:10-11'],
    [
      'a track whose size lies: the rest goes',
      '96 11 61763031 00 000001 aa 01 0000ff 0a',
      'ex key codedFrames av01 0:10-11',
    ],
  ])('tells %s', (_, bytes, expected) => {
    expect(told(bytes)).toBe(expected);
  });

  it.each([
    ['a cut FourCC', '91 687663'],
    ['a reserved packet type', '98 68766331 00'],
    ['Multitrack without its byte', '96'],
    ['a reserved multitrack type', '96 31 61766331 00'],
    ['Multitrack inside Multitrack (ERTMP-27)', '96 06 61766331 00'],
    ['ModEx inside Multitrack (ERTMP-23)', '96 07 61766331 00'],
    ['OneTrack without a track id', '96 01 61766331'],
    ['ManyTracks without a track', '96 11 61766331'],
    ['ManyTracks with nothing but a lie', '96 11 61766331 00 000002 00'],
    ['ModEx without a size', '97'],
    ['ModEx cut in its long size', '97 ff 00'],
    ['ModEx cut in its data', '97 02 07 a1'],
    ['ModEx without the next packet type', '97 00 ee'],
    ['17 ModEx blocks (ERTMP-21)', `97 ${'00 ee 07'.repeat(16)} 00 ee 01 61763031`],
  ])('has nothing to tell of %s', (_, bytes) => {
    expect(told(bytes)).toBe('none');
  });

  it('takes 16 ModEx blocks', () => {
    expect(told(`97 ${'00 ee 07'.repeat(15)} 00 ee 01 61763031`)).toBe('ex key codedFrames av01 0:53-53');
  });

  it('takes no more tracks than there are ids', () => {
    const header = readVideoTagHeader(hex(`96 11 61763031 ${'00 000000'.repeat(300)}`));
    expect(header?.tracks).toHaveLength(256);
  });
});

describe('readVideoTagHeader, any bytes', () => {
  it('never throws, and every body lies inside the payload after the one before', () => {
    const firstByte = fc.constantFrom(0x17, 0x27, 0x90, 0x96, 0x97, 0xd4, 0xd6, 0x57);
    const payloads = fc
      .tuple(firstByte, fc.uint8Array({ maxLength: 80 }))
      .map(([b, rest]) => Uint8Array.of(b, ...rest));
    fc.assert(
      fc.property(payloads, (payload) => {
        let earliest = 1;
        for (const { trackId, start, end } of readVideoTagHeader(payload)?.tracks ?? []) {
          expect(trackId).toBeLessThanOrEqual(255);
          expect(start).toBeGreaterThanOrEqual(earliest);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(payload.length);
          earliest = end;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
