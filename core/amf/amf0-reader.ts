import { type AmfInput, malformed, nameOfMarker } from './amf-input.ts';
import { Amf0Marker } from './amf0-marker.ts';
import { Amf3Reader } from './amf3-reader.ts';
import type { ExternalizableForm } from './externalizable.ts';
import { AMF_UNSUPPORTED, avmPlus } from './make-value.ts';
import type { AmfComplex, AmfValue } from './value.ts';

/**
 * Reads AMF0 values one after another from the bytes of one message.
 *
 * Reader and tables of references live for one message (AMF0-10, AMF3-4). A count never sizes an allocation (AMF-LIM-3).
 * After an `AmfError` the reader is of no further use.
 */
export class Amf0Reader {
  readonly #input: AmfInput;
  readonly #forms: readonly ExternalizableForm[];
  /** Complex values by the order of their markers: what a reference counts. */
  readonly #complex: AmfComplex[] = [];
  #amf3: Amf3Reader | undefined;

  /** @param forms - externalizable classes known besides those of Flex */
  constructor(input: AmfInput, forms: readonly ExternalizableForm[]) {
    this.#input = input;
    this.#forms = forms;
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
      case Amf0Marker.Number:
        return this.#number();
      case Amf0Marker.Boolean:
        return this.#boolean();
      case Amf0Marker.String:
        return this.#string('a string');
      case Amf0Marker.Null:
        return null;
      case Amf0Marker.Undefined:
        return undefined;
      case Amf0Marker.Unsupported:
        return AMF_UNSUPPORTED;
      case Amf0Marker.LongString:
        return this.#longString('a long string');
      case Amf0Marker.XmlDocument:
        return { kind: 'xmlDocument', text: this.#longString('an XML document') };
      case Amf0Marker.Date:
        return this.#date();
      case Amf0Marker.Object:
        return this.#object(undefined, at);
      case Amf0Marker.TypedObject:
        return this.#object(this.#string('a class name'), at);
      case Amf0Marker.EcmaArray:
        return this.#ecmaArray(at);
      case Amf0Marker.StrictArray:
        return this.#strictArray(at);
      case Amf0Marker.Reference:
        return this.#reference(at);
      case Amf0Marker.AvmPlus:
        return this.#avmPlus(at);
      default:
        throw malformed(at, `expected the marker of a value, came ${nameOfMarker(marker, Amf0Marker)}`);
    }
  }

  #number(): number {
    this.#input.need(8, 'a number');
    return this.#input.cursor.f64();
  }

  #boolean(): boolean {
    this.#input.need(1, 'a boolean');
    return this.#input.cursor.u8() !== 0;
  }

  #date(): AmfValue {
    this.#input.need(10, 'a date');
    return { kind: 'date', time: this.#input.cursor.f64(), timeZone: this.#input.cursor.s16() };
  }

  #string(what: string): string {
    this.#input.need(2, what);
    return this.#input.text(this.#input.cursor.u16(), what);
  }

  #longString(what: string): string {
    this.#input.need(4, what);
    return this.#input.text(this.#input.cursor.u32(), what);
  }

  #object(className: string | undefined, at: number): AmfValue {
    const properties = new Map<string, AmfValue>();
    const object: AmfComplex = { kind: 'object', className, properties };
    this.#enter(object, at);
    while (!this.#atObjectEnd()) this.#property(properties);
    this.#input.leave();
    return object;
  }

  #ecmaArray(at: number): AmfValue {
    this.#input.need(4, 'the count of an ECMA array');
    const properties = new Map<string, AmfValue>();
    const array: AmfComplex = { kind: 'ecmaArray', declaredCount: this.#input.cursor.u32(), properties };
    this.#enter(array, at);
    // Some encoders leave out the end mark where the payload ends (AMF0-12, Q-49).
    while (this.#input.cursor.remaining > 0 && !this.#atObjectEnd()) this.#property(properties);
    this.#input.leave();
    return array;
  }

  #strictArray(at: number): AmfValue {
    this.#input.need(4, 'the count of a strict array');
    const count = this.#input.cursor.u32();
    this.#input.need(count, `a strict array of ${count} values`);
    const values: AmfValue[] = [];
    const array: AmfComplex = { kind: 'strictArray', values };
    this.#enter(array, at);
    while (values.length < count) values.push(this.read());
    this.#input.leave();
    return array;
  }

  #reference(at: number): AmfValue {
    this.#input.need(2, 'a reference');
    const index = this.#input.cursor.u16();
    const target = this.#complex[index];
    if (target === undefined) {
      throw malformed(at, `expected a reference to one of ${this.#complex.length} values, came index ${index}`);
    }
    return target;
  }

  /** One AMF3 value (AMF0-22). The AMF0 table of references does not count it, as nobody else's does (AMF3-4). */
  #avmPlus(at: number): AmfValue {
    this.#amf3 ??= new Amf3Reader(this.#input, this.#forms);
    this.#input.enter(at);
    const value = this.#amf3.read();
    this.#input.leave();
    return avmPlus(value);
  }

  /** Registers before the members are read, as references count markers; so a member can refer to what holds it. */
  #enter(value: AmfComplex, at: number): void {
    this.#input.enter(at);
    this.#complex.push(value);
  }

  /** Takes 00 00 09. An empty name before any other marker is a property with an empty name (AMF0-6). */
  #atObjectEnd(): boolean {
    this.#input.need(3, 'a property or the end of an object');
    const { bytes, position } = this.#input.cursor;
    const isEnd = bytes[position] === 0 && bytes[position + 1] === 0 && bytes[position + 2] === Amf0Marker.ObjectEnd;
    if (isEnd) this.#input.cursor.skip(3);
    return isEnd;
  }

  /** A name that came before keeps its place and takes the later value (AMF0-6). */
  #property(properties: Map<string, AmfValue>): void {
    const at = this.#input.cursor.position;
    const name = this.#string('a property name');
    properties.set(name, this.read());
    this.#input.checkProperties(properties.size, at);
  }
}
