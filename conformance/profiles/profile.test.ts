import { describe, expect, it } from 'vitest';
import { builtInProfile, PROFILE_NAMES } from './index.ts';
import { parseProfile } from './profile.ts';

describe('a profile', () => {
  it.each(PROFILE_NAMES)('%s comes with the kit', (name) => {
    expect(builtInProfile(name)?.app).toBe('live');
  });

  it('holds what the file says, and defaults', () => {
    const known = [{ id: '3.14', reason: 'It never acknowledges.', until: '2027-01-31' }];
    const vodItem = { name: 'film', durationMs: 9_000 };
    const auth = { app: 'a', right: 'key=1', wrong: 'key=2', adobe: { app: 'b', user: 'u', password: 'p' } };
    const more = { url: 'rtmp://h/live', vodItem, auth, names: { prefix: 'cam-' } };
    const json = {
      name: 'x',
      capabilities: ['vod', 'auth'],
      ...more,
      deadlines: { reply: 5 },
      expect: { unsupported: 3 },
      known,
    };
    expect(parseProfile(json, 'x.json')).toEqual({
      name: 'x',
      expectedUnsupported: 3,
      app: 'live',
      url: 'rtmp://h/live',
      vodItem,
      auth,
      namePrefix: 'cam-',
      capabilities: new Set(['vod', 'auth']),
      deadlines: { reply: 5 },
      commands: {},
      known,
    });
  });

  it.each([
    [[], 'x.json: expected an object, not a list'],
    [{}, 'x.json.name: expected a text, not nothing'],
    [{ name: 'x', extra: 1 }, /^x\.json: expected no members but name, .*, not "extra"$/],
    [
      { name: 'x', capabilities: ['vod', 'flight'] },
      /^x\.json\.capabilities\[1\]: expected one of vod, .*, not "flight"$/,
    ],
    [{ name: 'x', capabilities: ['vod'] }, 'x.json.vodItem: expected what "vod" is tried with, not nothing'],
    [{ name: 'x', capabilities: ['auth'] }, 'x.json.auth: expected what "auth" is tried with, not nothing'],
    [{ name: 'x', auth: { app: 'a', right: 'b', wrong: 'c' } }, 'x.json.auth.adobe: expected an object, not nothing'],
    [{ name: 'x', names: { prefix: '' } }, 'x.json.names.prefix: expected a text, not ""'],
    [
      { name: 'x', deadlines: { reply: '5s' } },
      'x.json.deadlines.reply: expected a number that is not negative, not "5s"',
    ],
    [
      { name: 'x', commands: { publish: [] } },
      'x.json.commands.publish: expected a program and its arguments, not an empty list',
    ],
    [
      { name: 'x', known: [{ id: '3', reason: 'r' }] },
      'x.json.known[0].id: expected the number of a case, as "3.14", not "3"',
    ],
    [
      { name: 'x', known: [{ id: '3.1', reason: 'r', until: 'soon' }] },
      'x.json.known[0].until: expected a day as 2027-01-31, not "soon"',
    ],
  ])('that is wrong is refused: %j', (json, complaint) => {
    expect(() => parseProfile(json, 'x.json')).toThrow(complaint);
  });
});
