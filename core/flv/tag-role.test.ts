import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import type { FlvTagType } from './flv-tag.ts';
import { SequenceHeaders } from './sequence-headers.ts';
import { isKeyFrameOf, readTagFacts } from './tag-role.ts';

const CASES: readonly (readonly [string, FlvTagType, string, string])[] = [
  ['an AVC configuration', 9, '17 00 000000 01', 'sequenceHeader 0'],
  ['one with frame type 2 (FLV-24)', 9, '27 00 000000 01', 'sequenceHeader 0'],
  ['an empty one', 9, '17 00 000000', 'sequenceHeader '],
  ['HEVC as codec 12 (FLV-26)', 9, '1c 00 000000 01', 'sequenceHeader 0'],
  ['an enhanced configuration', 9, '90 68766331 01', 'sequenceHeader 0'],
  ['one of track 1', 9, '96 00 68766331 01 65', 'sequenceHeader 1'],
  ['a key frame of track 1', 9, '96 01 68766331 01 000000 65', 'keyFrame '],
  ['an MPEG-2 TS configuration', 9, '95 61763031 01', 'sequenceHeader 0'],
  ['enhanced metadata', 9, '94 68766331 02 00 00', 'sequenceHeader 256'],
  ['an AVC key frame', 9, '17 01 000000 65', 'keyFrame '],
  ['a generated key frame', 9, '47 01 000000 65', 'keyFrame '],
  ['an AVC inter frame', 9, '27 01 000000 41', 'picture '],
  ['an enhanced inter frame', 9, 'a3 68766331 41', 'picture '],
  ['a reserved frame type (ERTMP-12)', 9, '67 01 000000 41', 'other '],
  ['an end of sequence', 9, '17 02 000000', 'other '],
  ['a command (FLV-25)', 9, '57 00', 'other '],
  ['an empty video tag', 9, '', 'other '],
  ['an AAC configuration', 8, 'af 00 12 10', 'sequenceHeader 512'],
  ['AAC', 8, 'af 01 21', 'sound '],
  ['MP3', 8, '2f ff fb', 'sound '],
  ['an Opus configuration', 8, '90 4f707573 01', 'sequenceHeader 512'],
  ['a channel layout', 8, '94 4f707573 01 02 00000003', 'sequenceHeader 768'],
  ['the end of Opus', 8, '92 4f707573', 'other '],
  ['silence', 8, '', 'other '],
  ['script data', 18, '02 00 00', 'other '],
];

describe('readTagFacts', () => {
  it.each(CASES)('%s', (_, type, bytes, expected) => {
    const { role, slots } = readTagFacts({ type, data: hex(bytes) });
    expect(`${role} ${slots.join()}`).toBe(expected);
  });

  it('knows of which track a key frame is', () => {
    const second = readTagFacts({ type: 9, data: hex('96 01 68766331 01 000000 65') });
    expect([isKeyFrameOf(1, second), isKeyFrameOf(0, second)]).toEqual([true, false]);
    expect(isKeyFrameOf(0, readTagFacts({ type: 9, data: hex('27 01 000000 41') }))).toBe(false);
  });
});

describe('SequenceHeaders', () => {
  const tag = (type: FlvTagType, bytes: string) => ({ type, timestamp: 0, data: hex(bytes) });
  const aac = tag(8, 'af 00 12 10');
  const avc = tag(9, '17 00 000000 01');
  const newer = tag(9, '17 00 000000 02');

  function headersOf(tags: readonly ReturnType<typeof tag>[], longest?: number): SequenceHeaders {
    const headers = new SequenceHeaders(longest);
    for (const each of tags) headers.add(each);
    return headers;
  }

  it('keeps the latest of each track and medium, in the order in which they came', () => {
    expect(headersOf([avc, aac, tag(9, '17 01 000000 65'), newer]).tags()).toEqual([aac, newer]);
  });

  it('gives a tag with the headers of two tracks once', () => {
    const two = tag(9, '96 10 68766331 00 000001 aa 01 000001 bb'); // many tracks of one codec
    expect(headersOf([two, aac]).tags()).toEqual([two, aac]);
    expect(headersOf([two, avc]).tags()).toEqual([two, avc]);
  });

  it('keeps nothing outdated where a newer header does not fit', () => {
    expect(
      headersOf([avc, aac, { ...newer, data: new Uint8Array([...newer.data, 0, 0, 0, 0, 0]) }], 12).tags(),
    ).toEqual([aac]);
  });

  it('is copied', () => {
    const headers = headersOf([aac]);
    const copy = headers.copy();
    copy.add(avc);
    expect(headers.tags()).toEqual([aac]);
    expect(copy.tags()).toEqual([aac, avc]);
  });
});
