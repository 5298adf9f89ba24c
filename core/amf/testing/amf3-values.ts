import fc from 'fast-check';
import { ARRAY_COLLECTION, OBJECT_PROXY } from '../externalizable.ts';
import {
  amfDate,
  amfObject,
  amfXml,
  byteArray,
  dictionary,
  ecmaArray,
  externalizable,
  mixedArray,
  sealedObject,
  strictArray,
} from '../make-value.ts';
import { type AmfContainer, type AmfValue, hasProperties } from '../value.ts';

const text = fc.string({ unit: 'binary', maxLength: 8 });
/** Few, so that references to them come often. */
const name = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '__proto__', '10', '2'),
  text.filter((it) => it !== ''),
);
const className = fc.option(name, { nil: undefined });
const number = fc.oneof(fc.double(), fc.integer({ min: -0x10000001, max: 0x10000000 }), fc.nat(300));
const isFixed = fc.boolean();

/** Any value that holds no other. */
const leaf: fc.Arbitrary<AmfValue> = fc.oneof(
  fc.constantFrom(undefined, null, true, false),
  number,
  fc.oneof(name, text),
  fc.double().map((time) => amfDate(time)),
  text.map(amfXml),
  text.map((it): AmfValue => ({ kind: 'xmlDocument', text: it })),
  fc.uint8Array({ maxLength: 8 }).map(byteArray),
  fc
    .tuple(isFixed, fc.int32Array({ maxLength: 4 }))
    .map(([is, values]): AmfValue => ({ kind: 'intVector', isFixed: is, values })),
  fc
    .tuple(isFixed, fc.uint32Array({ maxLength: 4 }))
    .map(([is, values]): AmfValue => ({ kind: 'uintVector', isFixed: is, values })),
  fc
    .tuple(isFixed, fc.float64Array({ maxLength: 4 }))
    .map(([is, values]): AmfValue => ({ kind: 'doubleVector', isFixed: is, values })),
);

/** Any tree of AMF3 values, in the one form in which it comes back: arrays of names hold at least one. */
export const amf3Tree: fc.Arbitrary<AmfValue> = fc.letrec<{ value: AmfValue }>((tie) => {
  const entry = fc.tuple(name, tie('value'));
  const entries = fc.array(entry, { maxLength: 4 });
  const someEntries = fc.array(entry, { minLength: 1, maxLength: 4 });
  const values = fc.array(tie('value'), { maxLength: 4 });
  const someValues = fc.array(tie('value'), { minLength: 1, maxLength: 4 });
  return {
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(entries, className).map(([properties, named]) => amfObject(properties, named)),
      fc.tuple(someEntries, entries, fc.oneof(fc.constant(''), name), fc.boolean()).map(sealedValue),
      values.map(strictArray),
      someEntries.map((properties) => ecmaArray(properties)),
      fc.tuple(someEntries, someValues).map(([properties, members]) => mixedArray(properties, members)),
      fc.tuple(isFixed, text, values).map(([is, typeName, members]): AmfValue => {
        return { kind: 'objectVector', isFixed: is, typeName, values: members };
      }),
      fc
        .tuple(fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }), fc.boolean())
        .map(([pairs, isWeak]) => {
          return dictionary(pairs, isWeak);
        }),
      tie('value').map((source) => externalizable(ARRAY_COLLECTION, { source })),
    ),
  };
}).value;

type Entries = [string, AmfValue][];

function sealedValue([sealed, dynamic, named, isDynamic]: [Entries, Entries, string, boolean]): AmfValue {
  const members = new Map(sealed);
  const others = isDynamic ? dynamic.filter(([it]) => !members.has(it)) : [];
  return sealedObject({ className: named, isDynamic, sealed: [...members.keys()] }, [...members, ...others]);
}

const TRAITS = { className: 'shared', isDynamic: true, sealed: ['a', 'b'] };

/** A container that others can be put into. Those of names and of values hold one from the start, as empty ones are alike. */
const container: fc.Arbitrary<() => AmfContainer> = fc.oneof(
  className.map((named) => () => amfObject({}, named)),
  fc.constant(() => sealedObject(TRAITS, { a: 1, b: 2 })),
  fc.constant(() => strictArray([])),
  fc.constant(() => ecmaArray({ a: 1 })),
  fc.constant(() => mixedArray({ a: 1 }, [2])),
  fc.constant((): AmfContainer => ({ kind: 'objectVector', isFixed: false, typeName: '*', values: [] })),
  fc.constant(() => dictionary([])),
  fc.constant(() => externalizable(OBJECT_PROXY, { object: null })),
);

/** Containers that hold one another in any way, cycles, sharing and dictionary keys included. */
export const amf3Graph: fc.Arbitrary<AmfContainer[]> = fc
  .tuple(
    fc.array(container, { minLength: 1, maxLength: 7 }),
    fc.array(fc.tuple(fc.nat(), fc.option(fc.nat(), { nil: undefined }), name, leaf), { maxLength: 25 }),
  )
  .map(([makers, edges]) => {
    const nodes = makers.map((make) => make());
    for (const [from, to, key, value] of edges) {
      put(nodes[from % nodes.length]!, key, to === undefined ? value : nodes[to % nodes.length]);
    }
    return nodes;
  });

function put(holder: AmfContainer, key: string, member: AmfValue): void {
  if (holder.kind === 'dictionary') holder.entries.set(member, key).set(key, member);
  else if (holder.kind === 'externalizable') holder.properties.set('object', member);
  else if ('values' in holder) holder.values.push(member);
  else if (hasProperties(holder)) holder.properties.set(key, member);
}
