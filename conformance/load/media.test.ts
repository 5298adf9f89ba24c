import { describe, expect, it } from 'vitest';
import { parseFrameMd5 } from './media.ts';

const TEXT = `#format: frame checksums
#version: 2
#hash: MD5
#extradata 0,                               5, ff45c3a7
#extradata 1,                              45, 580ea5c0
[flv @ 0x55d0] a line of the log, 0, 1, 2, 3
#tb 0: 1/1000
#media_type 0: audio
#media_type 1: video
#stream#, dts,        pts, duration,     size, hash
1,        -57,         23,       40,     4109, 1da05691
1,        -17,        143,       40,     1543, b4d61096
0,          0,          0,       23,      264, 71076f19
`;

describe('parseFrameMd5', () => {
  it('tells headers, contents and times apart by medium', () => {
    expect(parseFrameMd5(TEXT)).toEqual({
      headers: { audio: '5 bytes ff45c3a7', video: '45 bytes 580ea5c0' },
      contents: { audio: ['264 bytes 71076f19'], video: ['4109 bytes 1da05691', '1543 bytes b4d61096'] },
      times: { audio: ['0 + 0'], video: ['0 + 80', '40 + 160'] },
    });
  });

  it('finds nothing in nothing', () => {
    expect(parseFrameMd5('')).toEqual({ headers: {}, contents: {}, times: {} });
  });
});
