import { md5 } from '@noble/hashes/legacy.js';
import type { Credentials } from './rtmp-url.ts';

/**
 * Proof of a password in the query of app and tcUrl (CMD-49), as Adobe's access manager and, in its own way, Limelight ask
 * for it. The first `connect` is refused and says which scheme is wanted; the second says who we are and is refused with a
 * challenge; the third answers it. The password itself never travels.
 *
 * MD5 is the scheme's choice, not ours: whoever listens can try passwords at leisure, so it belongs under TLS.
 */
export type AuthScheme = 'adobe' | 'llnw';

/** What a server that refused `connect` wants: to know who we are, an answer to its challenge, or nothing more of us. */
export type AuthDemand =
  | { readonly kind: 'user'; readonly scheme: AuthScheme }
  | { readonly kind: 'response'; readonly scheme: AuthScheme; readonly challenge: AuthChallenge }
  | { readonly kind: 'failed'; readonly reason: 'authfailed' | 'nosuchuser' };

/** The server's values as they came; nothing is decoded. What it did not send is empty or `undefined`. */
export interface AuthChallenge {
  readonly user: string;
  readonly salt: string;
  readonly challenge: string | undefined;
  readonly opaque: string | undefined;
  readonly nonce: string;
}

/** What the description of a refused `connect` asks for; `undefined` when it is about something else. */
export function readAuthDemand(description: string): AuthDemand | undefined {
  const [, scheme] = /\bauthmod=(adobe|llnw)\b/.exec(description) ?? [];
  if (scheme !== 'adobe' && scheme !== 'llnw') return undefined;
  const [, query = ''] = /\?(reason=\S*)/.exec(description) ?? [];
  const values = new Map(query.split('&').map(splitPair));
  const reason = values.get('reason');
  if (reason === 'authfailed' || reason === 'nosuchuser') return { kind: 'failed', reason };
  if (reason !== 'needauth') return { kind: 'user', scheme };
  const challenge: AuthChallenge = {
    user: values.get('user') ?? '',
    salt: values.get('salt') ?? '',
    challenge: values.get('challenge'),
    opaque: values.get('opaque'),
    nonce: values.get('nonce') ?? '',
  };
  return { kind: 'response', scheme, challenge };
}

/** The query that tells who we are. */
export function authUserQuery(scheme: AuthScheme, user: string): string {
  return `authmod=${scheme}&user=${user}`;
}

/**
 * The query that answers a challenge.
 *
 * @param app - as in the first `connect`, without any query of this scheme
 * @param ours - our own challenge, eight hex digits that nobody can guess
 */
export function authResponseQuery(
  scheme: AuthScheme,
  challenge: AuthChallenge,
  { user, password }: Credentials,
  app: string,
  ours: string,
): string {
  if (scheme === 'llnw') {
    const { nonce } = challenge;
    const response = llnwResponse(user, password, app, nonce, ours);
    return `${authUserQuery(scheme, user)}&nonce=${nonce}&cnonce=${ours}&nc=${NONCE_COUNT}&response=${response}`;
  }
  const response = adobeResponse(challenge, user, password, ours);
  const opaque = challenge.opaque === undefined ? '' : `&opaque=${challenge.opaque}`;
  return `${authUserQuery(scheme, user)}&challenge=${ours}&response=${response}${opaque}`;
}

/** `text` with a query of ours behind it, and behind one that it has. */
export function withQuery(text: string, query: string): string {
  if (query === '') return text;
  return `${text}${text.includes('?') ? '&' : '?'}${query}`;
}

/** Eight hex digits from a source that nobody can guess. */
export function authChallenge(random: (into: Uint8Array) => void): string {
  const bytes = new Uint8Array(4);
  random(bytes);
  return hexOf(bytes);
}

/** base64(md5(base64(md5(user, salt, password)), opaque or else challenge, our challenge)). */
function adobeResponse(theirs: AuthChallenge, user: string, password: string, ours: string): string {
  const secret = base64Of(digest(`${theirs.user || user}${theirs.salt}${password}`));
  return base64Of(digest(`${secret}${theirs.opaque ?? theirs.challenge ?? ''}${ours}`));
}

/** HTTP's digest (RFC 2617) with a realm, a method and a path of its own. */
function llnwResponse(user: string, password: string, app: string, nonce: string, ours: string): string {
  const path = app.includes('/') ? app : `${app}/_definst_`;
  const who = hexOf(digest(`${user}:live:${password}`));
  const what = hexOf(digest(`publish:/${path}`));
  return hexOf(digest(`${who}:${nonce}:${NONCE_COUNT}:${ours}:auth:${what}`));
}

const NONCE_COUNT = '00000001';

function splitPair(pair: string): readonly [string, string] {
  const equals = pair.indexOf('=');
  return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
}

function digest(text: string): Uint8Array {
  return md5(new TextEncoder().encode(text));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
