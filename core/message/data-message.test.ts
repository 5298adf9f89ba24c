import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAmf0 } from '../amf/amf0.ts';
import { encodeAmf3 } from '../amf/amf3.ts';
import { AmfError } from '../amf/error.ts';
import { AMF_UNSUPPORTED, amfObject, avmPlus, byteArray, ecmaArray, strictArray } from '../amf/make-value.ts';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { decodeData, encodeData } from './data-message.ts';
import { MessageType } from './message-type.ts';

const ON_META_DATA = `02 00 0a 6f 6e 4d 65 74 61 44 61 74 61
  08 00 00 00 01 00 05 77 69 64 74 68 00 40 50 00 00 00 00 00 00 00 00 09`;

describe('data messages (7.1.2)', () => {
  it('VEC-CMD-17 CMD-40: takes @setDataFrame off, and relays the rest byte for byte', () => {
    const payload = hex(`02 00 0d 40 73 65 74 44 61 74 61 46 72 61 6d 65 ${ON_META_DATA}`);
    expect(decodeData(payload)).toEqual({
      handler: 'onMetaData',
      values: [ecmaArray({ width: 64 }, 1)],
      retain: 'set',
      payload: hex(ON_META_DATA),
      malformedUtf8: false,
      trailing: 0,
      isSelectorMissing: false,
    });
  });

  it('CMD-40: takes a bare onMetaData as it is', () => {
    const message = decodeData(hex(ON_META_DATA));
    expect(message?.retain).toBe('no');
    expect(message?.payload).toEqual(hex(ON_META_DATA));
  });

  it('CMD-41: takes @clearDataFrame off', () => {
    expect(decodeData(encodeData('@clearDataFrame', 'onMetaData'))).toEqual({
      handler: 'onMetaData',
      values: [],
      retain: 'clear',
      payload: encodeData('onMetaData'),
      malformedUtf8: false,
      trailing: 0,
      isSelectorMissing: false,
    });
  });

  it('AMF0-17: takes the order off also when it comes as a long string', () => {
    const payload = hex(`0c 00 00 00 0d 40 73 65 74 44 61 74 61 46 72 61 6d 65 ${ON_META_DATA}`);
    expect(decodeData(payload)?.payload).toEqual(hex(ON_META_DATA));
  });

  it('VEC-CMD-16 CMD-42: reads and writes |RtmpSampleAccess', () => {
    const bytes = '02 00 11 7c 52 74 6d 70 53 61 6d 70 6c 65 41 63 63 65 73 73 01 01 01 01';
    expect(decodeData(hex(bytes))).toMatchObject({ handler: '|RtmpSampleAccess', values: [true, true], retain: 'no' });
    expect(toHex(encodeData('|RtmpSampleAccess', true, true))).toBe(bytes);
  });

  it('MSG-5: takes any number of values, none among them', () => {
    expect(decodeData(encodeData('onFI'))).toMatchObject({ handler: 'onFI', values: [] });
    expect(decodeData(encodeData('onFI', 1, 'two', null))?.values).toEqual([1, 'two', null]);
  });

  it('MSG-6: says nothing of data whose first value is no string, of the four-byte timecode, of nothing', () => {
    for (const payload of [hex('00 00 00 00'), hex(''), hex('09'), encodeAmf0([1]), encodeAmf0([null, 'onMetaData'])]) {
      expect(decodeData(payload)).toBeUndefined();
    }
  });

  it('MSG-6: says nothing of an order without a handler', () => {
    expect(decodeData(encodeData('@setDataFrame'))).toBeUndefined();
    expect(decodeData(encodeData('@setDataFrame', amfObject({ width: 64 })))).toBeUndefined();
    expect(decodeData(encodeData('@clearDataFrame', 1))).toBeUndefined();
  });

  it('AMF-LIM-11 Q-49: leaves a tail that does not decode out of the values, and relays it', () => {
    const payload = Uint8Array.of(...encodeData('@setDataFrame', 'onMetaData', 1), 0x09, 0x09);
    expect(decodeData(payload)).toMatchObject({
      handler: 'onMetaData',
      values: [1],
      payload: Uint8Array.of(...encodeData('onMetaData', 1), 0x09, 0x09),
      trailing: 2,
    });
  });

  it('AMF-LIM-4: fails past its budget', () => {
    const payload = encodeData('onMetaData', 1, 2);
    expect(decodeData(payload, { amfValues: 3 })?.values).toEqual([1, 2]);
    expect(() => decodeData(payload, { amfValues: 2 })).toThrow(AmfError);
  });

  it('AMF0-23: tells that a string was no UTF-8', () => {
    expect(decodeData(hex('02 00 01 ff'))).toMatchObject({ handler: '\u{fffd}', malformedUtf8: true });
  });

  it('MSG-2: steps over the format selector of type 15, and says nothing of any but 0', () => {
    const set = encodeData('@setDataFrame', 'onMetaData', 1);
    const message = decodeData(Uint8Array.of(0, ...set), undefined, MessageType.DataAmf3);
    expect(message).toMatchObject({ handler: 'onMetaData', retain: 'set', payload: encodeData('onMetaData', 1) });
    expect(decodeData(Uint8Array.of(1, ...set), undefined, MessageType.DataAmf3)).toBeUndefined();
  });

  it('AMF3-25 Q-48: reads type 15 without its selector, and says so', () => {
    const payload = encodeData('@setDataFrame', 'onMetaData', 1);
    const read = { handler: 'onMetaData', payload: encodeData('onMetaData', 1), isSelectorMissing: true };
    expect(decodeData(payload, undefined, MessageType.DataAmf3)).toMatchObject(read);
    const amf3 = Uint8Array.of(0x11, ...encodeAmf3(['@setDataFrame', 'onMetaData', 1]));
    expect(decodeData(amf3, undefined, MessageType.DataAmf3)).toMatchObject(read);
  });

  it('MSG-3: relays AMF3 as AMF0, as not every player reads it', () => {
    const metadata = amfObject({ width: 64, tags: strictArray(['a', 'a']), raw: byteArray(hex('01')) });
    const inAmf0 = amfObject({ width: 64, tags: strictArray(['a', 'a']), raw: AMF_UNSUPPORTED });
    for (const payload of [
      encodeData('@setDataFrame', 'onMetaData', avmPlus(metadata)),
      encodeAmf0(['@setDataFrame', 'onMetaData', metadata].map(avmPlus)),
    ]) {
      expect(decodeData(Uint8Array.of(0, ...payload), undefined, MessageType.DataAmf3)).toMatchObject({
        handler: 'onMetaData',
        values: [metadata],
        retain: 'set',
        payload: encodeData('onMetaData', inAmf0),
      });
    }
  });

  it('MSG-3 AMF-LIM-5: relays the handler alone where AMF0 cannot hold the AMF3 values, or only in far more bytes', () => {
    const cyclic = amfObject();
    cyclic.properties.set('self', cyclic);
    const name = 'a'.repeat(2000);
    const long = strictArray(Array.from({ length: 40 }, () => amfObject({ [name]: 1 })));
    for (const value of [cyclic, long]) {
      const message = decodeData(encodeData('onMetaData', avmPlus(value)));
      expect(message).toMatchObject({ values: [value], payload: encodeData('onMetaData') });
    }
  });

  it('reads what it wrote, and relays it as it was', () => {
    const handler = fc.string().filter((text) => !text.startsWith('@'));
    const values = fc.array(fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined)));
    fc.assert(
      fc.property(handler, values, fc.constantFrom('set', 'clear', 'no'), (name, rest, retain) => {
        const payload = encodeData(name, ...rest);
        const order = retain === 'no' ? [] : encodeData(retain === 'set' ? '@setDataFrame' : '@clearDataFrame');
        const expected = { handler: name, values: rest, retain, payload, malformedUtf8: false, trailing: 0 };
        expect(decodeData(Uint8Array.of(...order, ...payload))).toMatchObject(expected);
      }),
    );
  });

  it('throws nothing but AmfError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.constantFrom(15, 18), (bytes, type) => {
        try {
          decodeData(bytes, undefined, type);
        } catch (error) {
          expect(error).toBeInstanceOf(AmfError);
        }
      }),
    );
  });
});
