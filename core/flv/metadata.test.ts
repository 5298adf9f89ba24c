import { describe, expect, it } from 'vitest';
import { decodeAmf0, encodeAmf0 } from '../amf/amf0.ts';
import { amfObject, ecmaArray, strictArray } from '../amf/make-value.ts';
import type { AmfValue } from '../amf/value.ts';
import { hex } from '../bytes/testing/hex.ts';
import {
  encodeMetadata,
  placeOfNumber,
  readKeyFrames,
  readMetadata,
  withoutSetDataFrame,
  writableMetadata,
} from './metadata.ts';

const data = (...values: readonly AmfValue[]): Uint8Array => encodeAmf0(values);
const index = (filepositions: readonly AmfValue[], times: readonly AmfValue[]) =>
  new Map([['keyframes', amfObject({ filepositions: strictArray(filepositions), times: strictArray(times) })]]);

describe('readMetadata (FLV-28)', () => {
  const script = data('onMetaData', ecmaArray({ width: 320 }));

  it.each([
    ['an ECMA array', 18, script],
    ['an object', 18, data('onMetaData', amfObject({ width: 320 }))],
    ['script data as it was published (FLV-10)', 18, data('@setDataFrame', 'onMetaData', ecmaArray({ width: 320 }))],
    ['type 15, behind its format byte (ERTMP-43, AMF3-28)', 15, Uint8Array.of(0, ...script)],
    ['an array without its end mark (AMF0-12)', 18, script.subarray(0, -3)],
  ] as const)('reads %s', (_, type, bytes) => {
    expect(readMetadata({ type, data: bytes })).toEqual(new Map([['width', 320]]));
  });

  it.each([
    ['other script data', 18, data('onTextData', ecmaArray({ width: 320 }))],
    ['a name alone', 18, data('onMetaData')],
    ['no properties', 18, data('onMetaData', 5)],
    ['a picture', 9, script],
    ['no AMF', 18, hex('ff 01 02')],
    ['nothing', 15, new Uint8Array(0)],
    [
      'more values than any index has',
      18,
      data('onMetaData', ecmaArray({ x: strictArray(new Array(250_001).fill(0)) })),
    ],
  ] as const)('answers undefined for %s', (_, type, bytes) => {
    expect(readMetadata({ type, data: bytes })).toBeUndefined();
  });

  it('throws what is no fault of the bytes', () => {
    const notBytes = { type: 18, data: { every: true } } as unknown as Parameters<typeof readMetadata>[0];
    expect(() => readMetadata(notBytes)).toThrow(RangeError);
  });
});

describe('withoutSetDataFrame (FLV-10)', () => {
  it('is a view behind the name, or the data itself', () => {
    const rest = data('onMetaData', ecmaArray());
    expect(withoutSetDataFrame(Uint8Array.of(...data('@setDataFrame'), ...rest))).toEqual(rest);
    expect(withoutSetDataFrame(rest)).toBe(rest);
  });
});

describe('readKeyFrames (FLV-30)', () => {
  it('reads the index of ffmpeg (VEC-FLV-4)', () => {
    const keyframes = hex(`
      03 00 0d 66 69 6c 65 70 6f 73 69 74 69 6f 6e 73 0a 00 00 00 02 00 40 86 20 00 00 00 00 00 00 40
      c4 fa 80 00 00 00 00 00 05 74 69 6d 65 73 0a 00 00 00 02 00 00 00 00 00 00 00 00 00 00 3f f0 00
      00 00 00 00 00 00 00 09`);
    const script = Uint8Array.of(
      ...data('onMetaData'),
      ...hex('03 00 09 6b 65 79 66 72 61 6d 65 73'),
      ...keyframes,
      0,
      0,
      9,
    );
    expect(readKeyFrames(readMetadata({ type: 18, data: script })!)).toEqual([
      { at: 708, timestamp: 0 },
      { at: 10741, timestamp: 1000 },
    ]);
  });

  it('leaves out entries at offset 0, which point at headers', () => {
    expect(readKeyFrames(index([0, 708], [0, 0.04]))).toEqual([{ at: 708, timestamp: 40 }]);
  });

  it.each([
    ['absent', new Map<string, AmfValue>()],
    ['of something else', new Map<string, AmfValue>([['keyframes', 'none']])],
    ['without times', new Map<string, AmfValue>([['keyframes', amfObject({ filepositions: strictArray([1]) })]])],
    ['empty', index([], [])],
    ['of different lengths', index([708, 900], [0])],
    ['of offsets that are no numbers', index(['708'], [0])],
    ['of negative offsets', index([-708], [0])],
    ['of broken offsets', index([708.5], [0])],
    ['of times that are no numbers', index([708], ['soon'])],
    ['of times without end', index([708], [Number.POSITIVE_INFINITY])],
    ['with offsets that go back', index([708, 708], [0, 1])],
    ['with times that go back', index([708, 900], [1, 0])],
  ])('answers undefined for an index that is %s', (_, metadata) => {
    expect(readKeyFrames(metadata)).toBeUndefined();
  });
});

describe('writableMetadata', () => {
  const cyclic = amfObject();
  cyclic.properties.set('self', cyclic);

  it('leaves out what is true of another file, what does not encode, and what is too long', () => {
    const given: [string, AmfValue][] = [
      ['duration', 5],
      ['width', 320],
      ['', 1],
      ['loop', cyclic],
      ['long', 'x'.repeat(70_000)],
      ['height', 180],
    ];
    expect([...writableMetadata(given).keys()]).toEqual(['width', 'height']);
  });

  it('leaves out what comes when there is enough', () => {
    const given = Array.from({ length: 10 }, (_, i): [string, string] => [`p${i}`, 'x'.repeat(10_000)]);
    expect(writableMetadata(given).size).toBe(6);
  });

  it('throws what is no fault of the values', () => {
    const broken: AmfValue = {
      kind: 'object',
      className: undefined,
      get properties(): Map<string, AmfValue> {
        throw new SyntaxError();
      },
    };
    expect(() => writableMetadata({ broken })).toThrow(SyntaxError);
  });
});

describe('encodeMetadata (FLV-34)', () => {
  it('is an ECMA array (AMF-ENC-1)', () => {
    const [name, value] = decodeAmf0(
      encodeMetadata(new Map(), 0, { durationMs: 0, fileSize: 0, keyFrames: [] }),
    ).values;
    expect([name, value]).toEqual(['onMetaData', ecmaArray({ duration: 0, filesize: 0 }, 2)]);
  });

  it('has the same length whatever it says', () => {
    const keyFrames = [1, 2, 3].map((i) => ({ at: i * 1000, timestamp: i * 40 }));
    const lengths = [0, 1, 3].map((count) => {
      const facts = { durationMs: count * 1e6, fileSize: count * 1e9, keyFrames: keyFrames.slice(0, count) };
      return encodeMetadata(new Map([['width', 320]]), 3, facts).length;
    });
    expect(new Set(lengths).size).toBe(1);
  });
});

describe('placeOfNumber', () => {
  const script = data(
    'onMetaData',
    ecmaArray({ note: '\u0000\u0008duration\u0000 as text', duration: 12.5, width: 320 }),
  );

  it('finds the bytes of a number by name and value', () => {
    const place = placeOfNumber(script, 'duration', 12.5)!;
    expect(script.subarray(place, place + 8)).toEqual(hex('40 29 00 00 00 00 00 00'));
  });

  it.each([
    ['another value', 'duration', 12],
    ['no such name', 'filesize', 12.5],
    ['a value that is none', 'duration', undefined],
  ])('answers undefined for %s', (_, name, value) => {
    expect(placeOfNumber(script, name, value)).toBeUndefined();
  });
});
