/** Values as the kit reads them: enough to compare, nothing more. */
export type AmfValue = number | boolean | string | null | undefined | AmfRecord | AmfList | AmfOpaque;

/** An object of any kind, its properties in the order of the wire. */
export interface AmfRecord {
  readonly kind: 'object' | 'ecmaArray' | 'typedObject';
  readonly entries: readonly (readonly [string, AmfValue])[];
}

export interface AmfList {
  readonly kind: 'array';
  readonly items: readonly AmfValue[];
}

/** What has a length but no meaning here: dates, XML, references. */
export interface AmfOpaque {
  readonly kind: 'date' | 'xml' | 'reference' | 'unsupported' | 'amf3';
  readonly value: number | string | Uint8Array | undefined;
}

export function isRecord(value: AmfValue): value is AmfRecord {
  return typeof value === 'object' && value !== null && 'entries' in value;
}

/** The last property of a name, or `undefined`. */
export function property(value: AmfValue, name: string): AmfValue {
  if (!isRecord(value)) return undefined;
  return value.entries.filter(([key]) => key === name).at(-1)?.[1];
}

/** The same values: an ECMA array is an object here, as relays may write either; NaN is NaN, and -0 is not 0. */
export function sameValues(seen: readonly AmfValue[] | undefined, expected: readonly AmfValue[]): boolean {
  return seen?.length === expected.length && expected.every((value, at) => isSame(seen[at], value));
}

function isSame(seen: AmfValue, expected: AmfValue): boolean {
  if (typeof seen !== 'object' || seen === null || typeof expected !== 'object' || expected === null) {
    return Object.is(seen, expected);
  }
  if ('items' in seen && 'items' in expected) return sameValues(seen.items, expected.items);
  if ('entries' in seen && 'entries' in expected) {
    const names = ({ entries }: AmfRecord) => entries.map(([name]) => name);
    const values = ({ entries }: AmfRecord) => entries.map(([, value]) => value);
    return sameValues(names(seen), names(expected)) && sameValues(values(seen), values(expected));
  }
  return 'value' in seen && 'value' in expected && seen.kind === expected.kind && Object.is(seen.value, expected.value);
}

/** One line for people. */
export function amfText(value: AmfValue): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
  if (typeof value !== 'object' || value === null) return String(value);
  if ('entries' in value) return `{${value.entries.map(([key, item]) => `${key}: ${amfText(item)}`).join(', ')}}`;
  if ('items' in value) return `[${value.items.map(amfText).join(', ')}]`;
  return `${value.kind}(${typeof value.value === 'object' ? `${value.value.length} bytes` : String(value.value)})`;
}
