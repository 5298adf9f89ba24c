import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { OBJECT_PROXY } from './externalizable.ts';
import {
  AMF_UNSUPPORTED,
  amfDate,
  amfObject,
  amfXml,
  avmPlus,
  byteArray,
  dictionary,
  ecmaArray,
  externalizable,
  mixedArray,
  sealedObject,
  strictArray,
} from './make-value.ts';
import { toPlain } from './plain.ts';
import type { AmfValue } from './value.ts';

describe('toPlain', () => {
  it.each<[AmfValue, unknown]>([
    [null, null],
    [true, true],
    [2.5, 2.5],
    ['live', 'live'],
    [amfObject({ app: 'live', n: amfObject() }), { app: 'live', n: {} }],
    [strictArray(['a', 1]), ['a', 1]],
    [undefined, { $undefined: true }],
    [Number.NaN, { $number: 'NaN' }],
    [Number.NEGATIVE_INFINITY, { $number: '-Infinity' }],
    [-0, { $number: '-0' }],
    [amfObject({ x: 1 }, 'P'), { $class: 'P', x: 1 }],
    [ecmaArray({ duration: 2 }), { $ecmaArray: 1, duration: 2 }],
    [ecmaArray({ duration: 2 }, 20), { $ecmaArray: 20, duration: 2 }],
    [amfDate(5, -60), { $date: 5, $zone: -60 }],
    [amfDate(Number.NaN), { $date: { $number: 'NaN' }, $zone: 0 }],
    [{ kind: 'xmlDocument', text: '<a/>' }, { $xmlDocument: '<a/>' }],
    [AMF_UNSUPPORTED, { $unsupported: true }],
    [avmPlus(amfObject({ a: 1 })), { $avmPlus: { a: 1 } }],
    [amfXml('<a/>'), { $xml: '<a/>' }],
    [byteArray(hex('04 05')), { $bytes: '0405' }],
    [mixedArray({ a: 1 }, [2]), { $mixedArray: [2], a: 1 }],
    [sealedObject({ className: 'P', isDynamic: false, sealed: ['x'] }, { x: 1 }), { $class: 'P', x: 1 }],
    [externalizable(OBJECT_PROXY, { object: 1 }), { $externalizable: OBJECT_PROXY.className, object: 1 }],
    [dictionary([['k', 1]], true), { $dictionary: [['k', 1]], $weak: true }],
    [
      { kind: 'objectVector', isFixed: false, typeName: '*', values: [null] },
      { $vector: [null], $type: '*', $fixed: false },
    ],
    [
      { kind: 'intVector', isFixed: true, values: Int32Array.of(-1) },
      { $vector: [-1], $type: 'int', $fixed: true },
    ],
    [
      { kind: 'uintVector', isFixed: false, values: Uint32Array.of(1, 2) },
      { $vector: [1, 2], $type: 'uint', $fixed: false },
    ],
    [
      { kind: 'doubleVector', isFixed: false, values: Float64Array.of(Number.NaN) },
      { $vector: [{ $number: 'NaN' }], $type: 'double', $fixed: false },
    ],
  ])('shows %o as %o', (value, plain) => {
    expect(toPlain(value)).toEqual(plain);
  });

  it('lets no property pass for a mark, nor for a prototype', () => {
    const plain = toPlain(amfObject([['__proto__', amfObject({ x: 1 })]]));
    expect(JSON.stringify(plain)).toBe('{"__proto__":{"x":1}}');
    expect(toPlain(amfObject({ $class: 'P', $$: 1 }))).toEqual({ $$class: 'P', $$$: 1 });
  });

  it('marks a cycle by the number of levels it goes up', () => {
    const inner = strictArray([]);
    const outer = amfObject({ inner });
    inner.values.push(outer, inner);
    expect(toPlain(outer)).toEqual({ inner: [{ $cycle: 2 }, { $cycle: 1 }] });
  });

  it('shows what is shared each time it comes', () => {
    const shared = amfObject();
    expect(toPlain(strictArray([shared, shared]))).toEqual([{}, {}]);
  });

  it('cuts text, members and bytes beyond the size, and says so', () => {
    expect(toPlain('abcdef', 4)).toBe('abc…');
    expect(toPlain(strictArray([1, 2, 3, 4]), 3)).toEqual([1, 2, { $cut: 2 }]);
    expect(toPlain(amfObject({ a: 1, bc: 2, d: 3 }), 5)).toEqual({ a: 1, $cut: 2 });
    expect(toPlain(strictArray(['abcdef', 1]), 3)).toEqual(['a…', { $cut: 1 }]);
    expect(toPlain(amfObject({ a: 1 }, 'abcdef'), 3)).toEqual({ $class: 'ab…', $cut: 1 });
    expect(toPlain(byteArray(hex('01 02 03')), 3)).toEqual({ $bytes: '0102…' });
  });

  it('AMF-LIM-5: stays small for a graph that is exponentially large when written out', () => {
    let bomb: AmfValue = 'a'.repeat(1000);
    for (let level = 0; level < 60; level++) bomb = strictArray([bomb, bomb]);
    expect(JSON.stringify(toPlain(bomb, 10_000)).length).toBeLessThan(100_000);
  });

  it('cuts nesting that would exhaust the stack', () => {
    let deep: AmfValue = null;
    for (let level = 0; level < 100_000; level++) deep = strictArray([deep]);
    expect(JSON.stringify(toPlain(deep))).toContain('{"$cut":1}');
  });
});
