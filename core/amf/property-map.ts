import type { AmfProperties, AmfValue } from './value.ts';

/** A map of its own. Functions and symbols of untyped callers are left out (AMF-ENC-4). */
export function propertyMap(properties: AmfProperties): Map<string, AmfValue> {
  const entries = isIterable(properties) ? properties : Object.entries(properties);
  const map = new Map<string, AmfValue>();
  for (const [name, value] of entries) {
    if (typeof value !== 'function' && typeof value !== 'symbol') map.set(name, value);
  }
  return map;
}

function isIterable(properties: AmfProperties): properties is Iterable<readonly [string, AmfValue]> {
  return Symbol.iterator in properties;
}
