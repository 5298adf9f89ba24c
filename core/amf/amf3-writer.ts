import { utf8Length } from '../bytes/utf8.ts';
import { type AmfOutput, notAValue, refuseEmptyName } from './amf-output.ts';
import { Amf3Marker } from './amf3-marker.ts';
import { ReferenceTable } from './amf3-references.ts';
import { AmfUsageError } from './error.ts';
import type { ExternalizableForm } from './externalizable.ts';
import { writeBareField } from './externalizable-field.ts';
import { writeU29 } from './u29.ts';
import type {
  AmfAvmPlus,
  AmfContainer,
  AmfDictionary,
  AmfExternalizable,
  AmfNumberVector,
  AmfObject,
  AmfObjectVector,
  AmfReferable,
  AmfTraits,
  AmfValue,
} from './value.ts';

/** The marker of each kind of value, reference or not. */
const MARKERS: { readonly [kind in AmfReferable['kind']]: number } = {
  xmlDocument: Amf3Marker.XmlDocument,
  date: Amf3Marker.Date,
  strictArray: Amf3Marker.Array,
  ecmaArray: Amf3Marker.Array,
  mixedArray: Amf3Marker.Array,
  object: Amf3Marker.Object,
  externalizable: Amf3Marker.Object,
  xml: Amf3Marker.Xml,
  byteArray: Amf3Marker.ByteArray,
  intVector: Amf3Marker.IntVector,
  uintVector: Amf3Marker.UintVector,
  doubleVector: Amf3Marker.DoubleVector,
  objectVector: Amf3Marker.ObjectVector,
  dictionary: Amf3Marker.Dictionary,
};

type Container = Exclude<AmfContainer, AmfAvmPlus>;

/** U29O headers of inline traits without sealed members, whose count comes above these bits (AMF3-13). */
const PLAIN_CLASS = 0b1011;
const SEALED_CLASS = 0b0011;
const EXTERNALIZABLE_CLASS = 0b0111;

const HIGHEST_INTEGER = 0xfffffff;
const LOWEST_INTEGER = -0x10000000;

const NO_NAMES: ReadonlyMap<string, AmfValue> = new Map();
const NO_VALUES: readonly AmfValue[] = [];

/**
 * Writes AMF3 values one after another. A string, object or class that came before becomes a reference, so cycles can be
 * written. After an `AmfUsageError` the writer is of no further use.
 */
export class Amf3Writer {
  readonly #out: AmfOutput;
  readonly #strings = new ReferenceTable<string>();
  readonly #objects = new ReferenceTable<AmfReferable>();
  /** A dynamic class without sealed members goes by its name. */
  readonly #traits = new ReferenceTable<AmfTraits | ExternalizableForm | string>();
  readonly #sealedNames = new Map<AmfTraits, ReadonlySet<string>>();

  constructor(out: AmfOutput) {
    this.#out = out;
  }

  /** Refers to nothing written so far: a reader may have new tables for each AVM+ value (AMF3-4). */
  forget(): void {
    for (const table of [this.#strings, this.#objects, this.#traits]) table.forget();
  }

  /**
   * Appends one value, marker and body.
   *
   * @throws AmfUsageError with any of its codes but `amfCyclic` and `amfNameTooLong`
   */
  write(value: AmfValue): void {
    if (value === undefined) this.#out.u8(Amf3Marker.Undefined);
    else if (value === null) this.#out.u8(Amf3Marker.Null);
    else if (typeof value === 'boolean') this.#out.u8(value ? Amf3Marker.True : Amf3Marker.False);
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'string') this.#markedString(value);
    else if (typeof value === 'object') this.#tagged(value);
    else throw notAValue(value);
    this.#out.expect(0);
  }

  /**
   * Appends a string without its marker: the names in a shared object message (MSG-2).
   *
   * @throws AmfUsageError `amfTooLong`
   */
  writeString(text: string): void {
    this.#string(text);
  }

  /** Whole numbers of 29 bits are integers (AMF3-23), but for -0, which only a double can hold. */
  #number(value: number): void {
    const isInteger = Number.isInteger(value) && value >= LOWEST_INTEGER && value <= HIGHEST_INTEGER;
    if (isInteger && !Object.is(value, -0)) {
      this.#out.u8(Amf3Marker.Integer);
      writeU29(this.#out, value & 0x1fffffff);
    } else {
      this.#out.u8(Amf3Marker.Double);
      this.#out.f64(value);
    }
  }

  #markedString(text: string): void {
    this.#out.u8(Amf3Marker.String);
    this.#string(text);
  }

  /** Strings, and names of all kinds; the empty one is never in the table (AMF3-8). */
  #string(text: string): void {
    const index = text === '' ? undefined : this.#strings.refer(text);
    if (index === undefined) this.#text(text);
    else writeU29(this.#out, index << 1);
  }

  #text(text: string): void {
    const length = utf8Length(text);
    this.#header(length);
    this.#out.utf8(text, length);
  }

  /** The header of an inline value of `count` bytes or members, each of a byte at least: so it fits a U29. */
  #header(count: number): void {
    this.#out.expect(count);
    writeU29(this.#out, (count << 1) | 1);
  }

  #tagged(value: Extract<AmfValue, object>): void {
    switch (value.kind) {
      case 'unsupported': // AMF0-18
        return this.#out.u8(Amf3Marker.Undefined);
      case 'avmPlus':
        return this.#nested(value.value);
      default:
        return this.#referable(value);
    }
  }

  /** AMF3 is what we write already. */
  #nested(value: AmfValue): void {
    this.#out.enter();
    this.write(value);
    this.#out.leave();
  }

  #referable(value: AmfReferable): void {
    const marker = MARKERS[value.kind];
    if (typeof marker !== 'number') throw notAValue(value); // the value of a caller without types
    this.#out.u8(marker);
    const index = this.#objects.refer(value);
    if (index === undefined) this.#body(value);
    else writeU29(this.#out, index << 1);
  }

  #body(value: AmfReferable): void {
    switch (value.kind) {
      case 'xmlDocument':
      case 'xml':
        return this.#text(value.text);
      case 'date':
        this.#header(0);
        return this.#out.f64(value.time);
      case 'byteArray':
        this.#header(value.bytes.length);
        return this.#out.bytes(value.bytes);
      case 'intVector':
      case 'uintVector':
      case 'doubleVector':
        return this.#numberVector(value);
      default:
        return this.#container(value);
    }
  }

  #numberVector({ kind, isFixed, values }: AmfNumberVector): void {
    this.#header(values.length);
    this.#out.u8(Number(isFixed));
    if (kind === 'doubleVector') for (const value of values) this.#out.f64(value);
    else for (const value of values) this.#out.u32(value);
  }

  #container(value: Container): void {
    this.#out.enter();
    this.#members(value);
    this.#out.leave();
  }

  #members(value: Container): void {
    switch (value.kind) {
      case 'strictArray':
        return this.#array(NO_NAMES, value.values);
      case 'ecmaArray':
        return this.#array(value.properties, NO_VALUES);
      case 'mixedArray':
        return this.#array(value.properties, value.values);
      case 'object':
        return this.#object(value);
      case 'externalizable':
        return this.#externalizable(value);
      case 'objectVector':
        return this.#objectVector(value);
      case 'dictionary':
        return this.#dictionary(value);
    }
  }

  #array(properties: ReadonlyMap<string, AmfValue>, values: readonly AmfValue[]): void {
    this.#header(values.length);
    for (const [name, member] of properties) this.#namedMember(name, member);
    this.#string('');
    for (const member of values) this.write(member);
  }

  #object({ className = '', traits, properties }: AmfObject): void {
    if (traits !== undefined) return this.#traitedObject(traits, properties);
    this.#class(className, PLAIN_CLASS, className);
    for (const [name, member] of properties) this.#namedMember(name, member);
    this.#string('');
  }

  #traitedObject(traits: AmfTraits, properties: ReadonlyMap<string, AmfValue>): void {
    const { className, isDynamic, sealed } = traits;
    this.#out.expect(sealed.length);
    this.#class(traits, (sealed.length << 4) | (isDynamic ? PLAIN_CLASS : SEALED_CLASS), className, sealed);
    for (const name of sealed) this.write(properties.get(name));
    const sealedNames = this.#sealedNamesOf(traits);
    for (const [name, member] of properties) {
      if (sealedNames.has(name)) continue;
      if (!isDynamic) throw memberUnknown(name, className);
      this.#namedMember(name, member);
    }
    if (isDynamic) this.#string('');
  }

  #externalizable({ form, properties }: AmfExternalizable): void {
    this.#class(form, EXTERNALIZABLE_CLASS, form.className);
    for (const { name, type } of form.fields) {
      const value = properties.get(name);
      if (type === 'object') this.write(value);
      else writeBareField(this.#out, name, type, value);
    }
  }

  /** The header of an object (AMF3-13): traits, or a reference to those that came before. */
  #class(
    key: AmfTraits | ExternalizableForm | string,
    header: number,
    className: string,
    sealed: readonly string[] = [],
  ): void {
    const index = this.#traits.refer(key);
    if (index !== undefined) return writeU29(this.#out, (index << 2) | 1);
    writeU29(this.#out, header);
    this.#string(className);
    for (const name of sealed) this.#string(name);
  }

  #sealedNamesOf(traits: AmfTraits): ReadonlySet<string> {
    const known = this.#sealedNames.get(traits);
    if (known !== undefined) return known;
    const names = new Set(traits.sealed);
    this.#sealedNames.set(traits, names);
    return names;
  }

  #namedMember(name: string, member: AmfValue): void {
    refuseEmptyName(name);
    this.#string(name);
    this.write(member);
  }

  #objectVector({ isFixed, typeName, values }: AmfObjectVector): void {
    this.#header(values.length);
    this.#out.u8(Number(isFixed));
    this.#string(typeName);
    for (const member of values) this.write(member);
  }

  #dictionary({ hasWeakKeys, entries }: AmfDictionary): void {
    this.#header(entries.size);
    this.#out.u8(Number(hasWeakKeys));
    for (const [key, value] of entries) {
      this.write(key);
      this.write(value);
    }
  }
}

function memberUnknown(name: string, className: string): AmfUsageError {
  const message = `expected the sealed members of class "${className}", came a property "${name}"`;
  return new AmfUsageError('amfMemberUnknown', message);
}
