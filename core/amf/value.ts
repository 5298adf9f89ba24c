import type { ExternalizableForm } from './externalizable.ts';

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

/**
 * What only AMF3 can say. The other AMF3 values are those of AMF0: an integer or double is a number (AMF3-23), an array
 * without names a strict array, one of names alone an ECMA array, an object an object. AMF0 writes the values below
 * behind its AVM+ marker.
 */
export type Amf3OnlyValue =
  | AmfMixedArray
  | AmfXml
  | AmfByteArray
  | AmfNumberVector
  | AmfObjectVector
  | AmfDictionary
  | AmfExternalizable;

export type AmfNumberVector = AmfIntVector | AmfUintVector | AmfDoubleVector;

/** What a class looks like on the wire (AMF3-13, AMF3-14). Objects with the same traits hold the same `AmfTraits`. */
export interface AmfTraits {
  /** Empty for an anonymous class. */
  readonly className: string;
  /** Whether objects may have members that `sealed` does not name. */
  readonly isDynamic: boolean;
  /** Members that every object of the class has, in the order of the wire. */
  readonly sealed: readonly string[];
}

/** An array with named members and numbered ones (AMF3-12). */
export interface AmfMixedArray {
  readonly kind: 'mixedArray';
  readonly properties: Map<string, AmfValue>;
  readonly values: AmfValue[];
}

/** An E4X XML value as text, never parsed (AMF3-16). */
export interface AmfXml {
  readonly kind: 'xml';
  readonly text: string;
}

export interface AmfByteArray {
  readonly kind: 'byteArray';
  readonly bytes: Uint8Array;
}

/** `Vector.<int>` */
export interface AmfIntVector {
  readonly kind: 'intVector';
  /** Whether its length may not change. */
  readonly isFixed: boolean;
  readonly values: Int32Array;
}

/** `Vector.<uint>` */
export interface AmfUintVector {
  readonly kind: 'uintVector';
  readonly isFixed: boolean;
  readonly values: Uint32Array;
}

/** `Vector.<Number>` */
export interface AmfDoubleVector {
  readonly kind: 'doubleVector';
  readonly isFixed: boolean;
  readonly values: Float64Array;
}

/** A vector of any other type. */
export interface AmfObjectVector {
  readonly kind: 'objectVector';
  readonly isFixed: boolean;
  /** The class of its members; `*` for any (AMF3-18). */
  readonly typeName: string;
  readonly values: AmfValue[];
}

/** Values by values: objects are keys by identity, numbers 0 and -0 are one key (AMF3-19). */
export interface AmfDictionary {
  readonly kind: 'dictionary';
  readonly hasWeakKeys: boolean;
  readonly entries: Map<AmfValue, AmfValue>;
}

/** An object of a class that writes itself (AMF3-20). */
export interface AmfExternalizable {
  readonly kind: 'externalizable';
  readonly form: ExternalizableForm;
  /** By the names of the form's fields. */
  readonly properties: Map<string, AmfValue>;
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
