import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { audioFrame, dataFrame, videoFrame } from './frame.ts';
import type { SharedFrame } from './shared-frame.ts';

/** Role, track ids, slots: `sequenceHeader 0 @512`. */
function told(frame: SharedFrame | undefined): string {
  if (frame === undefined) return 'dropped';
  const tracks = frame.tracks.map(({ trackId }) => trackId).join();
  return [frame.role, tracks, ...frame.slots.map((slot) => `@${slot}`)].filter((part) => part !== '').join(' ');
}

describe('videoFrame', () => {
  it.each([
    ['a legacy sequence header', '17 00 000000 01', 'sequenceHeader 0 @0'],
    ['a sequence header with frame type 2 (FLV-24)', '27 00 000000 01', 'sequenceHeader 0 @0'],
    ['an empty sequence header: no slot (ERTMP-14)', '17 00 000000', 'sequenceHeader 0'],
    ['a key frame', '17 01 000000 65', 'keyFrame 0'],
    ['a key frame made by a server', '47 01 000000 65', 'keyFrame 0'],
    ['an inter frame', '27 01 000000 41', 'interFrame 0'],
    ['a disposable inter frame', '32 00', 'interFrame 0'],
    ['an end of sequence', '17 02 000000', 'sequenceEnd 0 @0'],
    ['SequenceStart of two tracks', '96 10 61766331 01 000001 aa 02 000001 bb', 'sequenceHeader 1,2 @1 @2'],
    ['MPEG2TSSequenceStart', '95 61763031 01', 'sequenceHeader 0 @0'],
    ['HDR metadata of FFmpeg, frame type 5', 'd4 68766331 02', 'sequenceHeader 0 @256'],
    ['CodedFramesX of track 3', '96 03 68766331 03 aa', 'keyFrame 3'],
    ['frame type 0 of early OBS (Q-53)', '81 68766331 000000', 'interFrame 0'],
    ['an unknown codec: the host decides (Q-59)', '91 78797a31 00', 'keyFrame 0'],
    ['a seek command (FLV-25)', '57 00', 'dropped'],
    ['an enhanced seek command', 'd1 00', 'dropped'],
    ['a reserved frame type', '67 01 000000', 'dropped'],
    ['a reserved packet type', '99 68766331', 'dropped'],
    ['an empty message (Q-27, MSG-4)', '', 'dropped'],
  ])('%s', (_, bytes, expected) => {
    expect(told(videoFrame(7, hex(bytes)))).toBe(expected);
  });
});

describe('audioFrame', () => {
  it.each([
    ['an AAC sequence header', 'af 00 12', 'sequenceHeader 0 @512'],
    ['an empty AAC sequence header (FLV-17)', 'af 00', 'sequenceHeader 0'],
    ['an AAC frame', 'af 01 21', 'sound 0'],
    ['MP3', '2f ff', 'sound 0'],
    ['silence (ERTMP-30, MSG-4)', '', 'sound'],
    ['MultichannelConfig of track 1', '95 04 4f707573 01 00 02', 'sequenceHeader 1 @769'],
    ['SequenceEnd', '92 6d703461', 'sequenceEnd 0 @512 @768'],
    ['a reserved packet type', '93 6d703461', 'dropped'],
  ])('%s', (_, bytes, expected) => {
    expect(told(audioFrame(7, hex(bytes)))).toBe(expected);
  });
});

describe('frames on the wire', () => {
  it('keep timestamp and payload, each medium on its own chunk stream (CHK-50)', () => {
    const payload = hex('af 01 21');
    const facts = [
      audioFrame(0xffffffff, payload),
      videoFrame(1, hex('17 01 000000')),
      dataFrame(2, hex('02 00 00')),
    ].map((frame) => [frame?.messageTypeId, frame?.chunkStreamId, frame?.timestamp, frame?.length]);
    expect(facts).toEqual([
      [8, 4, 0xffffffff, 3],
      [9, 6, 1, 5],
      [18, 5, 2, 3],
    ]);
    expect(audioFrame(0, payload)?.payload).toEqual(payload);
  });
});
