import type { ExternalizableForm } from './externalizable.ts';
import { propertyMap } from './property-map.ts';
import type { AmfObject, AmfProperties, AmfValue } from './value.ts';

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
