import { MAX_AMF_DEPTH } from './budget.ts';
import { strictArray } from './make-value.ts';
import type { AmfContainer, AmfNumberVector, AmfValue } from './value.ts';

/** What `JSON.stringify` writes without loss. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/** Enough for any metadata a person would read. */
const DEFAULT_SIZE = 65_536;

/**
 * A value in the form that people read and JSON carries: for logs and inspectors, not for encoding again.
 *
 * Numbers, strings, booleans, null, objects and strict arrays stand for themselves. All else has marks, names that begin
 * with `$`: `{ $ecmaArray: 1, duration: 2 }` (the declared count), `{ $class: 'P', x: 1 }`, `{ $date, $zone }`,
 * `{ $xmlDocument }`, `{ $number: 'NaN' }`, `{ $undefined: true }`, `{ $unsupported: true }`; of AMF3 `{ $avmPlus: value }`,
 * `{ $mixedArray: [1], a: 2 }`, `{ $xml }`, `{ $bytes: '0405' }`, `{ $vector: [1], $type: 'int', $fixed: false }`,
 * `{ $dictionary: [[key, value]], $weak: false }`, `{ $externalizable: 'class', source: [1] }`. A property's own `$` is
 * doubled, so that a peer cannot forge marks. `{ $cycle: 1 }` is the value that holds this one, 2 the one around that.
 *
 * @param size - values and characters shown, at least 1: a graph of shared values is exponentially larger when it is
 *   written out (AMF-LIM-5). Text beyond it ends in `…`; `$cut` is the number of members left out at its place.
 */
export function toPlain(value: AmfValue, size: number = DEFAULT_SIZE): Plain {
  return new PlainForm(size).of(value);
}

class PlainForm {
  /** Below zero once a text was cut. */
  #left: number;
  /** The values that are being shown, outermost first. */
  readonly #open: AmfContainer[] = [];

  constructor(size: number) {
    this.#left = size;
  }

  of(value: AmfValue): Plain {
    this.#left -= 1;
    if (value === undefined) return { $undefined: true };
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number') return plainNumber(value);
    if (typeof value === 'string') return this.#text(value);
    switch (value.kind) {
      case 'date':
        return { $date: plainNumber(value.time), $zone: value.timeZone };
      case 'xmlDocument':
        return { $xmlDocument: this.#text(value.text) };
      case 'xml':
        return { $xml: this.#text(value.text) };
      case 'unsupported':
        return { $unsupported: true };
      case 'byteArray':
        return { $bytes: this.#hex(value.bytes) };
      case 'intVector':
      case 'uintVector':
      case 'doubleVector':
        return this.#numberVector(value);
      default:
        return this.#container(value);
    }
  }

  #container(value: AmfContainer): Plain {
    const index = this.#open.lastIndexOf(value);
    if (index >= 0) return { $cycle: this.#open.length - index };
    if (this.#open.length === MAX_AMF_DEPTH) return { $cut: 1 };
    this.#open.push(value);
    const plain = this.#members(value);
    this.#open.pop();
    return plain;
  }

  #members(value: AmfContainer): Plain {
    switch (value.kind) {
      case 'strictArray':
        return this.#list(value.values);
      case 'avmPlus':
        return { $avmPlus: this.of(value.value) };
      case 'objectVector':
        return { $vector: this.#list(value.values), $type: this.#text(value.typeName), $fixed: value.isFixed };
      case 'dictionary':
        return { $dictionary: this.#list([...value.entries].map(strictArray)), $weak: value.hasWeakKeys };
      case 'mixedArray':
        return this.#record({ $mixedArray: this.#list(value.values) }, value.properties);
      case 'ecmaArray':
        return this.#record({ $ecmaArray: value.declaredCount ?? value.properties.size }, value.properties);
      case 'externalizable':
        return this.#record({ $externalizable: this.#text(value.form.className) }, value.properties);
      case 'object':
        return this.#record(
          value.className === undefined ? {} : { $class: this.#text(value.className) },
          value.properties,
        );
    }
  }

  #list(values: readonly AmfValue[]): Plain[] {
    const list: Plain[] = [];
    for (const value of values) {
      if (this.#left <= 0) {
        list.push({ $cut: values.length - list.length });
        break;
      }
      list.push(this.of(value));
    }
    return list;
  }

  #record(marks: { readonly [name: string]: Plain }, properties: ReadonlyMap<string, AmfValue>): Plain {
    const record = Object.entries(marks);
    let unshown = properties.size;
    for (const [name, member] of properties) {
      if (this.#left <= name.length) {
        record.push(['$cut', unshown]);
        break;
      }
      this.#left -= name.length;
      record.push([name.startsWith('$') ? `$${name}` : name, this.of(member)]);
      unshown -= 1;
    }
    return Object.fromEntries(record);
  }

  #numberVector({ kind, isFixed, values }: AmfNumberVector): Plain {
    return { $vector: this.#list([...values]), $type: kind.replace('Vector', ''), $fixed: isFixed };
  }

  #text(text: string): string {
    const shown = text.slice(0, this.#left);
    this.#left -= text.length;
    return shown === text ? text : `${shown}…`;
  }

  #hex(bytes: Uint8Array): string {
    const shown = bytes.subarray(0, this.#left);
    const digits = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join('');
    this.#left -= bytes.length;
    return shown.length === bytes.length ? digits : `${digits}…`;
  }
}

/** JSON has no NaN, no infinities and no -0. */
function plainNumber(value: number): Plain {
  if (Object.is(value, -0)) return { $number: '-0' };
  return Number.isFinite(value) ? value : { $number: String(value) };
}
