import { md5 } from '@noble/hashes/legacy.js';
import { utf8 } from './bytes.ts';

/** Who a server knows by a password. */
export interface AdobeUser {
  readonly user: string;
  readonly password: string;
}

/**
 * The query that answers a challenge of Adobe's scheme (CMD-49): h1 = base64(md5(user + salt + password)), the response is
 * base64(md5(h1 + (opaque, or else challenge) + our challenge)).
 *
 * @param demand - the description of the refusal that held the challenge
 * @param ours - our challenge
 */
export function adobeAnswer(demand: string, { user, password }: AdobeUser = NOBODY, ours: string): string {
  const theirs = (name: string): string => new RegExp(`[?&:]${name}=([^&\\s]*)`).exec(demand)?.[1] ?? '';
  const opaque = theirs('opaque');
  const secret = base64Md5(`${user}${theirs('salt')}${password}`);
  const response = base64Md5(`${secret}${opaque || theirs('challenge')}${ours}`);
  const more = opaque === '' ? '' : `&opaque=${opaque}`;
  return `authmod=adobe&user=${user}&challenge=${ours}&response=${response}${more}`;
}

const NOBODY: AdobeUser = { user: '', password: '' };

const base64Md5 = (text: string): string => btoa(String.fromCharCode(...md5(utf8(text))));
