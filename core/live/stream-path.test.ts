import { describe, expect, it } from 'vitest';
import { LONGEST_PATH, parseStreamPath } from './stream-path.ts';

function pathOf(app: string, name: string): string {
  const parsed = parseStreamPath(app, name);
  return typeof parsed === 'string' ? parsed : `${parsed.app} + ${parsed.name} = ${parsed.path}`;
}

describe('parseStreamPath (CMD-55 to CMD-58)', () => {
  it.each([
    ['live', 'a', 'live + a = live/a'],
    // rtmp://h/live/a/b/c.mp4 as FFmpeg and as rtmpdump split it (CMD-52 to CMD-54)
    ['live/a', 'b/c.mp4', 'live/a + b/c.mp4 = live/a/b/c.mp4'],
    ['live/a/b', 'mp4:c', 'live/a/b + mp4:c = live/a/b/mp4:c'],
    ['/live/', '/a/', 'live + a = live/a'],
    ['live/_definst_', 'a', 'live + a = live/a'],
    ['live?token=1', 'a?key=2', 'live + a = live/a'],
    // OBS with an empty key, FFmpeg with one component (CMD-57)
    ['live/a', '', 'live + a = live/a'],
    ['live', '', ' + live = live'],
    ['', 'a', ' + a = a'],
    ['live', 'café ☕', 'live + café ☕ = live/café ☕'],
    // names are raw: a percent sign and a plus are themselves (CMD-56)
    ['live', '%2e%2e+', 'live + %2e%2e+ = live/%2e%2e+'],
    // an IP camera puts a whole URL into the name
    ['live', 'rtmp://h/live/a', 'live + rtmp://h/live/a = live/rtmp://h/live/a'],
    ['live', '..a', 'live + ..a = live/..a'],
  ])('app "%s" and name "%s": %s', (app, name, expected) => {
    expect(pathOf(app, name)).toBe(expected);
  });

  it.each([
    ['', '', 'nameMissing'],
    ['/', '?key=1', 'nameMissing'],
    ['live', '../x', 'parentComponent'],
    ['live', 'a\\..\\x', 'parentComponent'],
    ['..', 'x', 'parentComponent'],
    ['live', 'a\0b', 'controlCharacter'],
    ['live', 'a\r\nb', 'controlCharacter'],
    ['live', 'a\u001b[31m', 'controlCharacter'],
    ['live', 'a\u007f', 'controlCharacter'],
    ['live', 'a\u009b', 'controlCharacter'],
    ['live', 'x'.repeat(LONGEST_PATH - 4), 'tooLong'],
  ])('refuses app "%s" with name "%s": %s', (app, name, refusal) => {
    expect(parseStreamPath(app, name)).toBe(refusal);
  });

  it('takes a path of exactly the longest length', () => {
    expect(parseStreamPath('live', 'x'.repeat(LONGEST_PATH - 5))).toHaveProperty('app', 'live');
  });
});

describe('parseStreamPath, parameters', () => {
  function parametersOf(app: string, name: string, tcUrl?: string): Record<string, string> {
    const parsed = parseStreamPath(app, name, tcUrl);
    return typeof parsed === 'string' ? { refused: parsed } : Object.fromEntries(parsed.parameters);
  }

  it('combines tcUrl, app and name; the later wins (CMD-55)', () => {
    expect(parametersOf('live?b=app&c=app', 'a?c=name', 'rtmp://h/live?a=url&b=url')).toEqual({
      a: 'url',
      b: 'app',
      c: 'name',
    });
  });

  it('decodes values, leaves plus signs and broken escapes as they are (CMD-56)', () => {
    expect(parametersOf('live', 'a?k%20y=%C3%A9&plus=a+b&bad=%zz&flag&&e=')).toEqual({
      'k y': 'é',
      plus: 'a+b',
      bad: '%zz',
      flag: '',
      e: '',
    });
  });

  it('keeps all that stands behind the first question mark and sign of equality', () => {
    expect(parametersOf('live', 'a?url=x?y=z')).toEqual({ url: 'x?y=z' });
  });
});
