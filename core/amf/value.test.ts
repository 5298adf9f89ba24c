import { describe, expect, it } from 'vitest';
import { OBJECT_PROXY } from './externalizable.ts';
import {
  AMF_UNSUPPORTED,
  amfDate,
  amfObject,
  avmPlus,
  ecmaArray,
  externalizable,
  mixedArray,
  sealedObject,
  strictArray,
} from './make-value.ts';
import {
  type AmfValue,
  hasProperties,
  isAmfObject,
  isEcmaArray,
  isStrictArray,
  property,
  withoutAvmPlus,
} from './value.ts';

describe('builders', () => {
  it('build from a record or from entries', () => {
    const properties = new Map<string, AmfValue>([
      ['level', 'status'],
      ['code', 'a'],
    ]);
    const object = { kind: 'object', className: undefined, properties };
    expect(amfObject({ level: 'status', code: 'a' })).toEqual(object);
    expect(amfObject(properties)).toEqual(object);
    expect(amfObject([...properties])).toEqual(object);
  });

  it('keep an object apart from the properties it was built of', () => {
    const properties = new Map<string, AmfValue>([['a', 1]]);
    const object = amfObject(properties);
    properties.set('a', 2);
    expect(property(object, 'a')).toBe(1);
  });

  it('leave out functions and symbols of untyped callers, and keep undefined (AMF-ENC-4)', () => {
    const untyped = { a: () => 1, b: Symbol('b'), c: undefined } as unknown as Record<string, AmfValue>;
    expect([...amfObject(untyped).properties]).toEqual([['c', undefined]]);
  });

  it('build empty values', () => {
    expect([amfObject().properties.size, ecmaArray().properties.size]).toEqual([0, 0]);
    expect(ecmaArray().declaredCount).toBeUndefined();
    expect(strictArray([])).toEqual({ kind: 'strictArray', values: [] });
    expect(amfDate(1)).toEqual({ kind: 'date', time: 1, timeZone: 0 });
  });

  it('give a sealed object the name of its class', () => {
    const traits = { className: 'P', isDynamic: false, sealed: ['x'] };
    expect(sealedObject(traits)).toEqual({ kind: 'object', className: 'P', traits, properties: new Map() });
    expect(sealedObject({ ...traits, className: '' }).className).toBeUndefined();
  });

  it('keep class names and declared counts', () => {
    expect(amfObject({}, 'P').className).toBe('P');
    expect(ecmaArray({}, 20).declaredCount).toBe(20);
  });
});

describe('property', () => {
  it('looks into what AMF3 adds, and hands out AMF3 values for themselves', () => {
    expect(property(externalizable(OBJECT_PROXY, { object: 1 }), 'object')).toBe(1);
    expect(property(mixedArray({ a: 1 }, [2]), 'a')).toBe(1);
    expect(property(sealedObject({ className: 'P', isDynamic: false, sealed: ['x'] }, { x: 1 }), 'x')).toBe(1);
    expect(property(amfObject({ a: avmPlus('b') }), 'a')).toBe('b');
  });

  it('looks into objects, typed objects and ECMA arrays alike (AMF0-13, Q-33)', () => {
    for (const value of [amfObject({ app: 'live' }), amfObject({ app: 'live' }, 'P'), ecmaArray({ app: 'live' })]) {
      expect(property(value, 'app')).toBe('live');
      expect(property(value, 'constructor')).toBeUndefined();
    }
  });

  it('finds nothing in all other values', () => {
    for (const value of [undefined, null, true, 1, 'app', strictArray([]), amfDate(0), AMF_UNSUPPORTED]) {
      expect(property(value, 'length')).toBeUndefined();
    }
  });
});

describe('withoutAvmPlus', () => {
  it('takes AMF3 values for themselves, and leaves others alone', () => {
    expect([avmPlus('a'), 'a', null, amfObject()].map(withoutAvmPlus)).toEqual(['a', 'a', null, amfObject()]);
  });
});

describe('guards', () => {
  it('tell the kinds apart', () => {
    const values = [amfObject(), ecmaArray(), strictArray([]), null, undefined, 'object'];
    expect(values.map(isAmfObject)).toEqual([true, false, false, false, false, false]);
    expect(values.map(isEcmaArray)).toEqual([false, true, false, false, false, false]);
    expect(values.map(isStrictArray)).toEqual([false, false, true, false, false, false]);
    expect(values.map(hasProperties)).toEqual([true, true, false, false, false, false]);
  });
});
