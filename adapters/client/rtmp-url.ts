/** `rtmps` travels under TLS; `rtmpe` is RTMP with its own encryption (HS-32). */
export type RtmpScheme = 'rtmp' | 'rtmps' | 'rtmpe';

/** Who publishes or plays, for servers that ask (CMD-49). */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Where a stream is, taken apart as `connect` and `publish` or `play` need it. */
export interface RtmpUrl {
  readonly scheme: RtmpScheme;
  /** A name or an address, without brackets. */
  readonly host: string;
  /** 1 to 65535; of the scheme where the URL has none (CMD-51). */
  readonly port: number;
  /** As written, query included: nothing is decoded (CMD-56). */
  readonly app: string;
  /** As written, query included; may be empty: then the server finds the name in the app (CMD-57). */
  readonly name: string;
  /** The URL up to the end of the app, as written but for user and password. */
  readonly tcUrl: string;
  readonly credentials: Credentials | undefined;
}

/**
 * - `notRtmp`: another scheme, or none.
 * - `hostMissing`, `hostInvalid`: no host, or one with characters that no host has.
 * - `portInvalid`: not a number from 1 to 65535.
 * - `appMissing`: nothing behind the host.
 * - `controlCharacter`: a character below 0x20, or 0x7F.
 * - `downgrade`: a server sent us from encryption to less of it (ERTMP-42).
 */
export type RtmpUrlErrorCode =
  | 'notRtmp'
  | 'hostMissing'
  | 'hostInvalid'
  | 'portInvalid'
  | 'appMissing'
  | 'controlCharacter'
  | 'downgrade';

/** Not the URL of a stream. `message` repeats nothing that may be secret: neither a password nor a stream's name. */
export class RtmpUrlError extends Error {
  override readonly name = 'RtmpUrlError';
  readonly code: RtmpUrlErrorCode;

  constructor(code: RtmpUrlErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

const DEFAULT_PORTS: Readonly<Record<RtmpScheme, number>> = { rtmp: 1935, rtmps: 443, rtmpe: 1935 };

/**
 * Takes `rtmp://[user:password@]host[:port]/app[/instance]/name` apart.
 *
 * The app is the first component of the path, or the first two where there are three (CMD-53, as FFmpeg has it); a second
 * component with a colon (`mp4:film`) belongs to the name. A query belongs to what it follows, slashes in it and all.
 * Extensions stay as they are written. User and password are percent-decoded, as `@` and `:` have to be encoded there.
 *
 * @throws RtmpUrlError
 */
export function parseRtmpUrl(text: string): RtmpUrl {
  if (hasControlCharacter(text)) throw new RtmpUrlError('controlCharacter', 'a URL has no control characters');
  const [, schemeText = '', authority = '', path = ''] = /^([\w+.-]*):\/\/([^/]*)\/*(.*)$/.exec(text) ?? [];
  const scheme = schemeOf(schemeText);
  const at = authority.lastIndexOf('@');
  const place = authority.slice(at + 1);
  const { host, port } = placeOf(place);
  const { app, name } = splitPath(path);
  if (app === '') throw new RtmpUrlError('appMissing', `expected ${scheme}://${place}/APP/NAME, got no app`);
  return {
    scheme,
    host,
    port: port ?? DEFAULT_PORTS[scheme],
    app,
    name,
    tcUrl: `${scheme}://${place}/${app}`,
    credentials: at < 0 ? undefined : credentialsOf(authority.slice(0, at)),
  };
}

/**
 * Where a server sends us, in place of a connection (CMD-10) or by a reconnect request (ERTMP-40): the same stream under
 * another tcUrl. A server that answers with the whole URL of the stream means the same.
 *
 * @param tcUrl - absolute: the core has resolved that of a reconnect request
 * @throws RtmpUrlError for what is no URL, and `downgrade` for one without encryption where there was some
 */
export function followUrl(from: RtmpUrl, tcUrl: string): RtmpUrl {
  const { scheme, name, credentials } = from;
  const to = parseRtmpUrl(tcUrl);
  if (STRENGTH[to.scheme] < STRENGTH[scheme]) {
    throw new RtmpUrlError('downgrade', `sent from ${scheme} to ${to.scheme}://${to.host}, which protects less`);
  }
  const isWhole = to.name === name;
  const app = isWhole || to.name === '' ? to.app : `${to.app}/${to.name}`;
  return { ...to, app, name, credentials, tcUrl: `${to.scheme}://${authorityOf(to)}/${app}` };
}

/** How hard it is to listen in. */
const STRENGTH: Readonly<Record<RtmpScheme, number>> = { rtmp: 0, rtmpe: 1, rtmps: 2 };

/** Host and port as they were written. */
function authorityOf({ tcUrl }: RtmpUrl): string {
  return /^\w+:\/\/([^/]*)/.exec(tcUrl)?.[1] ?? '';
}

/** Where a URL leads, for logs and progress lines: neither credentials nor the name, which is often a key. */
export function placeOfUrl({ scheme, host, port }: RtmpUrl): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${shown}${port === DEFAULT_PORTS[scheme] ? '' : `:${port}`}`;
}

function schemeOf(text: string): RtmpScheme {
  const scheme = text.toLowerCase();
  if (scheme === 'rtmp' || scheme === 'rtmps' || scheme === 'rtmpe') return scheme;
  const got = scheme === '' ? 'none' : `"${scheme}"`;
  throw new RtmpUrlError('notRtmp', `expected a URL of rtmp://, rtmps:// or rtmpe://, got ${got}`);
}

function placeOf(place: string): { readonly host: string; readonly port: number | undefined } {
  const match = /^(?:\[([\da-f:.]+(?:%[\w.-]+)?)\]|([^\s:[\]?#%]*))(?::([^:]*))?$/i.exec(place);
  if (match === null) {
    const hint = place.split(':').length > 2 ? '; an IPv6 address stands in brackets' : '';
    throw new RtmpUrlError('hostInvalid', `expected HOST or HOST:PORT behind "://"${hint}`);
  }
  const [, address, hostName = '', portText] = match;
  const host = address ?? hostName;
  if (host === '') throw new RtmpUrlError('hostMissing', 'expected a host behind "://", got none');
  return { host, port: portText === undefined ? undefined : portOf(portText) };
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port <= 65_535) return port;
  throw new RtmpUrlError('portInvalid', `expected a port from 1 to 65535, got "${text}"`);
}

function splitPath(path: string): { readonly app: string; readonly name: string } {
  const mark = path.indexOf('?');
  const plain = mark < 0 ? path : path.slice(0, mark);
  const query = path.slice(plain.length);
  const components = plain.split('/');
  if (components.length === 1) return splitQuery(plain, query);
  const [first = '', second = '', ...rest] = components;
  if (rest.length === 0 || second.includes(':')) return { app: first, name: [second, ...rest].join('/') + query };
  return { app: `${first}/${second}`, name: rest.join('/') + query };
}

/** `live?token=x/name`, as encoders of the FMLE family write it (CMD-55). */
function splitQuery(app: string, query: string): { readonly app: string; readonly name: string } {
  const slash = query.lastIndexOf('/');
  if (slash < 0) return { app: app + query, name: '' };
  return { app: app + query.slice(0, slash), name: query.slice(slash + 1) };
}

function credentialsOf(text: string): Credentials {
  const colon = text.indexOf(':');
  const user = colon < 0 ? text : text.slice(0, colon);
  return { user: decoded(user), password: colon < 0 ? '' : decoded(text.slice(colon + 1)) };
}

/** What is no percent-encoding is raw text. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || unit === 0x7f) return true;
  }
  return false;
}
