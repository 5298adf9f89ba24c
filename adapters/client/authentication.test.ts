import { describe, expect, it } from 'vitest';
import { type AuthDemand, authChallenge, authResponseQuery, readAuthDemand, withQuery } from './authentication.ts';

const credentials = { user: 'alice', password: 'secret' };

/** The description with which a server asks for an answer. */
const needAuth = (scheme: string, values: string): string =>
  `[ AccessManager.Reject ] : [ authmod=${scheme} ] : ?reason=needauth&user=alice&${values}`;

function answer(description: string, app: string, ours: string): string {
  const demand = readAuthDemand(description);
  if (demand?.kind !== 'response') throw new Error(`${demand?.kind}`);
  return authResponseQuery(demand.scheme, demand.challenge, credentials, app, ours);
}

describe('what a refused connect asks for (CMD-49)', () => {
  it.each<[string, AuthDemand | undefined]>([
    ['[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ', { kind: 'user', scheme: 'adobe' }],
    ['[ AccessManager.Reject ] : [ code=403 need auth; authmod=llnw ]', { kind: 'user', scheme: 'llnw' }],
    ['[ authmod=adobe ] : ?reason=authfailed&opaque=b3Bh', { kind: 'failed', reason: 'authfailed' }],
    ['[ authmod=adobe ] : ?reason=nosuchuser', { kind: 'failed', reason: 'nosuchuser' }],
    ['No such application.', undefined],
    ['authmod=kerberos', undefined],
    ['', undefined],
  ])('%s', (description, demand) => {
    expect(readAuthDemand(description)).toEqual(demand);
  });

  it('takes values as they are, with equals signs in them', () => {
    expect(readAuthDemand(needAuth('adobe', 'salt=c2FsdA==&challenge=Y2hhbA==&opaque=b3Bh'))).toEqual({
      kind: 'response',
      scheme: 'adobe',
      challenge: { user: 'alice', salt: 'c2FsdA==', challenge: 'Y2hhbA==', opaque: 'b3Bh', nonce: '' },
    });
  });
});

describe('the answer, as FFmpeg 5.1 computes it for alice, whose password is "secret"', () => {
  it('adobe, with an opaque value', () => {
    const query = answer(needAuth('adobe', 'salt=c2FsdA==&challenge=Y2hhbA==&opaque=b3Bh'), 'live', 'c2724e80');
    expect(query).toBe('authmod=adobe&user=alice&challenge=c2724e80&response=NUUJuyzORSeCX5SESro+9w==&opaque=b3Bh');
  });

  it('adobe, with a challenge alone', () => {
    const query = answer(needAuth('adobe', 'salt=c2FsdA==&challenge=Y2hhbA=='), 'live', '6d0b8833');
    expect(query).toBe('authmod=adobe&user=alice&challenge=6d0b8833&response=fyNKrRMcVuABr6v5OgG/PQ==');
  });

  it.each([
    ['live', '858736e6', '6165df40fdb3df30909106f6c2a1c17d'],
    ['live/inst', '8bc4d736', '0abc5ca176b9d79b9b1d0c465258b521'],
  ])('llnw, for the app %s', (app, ours, response) => {
    const query = answer(needAuth('llnw', 'nonce=bm9uY2U='), app, ours);
    expect(query).toBe(`authmod=llnw&user=alice&nonce=bm9uY2U=&cnonce=${ours}&nc=00000001&response=${response}`);
  });
});

it('puts a query behind one that is there', () => {
  expect(withQuery('live', 'a=1')).toBe('live?a=1');
  expect(withQuery('live?b=2', 'a=1')).toBe('live?b=2&a=1');
  expect(withQuery('live', '')).toBe('live');
});

it('challenges with eight hex digits', () => {
  expect(authChallenge((into) => into.set([0, 1, 0xab, 0xff]))).toBe('0001abff');
});
