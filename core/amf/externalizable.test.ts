import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { decodeAmf3, encodeAmf3 } from './amf3.ts';
import { ARRAY_COLLECTION, ARRAY_LIST, type ExternalizableForm, OBJECT_PROXY } from './externalizable.ts';
import { amfObject, externalizable, strictArray } from './make-value.ts';
import { errorOf } from './testing/error-of.ts';
import { type AmfValue, property } from './value.ts';

const everyType: ExternalizableForm = {
  className: 'P',
  fields: [
    { name: 'boolean', type: 'boolean' },
    { name: 'byte', type: 'byte' },
    { name: 'unsignedByte', type: 'unsignedByte' },
    { name: 'short', type: 'short' },
    { name: 'unsignedShort', type: 'unsignedShort' },
    { name: 'int', type: 'int' },
    { name: 'unsignedInt', type: 'unsignedInt' },
    { name: 'double', type: 'double' },
    { name: 'utf', type: 'utf' },
    { name: 'object', type: 'object' },
  ],
};
const content = {
  boolean: true,
  byte: -1,
  unsignedByte: 255,
  short: -2,
  unsignedShort: 65534,
  int: -3,
  unsignedInt: 4294967293,
  double: 0.5,
  utf: 'é',
  object: amfObject({ a: 1 }),
};
const bytes =
  '0a 07 03 50 01 ff ff ff fe ff fe ff ff ff fd ff ff ff fd 3f e0 00 00 00 00 00 00 00 02 c3 a9 0a 0b 01 03 61 04 01 01';

describe('externalizable objects (AMF3-20)', () => {
  it.each([ARRAY_COLLECTION, ARRAY_LIST])('AMF3-21: reads and writes $className as the array it holds', (form) => {
    const value = externalizable(form, { source: strictArray(['a']) });
    expect(decodeAmf3(encodeAmf3([value])).values).toEqual([value]);
  });

  it('AMF3-21: reads and writes ObjectProxy as the object it holds', () => {
    const value = externalizable(OBJECT_PROXY, { object: amfObject({ a: 1 }) });
    expect(decodeAmf3(encodeAmf3([value])).values).toEqual([value]);
  });

  it.each(['flex.messaging.io.ManagedObjectProxy', 'flex.messaging.io.SerializationProxy', 'DSA', 'DSC', 'DSK'])(
    'AMF3-21 AMF3-22: does not know %s',
    (className) => {
      const value = externalizable({ className, fields: [] });
      expect(errorOf(() => decodeAmf3(encodeAmf3([value])))).toMatchObject({ code: 'amfClassUnknown' });
    },
  );

  it('reads and writes a class of the embedder, with fields of every type', () => {
    const value = externalizable(everyType, content);
    expect(toHex(encodeAmf3([value]))).toBe(bytes);
    expect(decodeAmf3(hex(bytes), { externalizables: [everyType] }).values).toEqual([value]);
  });

  it('cut short at every byte it fails', () => {
    const whole = hex(bytes);
    for (let end = 1; end < whole.length; end++) {
      const decode = () => decodeAmf3(whole, { end, externalizables: [everyType] });
      expect(errorOf(decode), `cut to ${end} bytes`).toMatchObject({ code: 'amfMalformed' });
    }
  });

  it('takes the form of the embedder before that of Flex', () => {
    const form: ExternalizableForm = { className: ARRAY_LIST.className, fields: [{ name: 'id', type: 'byte' }] };
    const encoded = encodeAmf3([externalizable(form, { id: 7 })]);
    expect(property(decodeAmf3(encoded, { externalizables: [form] }).values[0], 'id')).toBe(7);
  });

  it('AMF3-15: is an object that others can refer to, itself among them', () => {
    const proxy = externalizable(OBJECT_PROXY);
    proxy.properties.set('object', proxy);
    const [read] = decodeAmf3(encodeAmf3([proxy])).values;
    expect(property(read, 'object')).toBe(read);
  });

  it('AMF-LIM-2: is a level', () => {
    const encoded = encodeAmf3([externalizable(OBJECT_PROXY, { object: strictArray([]) })]);
    expect(() => decodeAmf3(encoded, { budget: { amfDepth: 2 } })).not.toThrow();
    expect(errorOf(() => decodeAmf3(encoded, { budget: { amfDepth: 1 } }))).toMatchObject({ limit: 'amfDepth' });
  });

  it.each<[string, AmfValue]>([
    ['boolean', 1],
    ['byte', 128],
    ['unsignedByte', -1],
    ['short', 0.5],
    ['unsignedShort', 65536],
    ['int', 2147483648],
    ['unsignedInt', null],
    ['double', 'a'],
    ['utf', undefined],
    ['utf', 'é'.repeat(0x8000)],
  ])('refuses to write as %s what is none: %s', (name, value) => {
    const refused = errorOf(() => encodeAmf3([externalizable(everyType, { ...content, [name]: value })]));
    expect(refused).toMatchObject({ code: 'amfOutOfRange' });
    expect(refused.message).toContain(`the field ${name} of type ${name}`);
  });
});
