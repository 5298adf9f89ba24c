import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { VideoCodecId } from './codec-id.ts';
import { presentationOffsetNano } from './mod-ex.ts';
import { parseVideo } from './parse-video.ts';
import { payloadsBeginningWith } from './testing/payload.ts';
import { VideoCommand, type VideoMessage } from './video-message.ts';
import { writeVideo } from './write-video.ts';

const NALU = '00 00 00 02 65 88';

/** The value that the bytes say, after it was written to the same bytes again. */
function parsed(bytes: string): VideoMessage {
  const message = parseVideo(hex(bytes));
  if (message.kind === 'problem') throw new Error(message.message);
  expect(toHex(writeVideo(message))).toBe(toHex(hex(bytes)));
  return message;
}

const track = (trackId: number, codecId: number, body: object) => ({ trackId, codecId, body });
const frames = (bytes: string, compositionTime = 0) => ({ kind: 'frames', compositionTime, data: hex(bytes) });
const NONE = { modEx: [], multitrack: undefined, trailing: hex('') };

describe('parseVideo, legacy (FLV E.4.3.1)', () => {
  const legacy = (frameType: string, packetType: string, codecId: number, body: object) => ({
    kind: 'legacyVideo',
    frameType,
    packetType,
    tracks: [track(0, codecId, body)],
  });

  it('VEC-VID-1: an AVC sequence header (FLV-22)', () => {
    const record = `01 64 00 0d ff e1 00 1a 67 64 00 0d ac d9 41 51 9e 22 7c 04 40 00 00 03 00 40 00
      00 0f 03 c5 0a 65 80 01 00 06 68 eb e3 cb 22 c0 fd f8 f8 00`;
    const body = { kind: 'configuration', record: hex(record), ignoredCompositionTime: 0 };
    expect(parsed(`17 00 00 00 00 ${record}`)).toEqual(legacy('key', 'sequenceStart', 7, body));
  });

  it.each([
    ['VEC-VID-2: a key frame (FLV-21)', `17 01 00 00 c8 ${NALU}`, legacy('key', 'codedFrames', 7, frames(NALU, 200))],
    [
      'VEC-VID-3: a negative composition time (FLV-23)',
      `27 01 ff ff b0 ${NALU}`,
      legacy('inter', 'codedFrames', 7, frames(NALU, -80)),
    ],
    [
      'VEC-VID-4: an end of sequence',
      '17 02 00 00 00',
      legacy('key', 'sequenceEnd', 7, { kind: 'end', trailing: hex('00 00 00') }),
    ],
    ['an end of sequence cut short', '17 02', legacy('key', 'sequenceEnd', 7, { kind: 'end', trailing: hex('') })],
    ['VEC-VID-6: HEVC as codec 12 (FLV-26)', `1c 01 00 00 00 ${NALU}`, legacy('key', 'codedFrames', 12, frames(NALU))],
    [
      'AV1 as codec 13',
      '1d 00 00 00 05 81',
      legacy('key', 'sequenceStart', 13, { kind: 'configuration', record: hex('81'), ignoredCompositionTime: 5 }),
    ],
    [
      'a header with frame type 2 (FLV-24)',
      '27 00 000000 01',
      legacy('inter', 'sequenceStart', 7, { kind: 'configuration', record: hex('01'), ignoredCompositionTime: 0 }),
    ],
    ['Sorenson H.263, disposable', '32 aa', legacy('disposableInter', 'codedFrames', 2, frames('aa'))],
    ['an id nobody knows', '4f aa', legacy('generatedKey', 'codedFrames', 15, frames('aa'))],
    [
      'VP6',
      '14 a3 01',
      legacy('key', 'codedFrames', 4, {
        ...frames('01'),
        vp6: { horizontal: 10, vertical: 3, alphaOffset: undefined },
      }),
    ],
    [
      'VP6 with alpha',
      '15 a3 000102 01',
      legacy('key', 'codedFrames', 5, { ...frames('01'), vp6: { horizontal: 10, vertical: 3, alphaOffset: 258 } }),
    ],
    [
      'VEC-VID-5: a command (FLV-25)',
      '57 00',
      { kind: 'legacyVideoCommand', codecId: 7, command: VideoCommand.startSeek, trailing: hex('') },
    ],
    [
      'a command with more behind it',
      '52 01 aa',
      { kind: 'legacyVideoCommand', codecId: 2, command: 1, trailing: hex('aa') },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(parsed(bytes)).toEqual(expected);
  });
});

describe('parseVideo, ExVideoTagHeader (E-RTMP)', () => {
  const { av01, avc1, hvc1, vp09, vvc1 } = VideoCodecId;
  const enhanced = (frameType: string, packetType: string, codecId: number, body: object, more: object = {}) => ({
    ...NONE,
    kind: 'enhancedVideo',
    frameType,
    packetType,
    tracks: [track(0, codecId, body)],
    ...more,
  });
  const configuration = (bytes: string) => ({ kind: 'configuration', record: hex(bytes) });
  const end = { kind: 'end', trailing: hex('') };

  it.each([
    [
      'VEC-VID-7: hvc1 SequenceStart (ERTMP-14)',
      '90 68766331 524543',
      enhanced('key', 'sequenceStart', hvc1, configuration('52 45 43')),
    ],
    ['an empty SequenceStart (ERTMP-14)', '90 68766331', enhanced('key', 'sequenceStart', hvc1, configuration(''))],
    [
      'VEC-VID-8: hvc1 CodedFrames (ERTMP-15)',
      `91 68766331 000050 ${NALU}`,
      enhanced('key', 'codedFrames', hvc1, frames(NALU, 80)),
    ],
    ['vvc1 CodedFrames', '91 76766331 ffffff aa', enhanced('key', 'codedFrames', vvc1, frames('aa', -1))],
    [
      'VEC-VID-9: hvc1 CodedFramesX (ERTMP-16)',
      `a3 68766331 ${NALU}`,
      enhanced('inter', 'codedFramesX', hvc1, frames(NALU)),
    ],
    [
      'VEC-VID-10: av01 SequenceStart',
      '90 61763031 81000c00 0a0b000000043d06ccdaf90040',
      enhanced('key', 'sequenceStart', av01, configuration('81000c00 0a0b000000043d06ccdaf90040')),
    ],
    ['VEC-VID-11: av01 CodedFrames', '91 61763031 12 00', enhanced('key', 'codedFrames', av01, frames('12 00'))],
    ['VEC-VID-12: vp09 CodedFrames', 'a1 76703039 86', enhanced('inter', 'codedFrames', vp09, frames('86'))],
    ['VEC-VID-13: avc1 SequenceEnd (ERTMP-17)', '92 61766331', enhanced('key', 'sequenceEnd', avc1, end)],
    [
      'bytes after a SequenceEnd (ERTMP-45)',
      '92 61766331 aa',
      enhanced('key', 'sequenceEnd', avc1, { kind: 'end', trailing: hex('aa') }),
    ],
    ['VEC-VID-14: avc1 CodedFramesX', `93 61766331 ${NALU}`, enhanced('key', 'codedFramesX', avc1, frames(NALU))],
    ['CodedFramesX of av01 (ERTMP-16)', '93 61763031 12 00', enhanced('key', 'codedFramesX', av01, frames('12 00'))],
    [
      'frame type 0 of early OBS (Q-53)',
      '81 68766331 000000 aa',
      enhanced('inter', 'codedFrames', hvc1, frames('aa'), { frameType: 'reserved0' }),
    ],
    [
      'a configuration with frame type 7 (ERTMP-13)',
      'f0 68766331 01',
      enhanced('reserved7', 'sequenceStart', hvc1, configuration('01')),
    ],
    [
      'MPEG2TSSequenceStart (ERTMP-19)',
      '95 61763031 80',
      enhanced('key', 'mpeg2TsSequenceStart', av01, { kind: 'tsDescriptor', descriptor: hex('80') }),
    ],
    [
      'VEC-VID-17: a command frame (ERTMP-20)',
      'd1 01',
      { kind: 'enhancedVideoCommand', packetTypeId: 1, modEx: [], command: 1, trailing: hex('') },
    ],
    [
      'a command frame behind ModEx',
      'd7 00 ee 16 00 aa',
      {
        kind: 'enhancedVideoCommand',
        packetTypeId: 6,
        modEx: [{ type: 1, data: hex('ee'), hasWideSize: false }],
        command: 0,
        trailing: hex('aa'),
      },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(parsed(bytes)).toEqual(expected);
  });

  it.each([
    [
      'VEC-VID-18: a nanosecond offset (ERTMP-22)',
      '97 02 07a120 01 61763031 1200',
      [{ type: 0, data: hex('07a120'), hasWideSize: false }],
      500_000,
    ],
    [
      'VEC-VID-19: an unknown ModEx, then the offset (ERTMP-21)',
      `97 00 ee 17 02 000001 03 68766331 ${NALU}`,
      [
        { type: 1, data: hex('ee'), hasWideSize: false },
        { type: 0, data: hex('000001'), hasWideSize: false },
      ],
      1,
    ],
    [
      'VEC-VID-20: ModEx of 256 bytes',
      `97 ff 00ff ${'00'.repeat(256)} 01 61763031 1200`,
      [{ type: 0, data: new Uint8Array(256), hasWideSize: false }],
      0,
    ],
    [
      'a long size for few bytes',
      '97 ff 0000 ee 01 61763031 1200',
      [{ type: 0, data: hex('ee'), hasWideSize: true }],
      0,
    ],
    [
      'an offset that is too large (ERTMP-22)',
      '97 02 ffffff 01 61763031 1200',
      [{ type: 0, data: hex('ffffff'), hasWideSize: false }],
      999_999,
    ],
  ])('%s', (_, bytes, modEx, nanoseconds) => {
    const message = parsed(bytes);
    expect(message).toMatchObject({ kind: 'enhancedVideo', modEx });
    expect('modEx' in message && presentationOffsetNano(message.modEx)).toBe(nanoseconds);
  });

  it.each([
    [
      'VEC-VID-21: OneTrack (ERTMP-24)',
      `96 01 61766331 01 000000 ${NALU}`,
      enhanced('key', 'codedFrames', avc1, {}, { multitrack: 'oneTrack', tracks: [track(1, avc1, frames(NALU))] }),
    ],
    [
      'VEC-VID-22: ManyTracks (ERTMP-25)',
      '96 11 61763031 00 000002 1200 01 000001 0a',
      enhanced(
        'key',
        'codedFrames',
        av01,
        {},
        { multitrack: 'manyTracks', tracks: [track(0, av01, frames('12 00')), track(1, av01, frames('0a'))] },
      ),
    ],
    [
      'VEC-VID-23: ManyTracksManyCodecs (ERTMP-26)',
      `96 23 61766331 00 000006 ${NALU} 68766331 01 000006 ${NALU}`,
      enhanced(
        'key',
        'codedFramesX',
        avc1,
        {},
        { multitrack: 'manyTracksManyCodecs', tracks: [track(0, avc1, frames(NALU)), track(1, hvc1, frames(NALU))] },
      ),
    ],
    [
      'a size that counts the composition time',
      '96 11 61766331 02 000004 000001 aa',
      enhanced('key', 'codedFrames', avc1, {}, { multitrack: 'manyTracks', tracks: [track(2, avc1, frames('aa', 1))] }),
    ],
    [
      'a size beyond the message: the rest is dropped (ERTMP-27)',
      '96 11 61763031 00 000001 aa 01 0000ff 0a',
      enhanced(
        'key',
        'codedFrames',
        av01,
        {},
        { multitrack: 'manyTracks', tracks: [track(0, av01, frames('aa'))], trailing: hex('01 0000ff 0a') },
      ),
    ],
  ])('%s', (_, bytes, expected) => {
    expect(parsed(bytes)).toEqual(expected);
  });

  it('drops the track of an unknown codec, not its neighbour (ERTMP-12)', () => {
    const message = parsed('96 21 78797a31 00 000001 aa 61763031 01 000001 0a');
    expect(message).toMatchObject({
      tracks: [
        track(0, 0x78797a31, { kind: 'unreadable', problem: { code: 'codecUnknown', at: 10 }, bytes: hex('aa') }),
        track(1, av01, frames('0a')),
      ],
    });
  });
});

describe('parseVideo, what is no message', () => {
  it.each([
    ['VEC-VID-24: an unknown FourCC (ERTMP-12)', '91 78797a31 00', 'codecUnknown', 5],
    ['no bytes', '', 'empty', 0],
    ['AVC without a packet type', '17', 'cut', 1],
    ['AVC packet type 3', '17 03 000000', 'packetTypeUnknown', 1],
    ['AVC cut in its composition time', '17 01 00', 'cut', 3],
    ['VP6 without adjustment', '14', 'cut', 1],
    ['VP6 cut in its alpha offset', '15 00 0000', 'cut', 4],
    ['a command without its byte', '57', 'cut', 1],
    ['an enhanced command without its byte', 'd1', 'cut', 1],
    ['a picture of legacy frame type 0', '02 00', 'frameTypeReserved', 0],
    ['a picture of frame type 6', 'e1 61763031 00', 'frameTypeReserved', 0],
    ['a cut FourCC', '91 687663', 'cut', 4],
    ['a reserved packet type', '98 68766331 00', 'packetTypeUnknown', 0],
    ['Multitrack without its byte', '96', 'cut', 1],
    ['a reserved multitrack type', '96 31 61766331 00', 'multitrackTypeUnknown', 1],
    ['Multitrack inside Multitrack (ERTMP-27)', '96 06 61766331 00', 'packetTypeUnknown', 1],
    ['ModEx inside Multitrack (ERTMP-23)', '96 07 61766331 00', 'packetTypeUnknown', 1],
    ['OneTrack without a track id', '96 01 61766331', 'cut', 6],
    ['ManyTracks with nothing but a lie', '96 11 61766331 00 000002 00', 'cut', 11],
    ['CodedFrames cut in the composition time', '91 68766331 0000', 'cut', 7],
    ['ModEx without a size', '97', 'cut', 1],
    ['ModEx cut in its long size', '97 ff 00', 'cut', 3],
    ['ModEx cut in its data', '97 02 07 a1', 'cut', 4],
    ['17 ModEx blocks (ERTMP-21)', `97 ${'00 ee 07'.repeat(16)} 00 ee 01 61763031`, 'tooManyModEx', 49],
    ['metadata that is no AMF0', '94 68766331 02 00', 'metadataMalformed', 6],
  ])('%s', (_, bytes, code, at) => {
    expect(parseVideo(hex(bytes))).toMatchObject({ kind: 'problem', code, at });
  });
});

describe('parseVideo, any bytes', () => {
  it('gives a value that writes to the same bytes, or a problem within them', () => {
    const payloads = payloadsBeginningWith(
      0x17,
      0x27,
      0x14,
      0x15,
      0x57,
      0x90,
      0x91,
      0xa3,
      0x94,
      0x96,
      0x97,
      0xd4,
      0xd6,
    );
    fc.assert(
      fc.property(payloads, (payload) => {
        const message = parseVideo(payload);
        if (message.kind === 'problem') expect(message.at).toBeLessThanOrEqual(payload.length);
        else expect(toHex(writeVideo(message))).toBe(toHex(payload));
      }),
      { numRuns: 5000 },
    );
  });
});
