import type { Finding, Scene, Step } from './case.ts';
import { messageIn } from './matchers.ts';
import type { SeenMessage } from './observation.ts';
import { check } from './steps.ts';
import { type AmfValue, amfText, isRecord, property } from './wire/amf-value.ts';

/** Looks at the message that `expect` kept last under a name. */
export const look = (as: string, text: string, at: (seen: SeenMessage, scene: Scene) => Finding): Step =>
  check(text, (scene) => at(messageIn(scene.kept(as).at(-1)), scene));

/** Nothing to object to when a value is the one that is wanted. */
export const same = (what: string, expected: AmfValue, actual: AmfValue): Finding =>
  Object.is(expected, actual)
    ? undefined
    : { expected: `${what} ${amfText(expected)}`, actual: `${what} ${amfText(actual)}` };

/** The first objection of several; else all their tags cannot be told, so the first of them. */
export const firstOf = (...findings: readonly Finding[]): Finding =>
  findings.find((finding) => finding !== undefined && 'expected' in finding) ??
  findings.find((finding) => finding !== undefined);

/** An object that has properties of these types, as `typeof` calls them. */
export function hasProperties(what: string, value: AmfValue, types: Readonly<Record<string, string>>): Finding {
  if (!isRecord(value)) return { expected: `${what}: an object`, actual: amfText(value) };
  const wrong = Object.entries(types).find(([name, type]) => typeof property(value, name) !== type);
  if (wrong === undefined) return undefined;
  const [name, type] = wrong;
  return { expected: `${what}.${name}: a ${type}`, actual: amfText(property(value, name)) };
}
