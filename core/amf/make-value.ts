import type { ExternalizableForm } from './externalizable.ts';
import type {
  AmfAvmPlus,
  AmfByteArray,
  AmfDate,
  AmfDictionary,
  AmfEcmaArray,
  AmfExternalizable,
  AmfMixedArray,
  AmfObject,
  AmfProperties,
  AmfStrictArray,
  AmfTraits,
  AmfUnsupported,
  AmfValue,
  AmfXml,
} from './value.ts';

export const AMF_UNSUPPORTED: AmfUnsupported = Object.freeze({ kind: 'unsupported' });

/** An object, typed when a class name is given. Functions and symbols of untyped callers are left out (AMF-ENC-4). */
export function amfObject(properties: AmfProperties = {}, className?: string): AmfObject {
  return { kind: 'object', className, properties: propertyMap(properties) };
}

/** An ECMA array: what onMetaData must be (AMF-ENC-1). */
export function ecmaArray(properties: AmfProperties = {}, declaredCount?: number): AmfEcmaArray {
  return { kind: 'ecmaArray', declaredCount, properties: propertyMap(properties) };
}

export function strictArray(values: Iterable<AmfValue>): AmfStrictArray {
  return { kind: 'strictArray', values: [...values] };
}

/** @param time - milliseconds since 1970-01-01 UTC */
export function amfDate(time: number, timeZone = 0): AmfDate {
  return { kind: 'date', time, timeZone };
}

/** @param value - of either format: its numbers, strings, objects, arrays and dates are AMF3's as well */
export function avmPlus(value: AmfValue): AmfAvmPlus {
  return { kind: 'avmPlus', value };
}

/** An object of a class with sealed members: a sealed member without a property is written as undefined. */
export function sealedObject(traits: AmfTraits, properties: AmfProperties = {}): AmfObject {
  const className = traits.className === '' ? undefined : traits.className;
  return { kind: 'object', className, traits, properties: propertyMap(properties) };
}

export function mixedArray(properties: AmfProperties, values: Iterable<AmfValue>): AmfMixedArray {
  return { kind: 'mixedArray', properties: propertyMap(properties), values: [...values] };
}

export function amfXml(text: string): AmfXml {
  return { kind: 'xml', text };
}

/** @param bytes - kept, not copied */
export function byteArray(bytes: Uint8Array): AmfByteArray {
  return { kind: 'byteArray', bytes };
}

export function dictionary(entries: Iterable<readonly [AmfValue, AmfValue]>, hasWeakKeys = false): AmfDictionary {
  return { kind: 'dictionary', hasWeakKeys, entries: new Map(entries) };
}

export function externalizable(form: ExternalizableForm, properties: AmfProperties = {}): AmfExternalizable {
  return { kind: 'externalizable', form, properties: propertyMap(properties) };
}

/** A map of its own. Functions and symbols of untyped callers are left out (AMF-ENC-4). */
function propertyMap(properties: AmfProperties): Map<string, AmfValue> {
  const entries = isIterable(properties) ? properties : Object.entries(properties);
  const map = new Map<string, AmfValue>();
  for (const [name, value] of entries) {
    if (typeof value !== 'function' && typeof value !== 'symbol') map.set(name, value);
  }
  return map;
}

function isIterable(properties: AmfProperties): properties is Iterable<readonly [string, AmfValue]> {
  return Symbol.iterator in properties;
}
