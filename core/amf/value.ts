import type {
  Amf3OnlyValue,
  AmfDictionary,
  AmfExternalizable,
  AmfMixedArray,
  AmfObjectVector,
  AmfTraits,
} from './amf3-value.ts';
import { propertyMap } from './property-map.ts';

/**
 * What AMF can say, as plain data that loses nothing but the spelling: order of properties, class names, the count an
 * ECMA array declared, undefined and null apart. Property names live in a `Map`, so `__proto__` is a name like any other.
 * One model serves both formats, so that whoever looks for an object need not ask how it was written.
 *
 * Two places that were one value on the wire (AMF0-10, AMF3-15) hold the same object here: values form a graph, possibly
 * with cycles. Who walks them keeps a visited set or a bound.
 */
export type AmfValue =
  | undefined
  | null
  | boolean
  | number
  | string
  | AmfComplex
  | AmfDate
  | AmfXmlDocument
  | AmfUnsupported
  | AmfAvmPlus
  | Amf3OnlyValue;

/** What AMF0 calls complex: values that hold values, and that a reference can point at. */
export type AmfComplex = AmfObject | AmfEcmaArray | AmfStrictArray;

/** Values that have an identity in AMF3: what its references can point at (AMF3-15). */
export type AmfReferable = Exclude<Extract<AmfValue, object>, AmfUnsupported | AmfAvmPlus>;

/** All values that hold values. */
export type AmfContainer =
  | AmfComplex
  | AmfAvmPlus
  | AmfMixedArray
  | AmfObjectVector
  | AmfDictionary
  | AmfExternalizable;

export interface AmfObject {
  readonly kind: 'object';
  /** A typed object's class (AMF0-21), empty or not; `undefined` for a plain object. */
  readonly className: string | undefined;
  /** In AMF3, the class when it has sealed members or is not dynamic; it has the name above. AMF0 knows no such thing. */
  readonly traits?: AmfTraits;
  readonly properties: Map<string, AmfValue>;
}

export interface AmfEcmaArray {
  readonly kind: 'ecmaArray';
  /** uint32, as written on the wire: a hint, often wrong (AMF0-12). `undefined`: the encoder writes the true count. */
  readonly declaredCount: number | undefined;
  readonly properties: Map<string, AmfValue>;
}

export interface AmfStrictArray {
  readonly kind: 'strictArray';
  readonly values: AmfValue[];
}

export interface AmfDate {
  readonly kind: 'date';
  /** Milliseconds since 1970-01-01 UTC; NaN is an invalid date (AMF0-15). */
  readonly time: number;
  /** int16, minutes by FLV's reading, reserved by AMF0's; never changes the instant (AMF0-16). */
  readonly timeZone: number;
}

/** Text that is never parsed (AMF0-20). */
export interface AmfXmlDocument {
  readonly kind: 'xmlDocument';
  readonly text: string;
}

/** A value the sender could not write (AMF0-18). */
export interface AmfUnsupported {
  readonly kind: 'unsupported';
}

/** A value that was, or is to be, written in AMF3 within AMF0: what follows the AVM+ marker 11 (AMF0-22). */
export interface AmfAvmPlus {
  readonly kind: 'avmPlus';
  readonly value: AmfValue;
}

/** Properties to build from: entries keep any order; a record moves names that look like integers to its front. */
export type AmfProperties = Readonly<Record<string, AmfValue>> | Iterable<readonly [string, AmfValue]>;

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

/** The value itself, whichever format it was written in. */
export function withoutAvmPlus(value: AmfValue): AmfValue {
  return typeof value === 'object' && value?.kind === 'avmPlus' ? value.value : value;
}

export function isAmfObject(value: AmfValue): value is AmfObject {
  return kindOf(value) === 'object';
}

export function isEcmaArray(value: AmfValue): value is AmfEcmaArray {
  return kindOf(value) === 'ecmaArray';
}

export function isStrictArray(value: AmfValue): value is AmfStrictArray {
  return kindOf(value) === 'strictArray';
}

/** Values with names: objects, typed objects and ECMA arrays, which peers use in each other's place (AMF0-13, Q-33), and AMF3's. */
export function hasProperties(value: AmfValue): value is Extract<AmfValue, { readonly properties: unknown }> {
  return typeof value === 'object' && value !== null && 'properties' in value;
}

/** The property of that name; `undefined` when there is none, or when `value` has no properties at all. */
export function property(value: AmfValue, name: string): AmfValue {
  return hasProperties(value) ? withoutAvmPlus(value.properties.get(name)) : undefined;
}

function kindOf(value: AmfValue): string | undefined {
  return typeof value === 'object' && value !== null ? value.kind : undefined;
}
