import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAmf0 } from '../amf/amf0.ts';
import { amfObject, ecmaArray, strictArray } from '../amf/make-value.ts';
import { valueTree } from '../amf/testing/values.ts';
import type { AmfProperties } from '../amf/value.ts';
import { hex } from '../bytes/testing/hex.ts';
import {
  announcesEnhanced,
  type Capabilities,
  CapsEx,
  CodecFlag,
  capabilityAnswer,
  capabilityProperties,
  codecFlags,
  NO_CAPABILITIES,
  OUR_CAPABILITIES,
  readCapabilities,
  VideoFunction,
} from './capabilities.ts';
import { capabilitiesLine } from './capabilities-line.ts';
import { AudioCodecId, VideoCodecId } from './codec-id.ts';

const { canDecode, canEncode, canForward } = CodecFlag;

/** The capabilities of a connect whose command object has these properties. */
function said(properties: AmfProperties): Capabilities {
  return readCapabilities(amfObject(properties));
}

describe('readCapabilities', () => {
  it('VEC-CMD-19: reads fourCcList, an info map and capsEx', () => {
    const { values } = decodeAmf0(
      hex(`03 00 03 61 70 70 02 00 04 6c 69 76 65 00 0a 66 6f 75 72 43 63 4c 69 73 74 0a 00 00 00 02 02 00
        04 61 76 30 31 02 00 04 68 76 63 31 00 12 76 69 64 65 6f 46 6f 75 72 43 63 49 6e 66 6f 4d 61 70
        03 00 01 2a 00 40 10 00 00 00 00 00 00 00 00 09 00 06 63 61 70 73 45 78 00 40 2e 00 00 00 00 00
        00 00 00 09`),
    );
    expect(readCapabilities(...values)).toEqual({
      fourCcList: ['av01', 'hvc1'],
      videoFourCcInfoMap: new Map([['*', canForward]]),
      audioFourCcInfoMap: undefined,
      capsEx: CapsEx.reconnect | CapsEx.multitrack | CapsEx.modEx | CapsEx.timestampNanoOffset,
      videoFunction: 0,
    });
  });

  it('finds nothing where nothing is said', () => {
    expect(said({ app: 'live' })).toEqual(NO_CAPABILITIES);
    expect(readCapabilities()).toEqual(NO_CAPABILITIES);
    expect(readCapabilities(null, undefined)).toEqual(NO_CAPABILITIES);
  });

  it('reads both objects of a _result, the first first (ERTMP-8)', () => {
    const first = amfObject({ capsEx: 1 });
    const second = amfObject({ capsEx: 2, fourCcList: strictArray(['*']) });
    expect(readCapabilities(first, second)).toMatchObject({ capsEx: 1, fourCcList: ['*'] });
  });

  it('takes an ECMA array for an object, and leaves out what is of another type', () => {
    const map = ecmaArray({ av01: 1, hvc1: 'yes', vp09: Number.NaN });
    const capabilities = said({ fourCcList: strictArray(['av01', 5, null]), videoFourCcInfoMap: map, capsEx: '15' });
    expect(capabilities.fourCcList).toEqual(['av01']);
    expect(capabilities.videoFourCcInfoMap).toEqual(
      new Map([
        ['av01', 1],
        ['hvc1', 0],
        ['vp09', 0],
      ]),
    );
    expect(capabilities.capsEx).toBe(0);
    expect(said({ fourCcList: 'av01', audioFourCcInfoMap: 7 })).toEqual(NO_CAPABILITIES);
  });

  it('reads what capabilityProperties says, and any value without a throw', () => {
    expect(said(capabilityProperties(OUR_CAPABILITIES))).toEqual(OUR_CAPABILITIES);
    expect(capabilityProperties(NO_CAPABILITIES)).toEqual(new Map());
    fc.assert(
      fc.property(fc.array(valueTree, { maxLength: 5 }), (values) => {
        const names = ['fourCcList', 'videoFourCcInfoMap', 'audioFourCcInfoMap', 'capsEx', 'videoFunction'] as const;
        const capabilities = said(values.map((value, index) => [names[index] ?? '', value] as const));
        expect(said(capabilityProperties(capabilities))).toEqual(capabilities);
      }),
    );
  });
});

describe('videoFunction (ERTMP-7)', () => {
  it('is a sum of flags, of which we say all that a relay keeps', () => {
    expect(VideoFunction).toEqual({ clientSeek: 1, hdr: 2, metadata: 4, largeScaleTile: 8 });
    expect(said({ videoFunction: 1 + 2 + 4 }).videoFunction).toBe(OUR_CAPABILITIES.videoFunction);
    expect(capabilityProperties(OUR_CAPABILITIES).get('videoFunction')).toBe(7);
  });
});

describe('codecFlags', () => {
  it('is the union of a codec and the catch-all (ERTMP-4)', () => {
    // E-RTMP's own example: vp09 decodes and encodes, everything is forwarded
    const capabilities = said({ videoFourCcInfoMap: amfObject({ '*': canForward, vp09: canDecode | canEncode }) });
    expect(codecFlags(capabilities, 'video', VideoCodecId.vp09)).toBe(canDecode | canEncode | canForward);
    expect(codecFlags(capabilities, 'video', VideoCodecId.av01)).toBe(canForward);
    expect(codecFlags(capabilities, 'audio', AudioCodecId.opus)).toBe(0);
  });

  it('has all flags for a codec on the list of v1 (ERTMP-2), letter by letter (ERTMP-10)', () => {
    const capabilities = said({ fourCcList: strictArray(['av01', 'opus']) });
    expect(codecFlags(capabilities, 'video', VideoCodecId.av01)).toBe(7);
    expect(codecFlags(capabilities, 'video', VideoCodecId.hvc1)).toBe(0);
    expect(codecFlags(capabilities, 'audio', AudioCodecId.opus)).toBe(0);
    expect(codecFlags(said({ fourCcList: strictArray(['*']) }), 'audio', AudioCodecId.opus)).toBe(7);
  });

  it('reads each map for its own media', () => {
    const capabilities = said({ audioFourCcInfoMap: amfObject({ '.mp3': canDecode }) });
    expect(codecFlags(capabilities, 'audio', AudioCodecId.mp3FourCc)).toBe(canDecode);
    expect(codecFlags(capabilities, 'video', AudioCodecId.mp3FourCc)).toBe(0);
  });

  it('trusts a peer that speaks of Enhanced RTMP but names no codec', () => {
    expect(codecFlags(said({ capsEx: 2 }), 'video', VideoCodecId.av01)).toBe(7);
    expect(codecFlags(NO_CAPABILITIES, 'video', VideoCodecId.av01)).toBe(0);
  });
});

describe('announcesEnhanced (ERTMP-9)', () => {
  it.each<[string, AmfProperties, boolean]>([
    ['nothing', {}, false],
    ['videoFunction of Flash (CMD-8)', { videoFunction: VideoFunction.clientSeek }, false],
    ['videoFunction with HDR (ERTMP-7)', { videoFunction: VideoFunction.clientSeek | VideoFunction.hdr }, true],
    ['videoFunction with metadata packets (ERTMP-7)', { videoFunction: 4 }, true],
    ['videoFunction with large-scale tiles (ERTMP-7)', { videoFunction: 8 }, true],
    ['capsEx', { capsEx: 8 }, true],
    ['an empty list', { fourCcList: strictArray([]) }, true],
    ['a video map', { videoFourCcInfoMap: amfObject() }, true],
    ['an audio map', { audioFourCcInfoMap: amfObject() }, true],
  ])('%s: %o', (_, properties, expected) => {
    expect(announcesEnhanced(said(properties))).toBe(expected);
  });
});

describe('what a peer may make us keep', () => {
  it('is 64 codecs, by names that can be a FourCC', () => {
    const names = Array.from({ length: 100 }, (_, index) => `c${index}`.padEnd(4, '.'));
    const { fourCcList, videoFourCcInfoMap } = said({
      fourCcList: strictArray(['x'.repeat(10_000), '*', ...names]),
      videoFourCcInfoMap: amfObject([['long name', 7], ...names.map((name) => [name, 1] as const)]),
    });
    expect(fourCcList).toEqual(['*', ...names.slice(0, 63)]);
    expect([...(videoFourCcInfoMap?.keys() ?? [])]).toEqual(names.slice(0, 64));
  });
});

describe('capabilityAnswer (ERTMP-8)', () => {
  it('tells a client of Enhanced RTMP our maps and capsEx (ERTMP-3, ERTMP-5), one of v1 the list as well', () => {
    const maps = new Set(['videoFourCcInfoMap', 'audioFourCcInfoMap', 'capsEx']);
    const answered = (properties: AmfProperties): Set<string> => new Set(capabilityAnswer(said(properties)).keys());
    expect(answered({ capsEx: CapsEx.reconnect })).toEqual(maps);
    expect(answered({ fourCcList: strictArray(['hvc1']) })).toEqual(new Set([...maps, 'fourCcList']));
    expect(answered({ app: 'live', videoFunction: VideoFunction.clientSeek })).toEqual(new Set());
  });

  it('reads as what we are', () => {
    const answer = capabilityAnswer(OUR_CAPABILITIES);
    expect(readCapabilities(amfObject(answer))).toEqual({ ...OUR_CAPABILITIES, videoFunction: 0 });
  });
});

describe('capabilitiesLine', () => {
  it.each<[string, AmfProperties, string]>([
    ['nothing', { app: 'live' }, ''],
    ['features', { capsEx: CapsEx.multitrack | CapsEx.modEx | 0x80 }, 'multitrack, modEx'],
    ['codecs of v1', { fourCcList: strictArray(['av01', 'hvc1']) }, 'fourCcList av01 hvc1'],
    [
      'codecs of v2',
      { videoFourCcInfoMap: amfObject({ '*': 4, av01: 3 }), audioFourCcInfoMap: amfObject({ Opus: 1 }), capsEx: 1 },
      'reconnect; video * (forward), av01 (decode, encode); audio Opus (decode)',
    ],
  ])('says %s', (_, properties, line) => {
    expect(capabilitiesLine(said(properties))).toBe(line);
  });
});
