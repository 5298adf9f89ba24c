/**
 * The URL that a server asks a client to reconnect to: absolute, a network path (`//host/app`), or a path (`/app`), read
 * against the URL of `connect` by the rules of RFC 3986 (ERTMP-41). Core has no class for URLs, and needs no more than this.
 */
interface UrlParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  /** With its question mark; empty where there is none. */
  readonly query: string;
}

/** RFC 3986, appendix B. */
const PARTS = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]+)?(\?[^#]*)?(?:#.*)?$/i;

/** Where what is sent is encrypted: no request leads from here to where it is not. */
const ENCRYPTED: ReadonlySet<string | undefined> = new Set(['rtmps', 'rtmpe', 'rtmpte']);

/**
 * Whether a server may ask a client to reconnect there: `rtmp://…`, `rtmps://…`, `//host/app` or `/app`. Other relative
 * forms mean something by the RFC, but nothing that the specification names.
 */
export function isReconnectUrl(tcUrl: string): boolean {
  const parts = partsOf(tcUrl);
  if (parts === undefined) return false;
  const { scheme, authority, path } = parts;
  if (scheme !== undefined) return isRtmp(scheme) && authority !== undefined && authority !== '';
  return authority === undefined ? path.startsWith('/') : authority !== '';
}

/**
 * Where a client is asked to go.
 *
 * @param tcUrl - of its `connect`
 * @param reference - what the server said
 * @returns `undefined` where it must not follow: another scheme than rtmp or rtmps, rtmp from an encrypted connection, no
 *   host, blanks or control characters
 */
export function resolveTcUrl(tcUrl: string, reference: string): string | undefined {
  const base = partsOf(tcUrl);
  const parts = partsOf(reference);
  if (base === undefined || parts === undefined) return undefined;
  const { scheme = base.scheme, authority, path, query } = merge(base, parts);
  if (scheme === undefined || authority === undefined || authority === '') return undefined;
  if (parts.scheme !== undefined && !(isRtmp(scheme) && !isDowngrade(base, scheme))) return undefined;
  return `${scheme}://${authority}${withoutDots(path)}${query}`;
}

function partsOf(url: string): UrlParts | undefined {
  for (const character of url) if (character <= ' ' || character === '\x7f') return undefined;
  const [, scheme, authority, path = '', query = ''] = PARTS.exec(url) as RegExpExecArray; // each part may be absent
  return { scheme: scheme?.toLowerCase(), authority, path, query };
}

/** RFC 3986, 5.2.2: what the reference does not say is the base's. */
function merge(base: UrlParts, parts: UrlParts): UrlParts {
  if (parts.scheme !== undefined || parts.authority !== undefined) return parts;
  const { authority } = base;
  if (parts.path.startsWith('/')) return { ...parts, authority };
  if (parts.path === '') return { ...base, query: parts.query === '' ? base.query : parts.query };
  const directory = base.path.slice(0, base.path.lastIndexOf('/') + 1);
  return { ...parts, authority, path: `${directory === '' ? '/' : directory}${parts.path}` };
}

/** RFC 3986, 5.2.4. */
function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    const isDot = segment === '.' || segment === '..';
    if (segment === '..' && kept.length > 1) kept.pop();
    if (!isDot) kept.push(segment);
    else if (index === segments.length - 1) kept.push('');
  }
  return kept.join('/');
}

function isRtmp(scheme: string): boolean {
  return scheme === 'rtmp' || scheme === 'rtmps';
}

function isDowngrade(base: UrlParts, scheme: string): boolean {
  return scheme === 'rtmp' && ENCRYPTED.has(base.scheme);
}
