import type { AmfReferable, AmfValue } from '../value.ts';

/** Every value with an identity that can be reached, each once. */
export function reachable(values: Iterable<AmfValue>, found = new Set<AmfReferable>()): Set<AmfReferable> {
  for (const value of values) {
    if (typeof value !== 'object' || value === null || value.kind === 'unsupported') continue;
    if (value.kind === 'avmPlus') reachable([value.value], found);
    else if (!found.has(value)) reachable(membersOf(value), found.add(value));
  }
  return found;
}

function* membersOf(value: AmfReferable): Iterable<AmfValue> {
  if ('properties' in value) yield* value.properties.values();
  if ('values' in value) yield* value.values;
  if (value.kind === 'dictionary') for (const entry of value.entries) yield* entry;
}
