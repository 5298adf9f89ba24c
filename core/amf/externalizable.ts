/**
 * Classes that write themselves (AMF3-20). Their bytes have no length, so a reader has to know the form of each class; a
 * form is data, not code, and an embedder adds forms by passing them to whatever decodes.
 */
export interface ExternalizableForm {
  readonly className: string;
  /** What the class writes, in order. */
  readonly fields: readonly ExternalizableField[];
}

export interface ExternalizableField {
  readonly name: string;
  readonly type: ExternalizableFieldType;
}

/**
 * What ActionScript's `IDataOutput` writes: `object` is one AMF3 value, `utf` a string after its length as uint16. Its
 * `float` is left out: a number would not come back as it was given.
 */
export type ExternalizableFieldType =
  | 'object'
  | 'boolean'
  | 'byte'
  | 'unsignedByte'
  | 'short'
  | 'unsignedShort'
  | 'int'
  | 'unsignedInt'
  | 'double'
  | 'utf';

/** An array that a data-bound list shows: its `source` is a strict array. */
export const ARRAY_COLLECTION: ExternalizableForm = form('flex.messaging.io.ArrayCollection', 'source');
export const ARRAY_LIST: ExternalizableForm = form('flex.messaging.io.ArrayList', 'source');
/** An object whose changes are observed: `object` is the object itself. */
export const OBJECT_PROXY: ExternalizableForm = form('flex.messaging.io.ObjectProxy', 'object');

/** What every reader knows (AMF3-21). */
const FLEX_FORMS: readonly ExternalizableForm[] = [ARRAY_COLLECTION, ARRAY_LIST, OBJECT_PROXY];

/** The form of a class; one of `forms` comes before ours of that name. */
export function externalizableForm(
  className: string,
  forms: readonly ExternalizableForm[],
): ExternalizableForm | undefined {
  const isIt = (form: ExternalizableForm) => form.className === className;
  return forms.find(isIt) ?? FLEX_FORMS.find(isIt);
}

/** A class that writes a single AMF3 value. */
function form(className: string, name: string): ExternalizableForm {
  return { className, fields: [{ name, type: 'object' }] };
}
