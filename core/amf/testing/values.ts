import fc from 'fast-check';
import { AMF_UNSUPPORTED, amfDate, amfObject, avmPlus, ecmaArray, strictArray } from '../make-value.ts';
import type { AmfComplex, AmfValue } from '../value.ts';
import { amf3Tree } from './amf3-values.ts';

/** Any well-formed text: what comes back as it was written. */
const text = fc.string({ unit: 'binary', maxLength: 12 });
const name = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', '10', '2')).filter((it) => it !== '');
const className = fc.option(text, { nil: undefined });
const declaredCount = fc.option(fc.nat(0xffffffff), { nil: undefined });
const timeZone = fc.integer({ min: -0x8000, max: 0x7fff });

/** Any value that holds no other. */
const leaf: fc.Arbitrary<AmfValue> = fc.oneof(
  fc.constantFrom(undefined, null, true, false, AMF_UNSUPPORTED),
  fc.double(),
  text,
  fc.tuple(fc.double(), timeZone).map(([time, zone]) => amfDate(time, zone)),
  text.map((xml): AmfValue => ({ kind: 'xmlDocument', text: xml })),
);

/** Any tree of values. ECMA arrays declare their count: an undeclared one comes back with the true one. */
export const valueTree: fc.Arbitrary<AmfValue> = fc.letrec<{ value: AmfValue }>((tie) => {
  const entries = fc.array(fc.tuple(name, tie('value')), { maxLength: 5 });
  return {
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(entries, className).map(([properties, named]) => amfObject(properties, named)),
      fc.tuple(entries, fc.nat(0xffffffff)).map(([properties, count]) => ecmaArray(properties, count)),
      fc.array(tie('value'), { maxLength: 5 }).map(strictArray),
      amf3Tree.map(avmPlus),
    ),
  };
}).value;

const emptyComplex: fc.Arbitrary<() => AmfComplex> = fc.oneof(
  className.map((named) => () => amfObject({}, named)),
  declaredCount.map((count) => () => ecmaArray({}, count)),
  fc.constant(() => strictArray([])),
);

/** Objects and arrays that hold one another in any way, cycles and sharing included. */
export const valueGraph: fc.Arbitrary<AmfComplex[]> = fc
  .tuple(
    fc.array(emptyComplex, { minLength: 1, maxLength: 6 }),
    fc.array(fc.tuple(fc.nat(), fc.option(fc.nat(), { nil: undefined }), name, leaf), { maxLength: 20 }),
  )
  .map(([makers, edges]) => {
    const nodes = makers.map((make) => make());
    for (const [from, to, key, value] of edges) {
      const holder = nodes[from % nodes.length]!;
      const member = to === undefined ? value : nodes[to % nodes.length];
      if (holder.kind === 'strictArray') holder.values.push(member);
      else holder.properties.set(key, member);
    }
    return nodes;
  });
