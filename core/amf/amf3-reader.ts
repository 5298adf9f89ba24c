import { type AmfInput, malformed, nameOfMarker } from './amf-input.ts';
import { Amf3Marker } from './amf3-marker.ts';
import { AmfError } from './error.ts';
import { type ExternalizableForm, externalizableForm } from './externalizable.ts';
import { readBareField } from './externalizable-field.ts';
import { readU29 } from './u29.ts';
import type {
  AmfEcmaArray,
  AmfMixedArray,
  AmfNumberVector,
  AmfObject,
  AmfReferable,
  AmfStrictArray,
  AmfTraits,
  AmfValue,
} from './value.ts';

/** Bits of a U29O header (AMF3-13). Traits by reference have the lowest only. */
const INLINE_TRAITS = 0b0010;
const EXTERNALIZABLE = 0b0100;
const DYNAMIC = 0b1000;

/**
 * Reads AMF3 values one after another. Its three tables live as long as it does, and are those of one message: all AVM+
 * values of a message have one reader (AMF3-4). A count never sizes an allocation beyond the bytes that are there
 * (AMF-LIM-3). After an `AmfError` the reader is of no further use.
 */
export class Amf3Reader {
  readonly #input: AmfInput;
  readonly #forms: readonly ExternalizableForm[];
  readonly #strings: string[] = [];
  readonly #objects: AmfReferable[] = [];
  readonly #traits: (AmfTraits | ExternalizableForm)[] = [];

  /** @param forms - externalizable classes known besides those of Flex */
  constructor(input: AmfInput, forms: readonly ExternalizableForm[]) {
    this.#input = input;
    this.#forms = forms;
    input.hasAmf3 = true;
  }

  /**
   * The next value, marker and body.
   *
   * @throws AmfError with any of its codes
   */
  read(): AmfValue {
    const at = this.#input.cursor.position;
    const marker = this.#input.marker();
    switch (marker) {
      case Amf3Marker.Undefined:
        return undefined;
      case Amf3Marker.Null:
        return null;
      case Amf3Marker.False:
        return false;
      case Amf3Marker.True:
        return true;
      case Amf3Marker.Integer:
        return (readU29(this.#input, 'an integer') << 3) >> 3; // bit 28 is the sign (AMF3-6)
      case Amf3Marker.Double:
        return this.#double('a double');
      case Amf3Marker.String:
        return this.#string('a string');
      default:
        return this.#referable(marker, at);
    }
  }

  /**
   * A string that stands without its marker: the names in a shared object message (MSG-2).
   *
   * @param what - what it is, for the error
   * @throws AmfError `amfMalformed`
   */
  readString(what: string): string {
    return this.#string(what);
  }

  /** A value that is inline, or a reference to one of any marker that came before (AMF3-3). */
  #referable(marker: number, at: number): AmfValue {
    if (marker > Amf3Marker.Dictionary) {
      throw malformed(at, `expected the marker of an AMF3 value, came ${nameOfMarker(marker, Amf3Marker)}`);
    }
    const header = readU29(this.#input, 'the header of a value');
    const rest = header >> 1;
    if ((header & 1) === 0) return referred(this.#objects, rest, 'objects', at);
    switch (marker) {
      case Amf3Marker.XmlDocument:
        return this.#register({ kind: 'xmlDocument', text: this.#input.text(rest, 'an XML document') });
      case Amf3Marker.Xml:
        return this.#register({ kind: 'xml', text: this.#input.text(rest, 'XML') });
      case Amf3Marker.Date:
        return this.#register({ kind: 'date', time: this.#double('a date'), timeZone: 0 }); // AMF3-10: no zone
      case Amf3Marker.ByteArray:
        return this.#byteArray(rest);
      case Amf3Marker.Array:
        return this.#array(rest, at);
      case Amf3Marker.Object:
        return this.#object(header, at);
      case Amf3Marker.ObjectVector:
        return this.#objectVector(rest, at);
      case Amf3Marker.Dictionary:
        return this.#dictionary(rest, at);
      default:
        return this.#numberVector(marker, rest);
    }
  }

  #double(what: string): number {
    this.#input.need(8, what);
    return this.#input.cursor.f64();
  }

  #flag(what: string): boolean {
    this.#input.need(1, what);
    return this.#input.cursor.u8() !== 0;
  }

  /** Strings, and names of all kinds; the empty one is never in the table (AMF3-8). */
  #string(what: string): string {
    const at = this.#input.cursor.position;
    const header = readU29(this.#input, what);
    if ((header & 1) === 0) return referred(this.#strings, header >> 1, 'strings', at);
    const text = this.#input.text(header >> 1, what);
    if (text !== '') this.#strings.push(text);
    return text;
  }

  #byteArray(length: number): AmfValue {
    this.#input.need(length, 'a byte array');
    return this.#register({ kind: 'byteArray', bytes: this.#input.cursor.take(length).slice() });
  }

  /** What an array is, its first name says: it is registered once that is known, and before it has members. */
  #array(count: number, at: number): AmfValue {
    this.#input.need(count, `an array of ${count} values`);
    const nameAt = this.#input.cursor.position;
    const name = this.#string('a name in an array');
    const properties = new Map<string, AmfValue>();
    const values: AmfValue[] = [];
    const array = this.#enter(emptyArray(name !== '', count, properties, values), at);
    this.#namedMembers(properties, name, nameAt);
    this.#values(values, count);
    this.#input.leave();
    return array;
  }

  #object(header: number, at: number): AmfValue {
    const traits =
      (header & INLINE_TRAITS) === 0
        ? referred(this.#traits, header >> 2, 'traits', at)
        : this.#inlineTraits(header, at);
    const object = 'fields' in traits ? this.#externalizable(traits, at) : this.#classObject(traits, at);
    this.#input.leave();
    return object;
  }

  #externalizable(form: ExternalizableForm, at: number): AmfValue {
    const properties = new Map<string, AmfValue>();
    const object = this.#enter({ kind: 'externalizable', form, properties }, at);
    for (const { name, type } of form.fields) {
      properties.set(name, type === 'object' ? this.read() : readBareField(this.#input, type));
    }
    return object;
  }

  #classObject(traits: AmfTraits, at: number): AmfValue {
    const properties = new Map<string, AmfValue>();
    const object = this.#enter(emptyObject(traits, properties), at);
    for (const name of traits.sealed) properties.set(name, this.read());
    if (traits.isDynamic) {
      const nameAt = this.#input.cursor.position;
      this.#namedMembers(properties, this.#string('a property name'), nameAt);
    }
    return object;
  }

  /** Takes the class that an object begins with, and registers it (AMF3-14). */
  #inlineTraits(header: number, at: number): AmfTraits | ExternalizableForm {
    const traits =
      (header & EXTERNALIZABLE) === 0 ? this.#classTraits(header, at) : this.#form(this.#string('a class name'), at);
    this.#traits.push(traits);
    return traits;
  }

  #classTraits(header: number, at: number): AmfTraits {
    const count = header >> 4;
    this.#input.checkProperties(count, at);
    const className = this.#string('a class name');
    const sealed: string[] = [];
    while (sealed.length < count) sealed.push(this.#string('the name of a sealed member'));
    return { className, isDynamic: (header & DYNAMIC) !== 0, sealed };
  }

  /** AMF3-20: an externalizable object has no length, so after an unknown one nothing can be read. */
  #form(className: string, at: number): ExternalizableForm {
    const form = externalizableForm(className, this.#forms);
    if (form !== undefined) return form;
    const shown = JSON.stringify(className.slice(0, 80)); // the name is a peer's
    throw new AmfError('amfClassUnknown', at, `expected an externalizable class whose form is known, came ${shown}`);
  }

  #numberVector(marker: number, count: number): AmfValue {
    const isFixed = this.#flag('the fixed flag of a vector');
    const size = marker === Amf3Marker.DoubleVector ? 8 : 4;
    this.#input.need(count * size, `a vector of ${count} numbers`);
    const { cursor } = this.#input;
    const vector = emptyNumberVector(marker, isFixed, count);
    const { values } = vector;
    // Storing into an Int32Array turns the unsigned into the signed.
    for (let index = 0; index < count; index++) values[index] = size === 8 ? cursor.f64() : cursor.u32();
    return this.#register(vector);
  }

  #objectVector(count: number, at: number): AmfValue {
    const isFixed = this.#flag('the fixed flag of a vector');
    const typeName = this.#string('the type name of a vector');
    this.#input.need(count, `a vector of ${count} values`);
    const values: AmfValue[] = [];
    const vector = this.#enter({ kind: 'objectVector', isFixed, typeName, values }, at);
    this.#values(values, count);
    this.#input.leave();
    return vector;
  }

  #dictionary(count: number, at: number): AmfValue {
    const hasWeakKeys = this.#flag('the weak flag of a dictionary');
    this.#input.need(2 * count, `a dictionary of ${count} entries`);
    const entries = new Map<AmfValue, AmfValue>();
    const dictionary = this.#enter({ kind: 'dictionary', hasWeakKeys, entries }, at);
    for (let left = count; left > 0; left--) {
      const key = this.read();
      entries.set(key, this.read());
    }
    this.#input.leave();
    return dictionary;
  }

  /** Reads members until an empty name. One that came before keeps its place and takes the later value. */
  #namedMembers(properties: Map<string, AmfValue>, firstName: string, firstAt: number): void {
    let at = firstAt;
    for (let name = firstName; name !== ''; name = this.#string('a property name')) {
      properties.set(name, this.read());
      this.#input.checkProperties(properties.size, at);
      at = this.#input.cursor.position;
    }
  }

  #values(values: AmfValue[], count: number): void {
    while (values.length < count) values.push(this.read());
  }

  /** Goes into a value that is registered before its members are read, so that a member can refer to it. */
  #enter(value: AmfReferable, at: number): AmfValue {
    this.#input.enter(at);
    return this.#register(value);
  }

  #register(value: AmfReferable): AmfValue {
    this.#objects.push(value);
    return value;
  }
}

/** An array of names alone is an ECMA array, one without names a strict array, be it empty. */
function emptyArray(
  isNamed: boolean,
  count: number,
  properties: Map<string, AmfValue>,
  values: AmfValue[],
): AmfStrictArray | AmfEcmaArray | AmfMixedArray {
  if (!isNamed) return { kind: 'strictArray', values };
  if (count === 0) return { kind: 'ecmaArray', declaredCount: undefined, properties };
  return { kind: 'mixedArray', properties, values };
}

/** Plain objects have no traits in our model: an anonymous or named dynamic class without sealed members. */
function emptyObject(traits: AmfTraits, properties: Map<string, AmfValue>): AmfObject {
  const className = traits.className === '' ? undefined : traits.className;
  const isPlain = traits.isDynamic && traits.sealed.length === 0;
  return isPlain ? { kind: 'object', className, properties } : { kind: 'object', className, traits, properties };
}

function emptyNumberVector(marker: number, isFixed: boolean, count: number): AmfNumberVector {
  if (marker === Amf3Marker.IntVector) return { kind: 'intVector', isFixed, values: new Int32Array(count) };
  if (marker === Amf3Marker.UintVector) return { kind: 'uintVector', isFixed, values: new Uint32Array(count) };
  return { kind: 'doubleVector', isFixed, values: new Float64Array(count) };
}

function referred<Entry>(table: readonly Entry[], index: number, what: string, at: number): Entry {
  const entry = table[index];
  if (entry !== undefined) return entry;
  throw malformed(at, `expected a reference to one of ${table.length} ${what}, came index ${index}`);
}
