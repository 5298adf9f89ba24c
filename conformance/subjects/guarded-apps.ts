import { authResponseQuery } from '../../adapters/client/authentication.ts';
import type { LiveServerHooks } from '../../adapters/server/index.ts';
import type { Guarded } from '../kit/case.ts';

/** Apps that a server of ours guards by its hooks, as an embedder would. */
export const GUARDED: Guarded = {
  app: 'guarded',
  right: 'key=correct-horse',
  wrong: 'key=wrong-battery',
  adobe: { app: 'adobe', user: 'encoder', password: 'pass-phrase' },
};

/** What the server asks of who gave a user; it would be another one each time. */
const CHALLENGE = { salt: 'c2FsdA', challenge: 'Y2hhbGxlbmdl', opaque: 'b3BhcXVl' };

/** Refuses to connect without the answer to Adobe's challenge, and to publish without the key. */
export const guard: Required<Pick<LiveServerHooks, 'onConnect' | 'onPublish'>> = {
  onConnect: ({ app }) => {
    const [name, query = ''] = app.split('?', 2);
    const demand = name === GUARDED.adobe.app ? adobeDemand(new Map(query.split('&').map(pair))) : undefined;
    return demand === undefined ? undefined : { refuse: `[ AccessManager.Reject ] : [ ${demand}` };
  },
  onPublish: ({ app, parameters }) =>
    app === GUARDED.app && `key=${parameters.get('key')}` !== GUARDED.right
      ? { refuse: 'That is no key.', code: 'NetStream.Publish.Denied' }
      : undefined,
};

/** What is still wanted; `undefined`: nothing. */
function adobeDemand(said: ReadonlyMap<string, string>): string | undefined {
  const { app, ...credentials } = GUARDED.adobe;
  const user = said.get('user');
  const response = said.get('response');
  if (user === undefined) return 'code=403 need auth; authmod=adobe ] : ';
  if (response === undefined) {
    const { salt, challenge, opaque } = CHALLENGE;
    return `authmod=adobe ] : ?reason=needauth&user=${user}&salt=${salt}&challenge=${challenge}&opaque=${opaque}`;
  }
  const ours = said.get('challenge') ?? '';
  const expected = authResponseQuery('adobe', { user, nonce: '', ...CHALLENGE }, credentials, app, ours);
  const isRight = user === credentials.user && expected.includes(`&response=${response}`);
  return isRight ? undefined : 'authmod=adobe ] : ?reason=authfailed';
}

function pair(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  return [text.slice(0, equals), text.slice(equals + 1)];
}
