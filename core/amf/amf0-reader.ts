import type { ByteCursor } from '../bytes/cursor.ts';
import { decodeUtf8, isWellFormedUtf8 } from '../bytes/utf8.ts';
import { Amf0Marker } from './amf0-marker.ts';
import { readAvmPlus } from './avm-plus.ts';
import { type AmfBudget, DEFAULT_AMF_BUDGET, MAX_AMF_DEPTH } from './budget.ts';
import { AmfError } from './error.ts';
import { AMF_UNSUPPORTED, type AmfComplex, type AmfValue } from './value.ts';

/**
 * Reads AMF0 values one after another from the bytes of one message.
 *
 * Reader, table of references and budget live for one message (AMF0-10). Every read is preceded by a look at how much is
 * left (AMF-LIM-1), each byte is visited a constant number of times (AMF-LIM-8), and a count never sizes an allocation
 * (AMF-LIM-3). Recursion is bounded by the depth budget. After an `AmfError` the reader is of no further use.
 */
export class Amf0Reader {
  readonly #cursor: ByteCursor;
  readonly #budget: AmfBudget;
  /** Complex values by the order of their markers: what a reference counts. */
  readonly #complex: AmfComplex[] = [];
  #valueCount = 0;
  #depth = 0;
  #malformedUtf8 = false;

  /** @param budget - what is not named has the value of `DEFAULT_AMF_BUDGET` */
  constructor(cursor: ByteCursor, budget: Partial<AmfBudget> = DEFAULT_AMF_BUDGET) {
    const { amfDepth, amfValues, amfProperties } = { ...DEFAULT_AMF_BUDGET, ...budget };
    this.#cursor = cursor;
    this.#budget = { amfDepth: Math.min(amfDepth, MAX_AMF_DEPTH), amfValues, amfProperties };
  }

  /** Whether a string or name so far was not UTF-8 and had parts replaced by U+FFFD (AMF0-23). */
  get malformedUtf8(): boolean {
    return this.#malformedUtf8;
  }

  /**
   * The next value, marker and body.
   *
   * @throws AmfError `amfMalformed` or `amfTooComplex`
   */
  read(): AmfValue {
    const at = this.#cursor.position;
    this.#need(1, 'a value');
    this.#valueCount += 1;
    this.#spend('amfValues', this.#valueCount, at);
    const marker = this.#cursor.u8();
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
        return readAvmPlus(this.#cursor);
      default:
        throw malformed(at, `expected the marker of a value, came ${nameOf(marker)}`);
    }
  }

  #number(): number {
    this.#need(8, 'a number');
    return this.#cursor.f64();
  }

  #boolean(): boolean {
    this.#need(1, 'a boolean');
    return this.#cursor.u8() !== 0;
  }

  #date(): AmfValue {
    this.#need(10, 'a date');
    return { kind: 'date', time: this.#cursor.f64(), timeZone: this.#cursor.s16() };
  }

  #string(what: string): string {
    this.#need(2, what);
    return this.#text(this.#cursor.u16(), what);
  }

  #longString(what: string): string {
    this.#need(4, what);
    return this.#text(this.#cursor.u32(), what);
  }

  #text(length: number, what: string): string {
    this.#need(length, what);
    const { bytes, position: start } = this.#cursor;
    this.#cursor.skip(length);
    this.#malformedUtf8 ||= !isWellFormedUtf8(bytes, start, start + length);
    return decodeUtf8(bytes, start, start + length);
  }

  #object(className: string | undefined, at: number): AmfValue {
    const properties = new Map<string, AmfValue>();
    const object: AmfComplex = { kind: 'object', className, properties };
    this.#enter(object, at);
    while (!this.#atObjectEnd()) this.#property(properties);
    this.#depth -= 1;
    return object;
  }

  #ecmaArray(at: number): AmfValue {
    this.#need(4, 'the count of an ECMA array');
    const properties = new Map<string, AmfValue>();
    const array: AmfComplex = { kind: 'ecmaArray', declaredCount: this.#cursor.u32(), properties };
    this.#enter(array, at);
    // Some encoders leave out the end mark where the payload ends (AMF0-12, Q-49).
    while (this.#cursor.remaining > 0 && !this.#atObjectEnd()) this.#property(properties);
    this.#depth -= 1;
    return array;
  }

  #strictArray(at: number): AmfValue {
    this.#need(4, 'the count of a strict array');
    const count = this.#cursor.u32();
    this.#need(count, `a strict array of ${count} values`);
    const values: AmfValue[] = [];
    const array: AmfComplex = { kind: 'strictArray', values };
    this.#enter(array, at);
    while (values.length < count) values.push(this.read());
    this.#depth -= 1;
    return array;
  }

  #reference(at: number): AmfValue {
    this.#need(2, 'a reference');
    const index = this.#cursor.u16();
    const target = this.#complex[index];
    if (target === undefined) {
      throw malformed(at, `expected a reference to one of ${this.#complex.length} values, came index ${index}`);
    }
    return target;
  }

  /** Registers before the members are read, as references count markers; so a member can refer to what holds it. */
  #enter(value: AmfComplex, at: number): void {
    this.#depth += 1;
    this.#spend('amfDepth', this.#depth, at);
    this.#complex.push(value);
  }

  /** Takes 00 00 09. An empty name before any other marker is a property with an empty name (AMF0-6). */
  #atObjectEnd(): boolean {
    this.#need(3, 'a property or the end of an object');
    const { bytes, position } = this.#cursor;
    const isEnd = bytes[position] === 0 && bytes[position + 1] === 0 && bytes[position + 2] === Amf0Marker.ObjectEnd;
    if (isEnd) this.#cursor.skip(3);
    return isEnd;
  }

  /** A name that came before keeps its place and takes the later value (AMF0-6). */
  #property(properties: Map<string, AmfValue>): void {
    const at = this.#cursor.position;
    const name = this.#string('a property name');
    properties.set(name, this.read());
    this.#spend('amfProperties', properties.size, at);
  }

  #need(count: number, what: string): void {
    const { position, remaining } = this.#cursor;
    if (count > remaining) throw malformed(position, `expected ${count} bytes of ${what}, ${remaining} are left`);
  }

  #spend(limit: keyof AmfBudget, got: number, at: number): void {
    const allowed = this.#budget[limit];
    if (got > allowed) {
      throw new AmfError('amfTooComplex', at, `expected ${limit} of at most ${allowed}, came ${got}`, {
        limit,
        allowed,
        got,
      });
    }
  }
}

function malformed(at: number, message: string): AmfError {
  return new AmfError('amfMalformed', at, message);
}

function nameOf(marker: number): string {
  const name = Object.entries(Amf0Marker).find(([, value]) => value === marker)?.[0];
  return `${marker.toString(16).padStart(2, '0')} (${name ?? 'unknown'})`;
}
