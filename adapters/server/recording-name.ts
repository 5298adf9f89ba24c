/**
 * The file in which a stream is recorded, below the folder of recordings: components joined by slashes, the last of which
 * is the file.
 *
 * Names of streams come from peers. Whatever they are, the file is below the folder, its components are good names on
 * Linux, macOS and Windows, none is a dot file or looks like an option, and two streams have two files. Letters and digits
 * of any script stay as they are; what else could mean something to a file system or a shell becomes `%` and the hex of
 * its UTF-8. A file system that does not tell `A` from `a` gives both the same file: see `foldedName`.
 */
export function recordingName(path: string): string {
  return `${baseName(path)}.flv`;
}

/**
 * The file of a live stream, one for each publish: `live/a~20250131T235959Z.flv`, the time in UTC. No recording that a
 * publisher asked for by name has a file like that, so none can replace it.
 *
 * @param at - when the recording began
 * @param attempt - counts from 1: what to try when the file is there already
 */
export function timedRecordingName(path: string, at: Date, attempt: number): string {
  const time = `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  return `${baseName(path)}~${time}${attempt === 1 ? '' : `-${attempt}`}.flv`;
}

/** Equal for names that a file system may take for one, as it ignores case. */
export function foldedName(name: string): string {
  return name.toUpperCase().toLowerCase().normalize('NFC');
}

/** UTF-8 bytes of one component, before `.flv` and the time: file systems take 255 of them. */
const LONGEST_COMPONENT = 200;

/** Marks where a component goes on in the next one, and where the time begins. Of a stream's name it is escaped. */
const JOINT = '~';

/** What an empty component becomes: an escape without digits. */
const EMPTY = '%';

function baseName(path: string): string {
  const [first = '', ...rest] = path.split('/').reverse();
  const folders = rest.reverse().map((component) => safe(component).replace(/\.flv$/i, (end) => `%2E${end.slice(1)}`));
  return [...folders, safe(first)].flatMap(cut).join('/');
}

/** One component, which may be too long. */
function safe(component: string): string {
  if (component === '') return EMPTY;
  const wellFormed = component.replace(/\p{Surrogate}/gu, '\uFFFD');
  const escaped = wellFormed
    .replace(/[^\p{L}\p{M}\p{N}_. +=@,-]/gu, spell)
    .replace(/^[. -]|[. ]$/g, spell)
    .replace(RESERVED, (device) => spell(device.slice(0, 1)) + device.slice(1));
  // What some file systems would change on their own is spelt out, so that it stays apart from what they change it to.
  return escaped === escaped.normalize('NFC') ? escaped : escaped.replace(/[^\x20-\x7e]/gu, spell);
}

/** What Windows takes for a device, whatever its extension. */
const RESERVED = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?= *(?:\.|$))/i;

function spell(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** Cuts what is too long into folders: each but the last ends with the joint, each but the first begins with it. */
function cut(component: string): string[] {
  const parts = [''];
  let length = 0;
  for (const character of component) {
    length += new TextEncoder().encode(character).length;
    if (length > LONGEST_COMPONENT) {
      parts[parts.length - 1] += JOINT;
      parts.push(JOINT);
      length = JOINT.length;
    }
    parts[parts.length - 1] += character;
  }
  return parts;
}
