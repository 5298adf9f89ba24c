import type { AmfValue } from '../../core/index.ts';
import type { AmfValue as KitValue } from '../kit/wire/amf-value.ts';

/** Values that hold themselves are shown so deep. */
const DEEPEST = 40;

/** What our core has read, in the terms that cases are written in. Values that AMF3 alone has are told by their kind. */
export function kitValue(value: AmfValue, depth = 0): KitValue {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return { kind: 'reference', value: undefined };
  switch (value.kind) {
    case 'object':
    case 'ecmaArray':
      return {
        kind: value.kind,
        entries: [...value.properties].map(([name, item]) => [name, kitValue(item, depth + 1)] as const),
      };
    case 'strictArray':
      return { kind: 'array', items: value.values.map((item) => kitValue(item, depth + 1)) };
    case 'date':
      return { kind: 'date', value: value.time };
    case 'xmlDocument':
      return { kind: 'xml', value: value.text };
    case 'unsupported':
      return { kind: 'unsupported', value: undefined };
    case 'avmPlus':
      return kitValue(value.value, depth + 1);
    default:
      return { kind: 'amf3', value: value.kind };
  }
}
