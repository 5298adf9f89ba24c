import { describe, expect, it } from 'vitest';
import { followUrl, parseRtmpUrl, placeOfUrl, type RtmpUrl, RtmpUrlError } from './rtmp-url.ts';

function errorOf(act: () => unknown): RtmpUrlError {
  try {
    act();
  } catch (error) {
    if (error instanceof RtmpUrlError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('a URL (CMD-51 to CMD-56)', () => {
  it('is taken apart', () => {
    expect(parseRtmpUrl('rtmp://example.org/live/key')).toEqual({
      scheme: 'rtmp',
      host: 'example.org',
      port: 1935,
      app: 'live',
      name: 'key',
      tcUrl: 'rtmp://example.org/live',
      credentials: undefined,
    });
  });

  it.each<[string, Partial<RtmpUrl>]>([
    ['rtmps://h/a/b', { scheme: 'rtmps', port: 443, tcUrl: 'rtmps://h/a' }],
    ['rtmpe://h/a/b', { scheme: 'rtmpe', port: 1935 }],
    ['RTMP://h/a/b', { scheme: 'rtmp', tcUrl: 'rtmp://h/a' }],
    ['rtmp://h:1936/a/b', { host: 'h', port: 1936, tcUrl: 'rtmp://h:1936/a' }],
    ['rtmp://[2001:db8::1]:1936/a/b', { host: '2001:db8::1', port: 1936, tcUrl: 'rtmp://[2001:db8::1]:1936/a' }],
    ['rtmp://[fe80::1%eth0]/a/b', { host: 'fe80::1%eth0', port: 1935 }],
  ])('%s: scheme, host and port', (url, parts) => {
    expect(parseRtmpUrl(url)).toMatchObject(parts);
  });

  it.each([
    ['one', 'one', ''],
    ['one/', 'one', ''],
    ['one/two', 'one', 'two'],
    ['one/two/three', 'one/two', 'three'],
    ['one/two/three/four', 'one/two', 'three/four'],
    ['one/mp4:dir/film.mp4', 'one', 'mp4:dir/film.mp4'],
    ['one/two?k=v&to=rtmp://x/y', 'one', 'two?k=v&to=rtmp://x/y'],
    ['one/two/three?k=a/b', 'one/two', 'three?k=a/b'],
    ['one?token=x/two', 'one?token=x', 'two'],
    ['one?token=x', 'one?token=x', ''],
    ['one/a+b %20c', 'one', 'a+b %20c'],
  ])('%s: app "%s", name "%s"', (path, app, name) => {
    expect(parseRtmpUrl(`rtmp://h/${path}`)).toMatchObject({ app, name, tcUrl: `rtmp://h/${app}` });
  });

  it.each([
    ['alice:secret', { user: 'alice', password: 'secret' }],
    ['alice', { user: 'alice', password: '' }],
    ['a%40b:p%3Aq%2F', { user: 'a@b', password: 'p:q/' }],
    ['alice:p@ss:word', { user: 'alice', password: 'p@ss:word' }],
    ['alice:100%', { user: 'alice', password: '100%' }],
  ])('has a user and a password, which are in nothing else: %s', (text, credentials) => {
    const url = parseRtmpUrl(`rtmp://${text}@h/live/key`);
    expect(url).toMatchObject({ credentials, host: 'h', tcUrl: 'rtmp://h/live' });
  });

  it.each([
    ['http://h/a/b', 'notRtmp'],
    ['h/a/b', 'notRtmp'],
    ['', 'notRtmp'],
    ['rtmp:///a/b', 'hostMissing'],
    ['rtmp://u:p@/a/b', 'hostMissing'],
    ['rtmp://::1/a/b', 'hostInvalid'],
    ['rtmp://[::1/a/b', 'hostInvalid'],
    ['rtmp://a b/a/b', 'hostInvalid'],
    ['rtmp://h:/a/b', 'portInvalid'],
    ['rtmp://h:0/a/b', 'portInvalid'],
    ['rtmp://h:65536/a/b', 'portInvalid'],
    ['rtmp://h:rtmp/a/b', 'portInvalid'],
    ['rtmp://h', 'appMissing'],
    ['rtmp://h//', 'appMissing'],
    ['rtmp://h/a/b\n', 'controlCharacter'],
  ])('%j is none: %s', (text, code) => {
    expect(errorOf(() => parseRtmpUrl(text)).code).toBe(code);
  });

  it('is refused without repeating a password', () => {
    for (const text of [
      'rtmp://u:hunter2@/a',
      'http://u:hunter2@h/a',
      'rtmp://u:hunter2@h',
      'rtmp://u:hunter2@h:x/a',
    ]) {
      expect(errorOf(() => parseRtmpUrl(text)).message).not.toContain('hunter2');
    }
  });

  it('is shown without credentials and name', () => {
    expect(placeOfUrl(parseRtmpUrl('rtmp://u:p@h:1935/a/key'))).toBe('rtmp://h');
    expect(placeOfUrl(parseRtmpUrl('rtmps://[::1]:444/a/key'))).toBe('rtmps://[::1]:444');
  });
});

describe('where a server sends us (CMD-10, ERTMP-40 to ERTMP-42)', () => {
  const from = parseRtmpUrl('rtmp://u:p@h:1936/live/key?x=1');

  it.each([
    ['rtmp://other/app', 'other', 1935, 'app', 'rtmp://other/app'],
    ['rtmps://other/app/inst', 'other', 443, 'app/inst', 'rtmps://other/app/inst'],
    ['rtmp://other:1937/app?x=1', 'other', 1937, 'app?x=1', 'rtmp://other:1937/app?x=1'],
    ['rtmp://other/app/key?x=1', 'other', 1935, 'app', 'rtmp://other/app'],
  ])('%s', (tcUrl, host, port, app, whole) => {
    const to = followUrl(from, tcUrl);
    expect(to).toMatchObject({ host, port, app, tcUrl: whole, name: from.name, credentials: from.credentials });
  });

  it('is not followed out of encryption, nor out of RTMP', () => {
    const secure = parseRtmpUrl('rtmps://h/live/key');
    expect(errorOf(() => followUrl(secure, 'rtmp://h/live')).code).toBe('downgrade');
    expect(errorOf(() => followUrl(secure, 'rtmpe://h/live')).code).toBe('downgrade');
    expect(followUrl(secure, 'rtmps://other/live')).toMatchObject({ scheme: 'rtmps', host: 'other', port: 443 });
    expect(errorOf(() => followUrl(from, 'http://h/live')).code).toBe('notRtmp');
    expect(errorOf(() => followUrl(from, 'live')).code).toBe('notRtmp');
  });
});
