import { addQueryParameters } from './query-parameters.ts';

/**
 * Where a stream lives: `app/name`, made from what clients put into `connect`, `publish` and `play`.
 *
 * Clients split one URL in different places (CMD-52 to CMD-54), which `app + '/' + name` heals, and put tokens into the
 * name, the app or tcUrl (CMD-55, Q-35), which are taken out of the path and told as parameters.
 */
export interface StreamPath {
  /** `app/name`; only the name where the app is empty. */
  readonly path: string;
  readonly app: string;
  readonly name: string;
  /** From tcUrl, then app, then name; the later wins (CMD-55). */
  readonly parameters: ReadonlyMap<string, string>;
}

export type PathRefusal = 'nameMissing' | 'parentComponent' | 'controlCharacter' | 'tooLong';

/** A path is a key, a log field and perhaps a file name; longer ones are refused. UTF-16 code units. */
export const LONGEST_PATH = 1024;

/**
 * The path of a stream (CMD-55 to CMD-58), or why there is none. Nothing is percent-decoded: encoders send names raw.
 *
 * @param app - as in `connect`, query included; `live/_definst_` is `live`
 * @param name - as in `publish` or `play`, query included; when empty, the last component of the app is the name (CMD-57)
 * @param tcUrl - looked at for its query only: app decides, and the host may be anything (CMD-58)
 */
export function parseStreamPath(app: string, name: string, tcUrl = ''): StreamPath | PathRefusal {
  const parameters = new Map<string, string>();
  takeQuery(tcUrl, parameters);
  const appPart = withoutDefaultInstance(takeQuery(app, parameters));
  const namePart = trimSlashes(takeQuery(name, parameters));
  const path = trimSlashes(`${appPart}/${namePart}`);
  if (path === '') return 'nameMissing';
  if (path.length > LONGEST_PATH) return 'tooLong';
  if (hasControlCharacter(path)) return 'controlCharacter';
  if (path.split(/[/\\]/).includes('..')) return 'parentComponent';
  const nameStart = namePart === '' ? path.lastIndexOf('/') + 1 : path.length - namePart.length;
  return { path, app: path.slice(0, Math.max(0, nameStart - 1)), name: path.slice(nameStart), parameters };
}

/** What stands before the question mark; what stands behind it goes to `parameters`. */
function takeQuery(text: string, parameters: Map<string, string>): string {
  const mark = text.indexOf('?');
  if (mark < 0) return text;
  addQueryParameters(text.slice(mark + 1), parameters);
  return text.slice(0, mark);
}

/** Flash Media Server's name for "no particular instance"; SRS removes it too (CMD-55). */
function withoutDefaultInstance(app: string): string {
  return trimSlashes(app)
    .split('/')
    .filter((component) => component !== '_definst_')
    .join('/');
}

function trimSlashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === '/') start += 1;
  while (end > start && text[end - 1] === '/') end -= 1;
  return text.slice(start, end);
}

/** C0, DEL and C1: none belongs into a name, and all of them can hurt a log or a terminal. */
function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) return true;
  }
  return false;
}
