/**
 * What may be shown of a stream name: it is often the key that lets its holder publish, so it never appears whole.
 *
 * A third of it at most, and never more than four characters, then an ellipsis; its query, where tokens travel, goes
 * altogether. A short mark of the rest tells streams apart that begin alike.
 */
export function redactName(name: string): string {
  const [path = ''] = name.split('?', 1);
  const shown = [...path].slice(0, Math.min(4, Math.floor(path.length / 3))).join('');
  return `${shown}…#${mark(path)}`;
}

/**
 * A stream of a client that connected to `app`. The first part of the app is shown. All else is redacted as one name: an
 * encoder may have put its key behind the app, or, with an empty stream name, in its place.
 */
export function redactStream(path: string, app: string): string {
  const [first = ''] = app
    .split('?', 1)[0]!
    .split('/')
    .filter((part) => part !== '');
  const [stream = ''] = path.split('?', 1);
  return first !== '' && stream.startsWith(`${first}/`)
    ? `${first}/${redactName(stream.slice(first.length + 1))}`
    : redactName(stream);
}

/** 16 bits of FNV-1a, in hex: enough to tell a server's streams apart, too little to find a key by. */
function mark(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(4, '0');
}
