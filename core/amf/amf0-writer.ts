import { utf8Length } from '../bytes/utf8.ts';
import { type AmfOutput, inRange, notAValue, refuseEmptyName } from './amf-output.ts';
import { Amf0Marker } from './amf0-marker.ts';
import { Amf3Writer } from './amf3-writer.ts';
import { AmfUsageError } from './error.ts';
import type { AmfComplex, AmfValue } from './value.ts';

/** A reference's index is a uint16 (AMF0-10); what comes later in a message is written again. */
const MAX_REFERENCE = 0xffff;

/**
 * Writes AMF0 values one after another into the payload of one message. What only AMF3 can say goes behind the AVM+ marker.
 * After an `AmfUsageError` it is of no further use.
 */
export class Amf0Writer {
  readonly #out: AmfOutput;
  /** The values that are being written, outermost first. */
  readonly #open = new Set<AmfComplex>();
  /** Complex values by the order of their markers; `undefined` when references are not wanted (AMF-ENC-2). */
  readonly #indexes: Map<AmfComplex, number> | undefined;
  #complexCount = 0;
  readonly #withoutAmf3: boolean;
  #amf3: Amf3Writer | undefined;

  constructor(out: AmfOutput, { references, withoutAmf3 }: { references?: boolean; withoutAmf3?: boolean }) {
    this.#out = out;
    this.#indexes = references ? new Map() : undefined;
    this.#withoutAmf3 = withoutAmf3 ?? false;
  }

  /**
   * Appends one value, marker and body.
   *
   * @throws AmfUsageError with any of its codes
   */
  write(value: AmfValue): void {
    if (value === undefined) this.#out.u8(Amf0Marker.Undefined);
    else if (value === null) this.#out.u8(Amf0Marker.Null);
    else if (typeof value === 'string') this.#string(value);
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'boolean') this.#boolean(value);
    else if (typeof value === 'object') this.#tagged(value);
    else throw notAValue(value);
    this.#out.expect(0);
  }

  #number(value: number): void {
    this.#out.u8(Amf0Marker.Number);
    this.#out.f64(value);
  }

  #boolean(value: boolean): void {
    this.#out.u8(Amf0Marker.Boolean);
    this.#out.u8(value ? 1 : 0);
  }

  /** The limit of 65535 is one of bytes, not of characters (AMF0-5). */
  #string(text: string): void {
    const length = utf8Length(text);
    if (length > 0xffff) {
      this.#longText(Amf0Marker.LongString, text, length);
    } else {
      this.#out.u8(Amf0Marker.String);
      this.#out.u16(length);
      this.#out.utf8(text, length);
    }
  }

  #longText(marker: number, text: string, length: number): void {
    this.#out.expect(length);
    this.#out.u8(marker);
    this.#out.u32(length);
    this.#out.utf8(text, length);
  }

  #tagged(value: Extract<AmfValue, object>): void {
    switch (value.kind) {
      case 'object':
      case 'ecmaArray':
      case 'strictArray':
        this.#complex(value);
        break;
      case 'date':
        this.#out.u8(Amf0Marker.Date);
        this.#out.f64(value.time);
        this.#out.s16(inRange(value.timeZone, -0x8000, 0x7fff, 'a time zone'));
        break;
      case 'xmlDocument':
        this.#longText(Amf0Marker.XmlDocument, value.text, utf8Length(value.text));
        break;
      case 'unsupported':
        this.#out.u8(Amf0Marker.Unsupported);
        break;
      case 'avmPlus':
        this.#avmPlus(value.value);
        break;
      default:
        if (this.#withoutAmf3) this.#out.u8(Amf0Marker.Unsupported);
        else this.#avmPlus(value);
    }
  }

  /** One AMF3 value. It refers to earlier ones only where references are wanted (AMF3-4). */
  #avmPlus(value: AmfValue): void {
    this.#out.enter();
    if (this.#withoutAmf3) {
      this.write(value);
    } else {
      this.#amf3 ??= new Amf3Writer(this.#out);
      if (this.#indexes === undefined) this.#amf3.forget();
      this.#out.u8(Amf0Marker.AvmPlus);
      this.#amf3.write(value);
    }
    this.#out.leave();
  }

  #complex(value: AmfComplex): void {
    const index = this.#indexes?.get(value);
    if (index !== undefined) {
      this.#out.u8(Amf0Marker.Reference);
      this.#out.u16(index);
      return;
    }
    if (this.#open.has(value)) throw new AmfUsageError('amfCyclic', 'expected a tree, came a value that holds itself');
    this.#out.enter();
    if (this.#complexCount <= MAX_REFERENCE) this.#indexes?.set(value, this.#complexCount);
    this.#complexCount += 1;
    this.#open.add(value);
    this.#members(value);
    this.#open.delete(value);
    this.#out.leave();
  }

  #members(value: AmfComplex): void {
    if (value.kind === 'strictArray') {
      this.#out.u8(Amf0Marker.StrictArray);
      this.#out.u32(value.values.length);
      for (const member of value.values) this.write(member);
      return;
    }
    if (value.kind === 'ecmaArray') {
      this.#out.u8(Amf0Marker.EcmaArray);
      this.#out.u32(inRange(value.declaredCount ?? value.properties.size, 0, 0xffffffff, 'a count'));
    } else if (value.className === undefined) {
      this.#out.u8(Amf0Marker.Object);
    } else {
      this.#out.u8(Amf0Marker.TypedObject);
      this.#name(value.className);
    }
    this.#properties(value.properties);
  }

  #properties(properties: ReadonlyMap<string, AmfValue>): void {
    for (const [name, member] of properties) {
      refuseEmptyName(name);
      this.#name(name);
      this.write(member);
    }
    this.#out.u16(0);
    this.#out.u8(Amf0Marker.ObjectEnd);
  }

  #name(name: string): void {
    const length = utf8Length(name);
    if (length > 0xffff) {
      throw new AmfUsageError('amfNameTooLong', `expected a name of at most 65535 bytes, came ${length}`);
    }
    this.#out.u16(length);
    this.#out.utf8(name, length);
  }
}
