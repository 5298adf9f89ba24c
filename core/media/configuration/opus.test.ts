import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/testing/hex.ts';
import { describeOpus, describeOpusPacket } from './opus.ts';

describe('describeOpus (CFG-28, CFG-29)', () => {
  const HEAD = '4f 70 75 73 48 65 61 64 01 02 38 01 80 bb 00 00 00 00 00';

  it('VEC-CFG-8: reads an ID header', () => {
    expect(describeOpus(hex(HEAD))).toEqual({ codec: 'Opus', codecString: 'opus', sampleRate: 48000, channels: 2 });
  });

  it.each([
    ['nothing (ERTMP-28)', ''],
    ['another magic', HEAD.replace('4f 70', '4f 71')],
    ['another second half of the magic', HEAD.replace('48 65', '48 66')],
    ['an incompatible version', HEAD.replace('64 01', '64 10')],
    ['a header that is cut off', HEAD.slice(0, -3)],
  ])('is silent about %s', (_, bytes) => {
    expect(describeOpus(hex(bytes))).toBeUndefined();
  });

  it('reads the stereo bit of a packet', () => {
    expect(describeOpusPacket(hex('fc ff fe'))).toMatchObject({ channels: 2 });
    expect(describeOpusPacket(hex('f8'))).toMatchObject({ channels: 1 });
    expect(describeOpusPacket(hex(''))).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        describeOpus(bytes);
        describeOpusPacket(bytes);
      }),
    );
  });
});
