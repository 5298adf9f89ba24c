import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReconnectUrl, resolveTcUrl } from './tc-url.ts';

describe('resolveTcUrl (ERTMP-41)', () => {
  const tcUrl = 'rtmp://a.example:1936/live/inst?k=v';

  it.each([
    ['rtmp://b.example/live', 'rtmp://b.example/live'],
    ['RTMPS://b.example:443/live?x=1', 'rtmps://b.example:443/live?x=1'],
    ['//b.example/app', 'rtmp://b.example/app'],
    ['//b.example', 'rtmp://b.example'],
    ['/app', 'rtmp://a.example:1936/app'],
    ['/app/../other/./x', 'rtmp://a.example:1936/other/x'],
    ['/../..', 'rtmp://a.example:1936/'],
    ['/app/.', 'rtmp://a.example:1936/app/'],
    ['other', 'rtmp://a.example:1936/live/other'],
    ['../other', 'rtmp://a.example:1936/other'],
    ['?k=w', 'rtmp://a.example:1936/live/inst?k=w'],
    ['', 'rtmp://a.example:1936/live/inst?k=v'],
    ['/app#part', 'rtmp://a.example:1936/app'],
    ['rtmp://[::1]:1935/live', 'rtmp://[::1]:1935/live'],
  ])('reads "%s" as %s', (reference, resolved) => {
    expect(resolveTcUrl(tcUrl, reference)).toBe(resolved);
  });

  it.each([
    'http://b.example/live',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'rtmp:live',
    'rtmp:///live',
    '///live',
    'rtmp://b.example/a b',
    'rtmp://b.example/\n',
    'rtmp://b.example/\x7f',
  ])('follows no "%s"', (reference) => {
    expect(resolveTcUrl(tcUrl, reference)).toBeUndefined();
  });

  it('never leads from an encrypted connection to one in the clear', () => {
    for (const scheme of ['rtmps', 'RTMPS', 'rtmpe', 'rtmpte']) {
      const encrypted = `${scheme}://a.example/live`;
      expect(resolveTcUrl(encrypted, 'rtmp://b.example/live')).toBeUndefined();
      expect(resolveTcUrl(encrypted, 'rtmps://b.example/live')).toBe('rtmps://b.example/live');
      expect(resolveTcUrl(encrypted, '//b.example/live')).toBe(`${scheme.toLowerCase()}://b.example/live`);
    }
  });

  it('needs a host from somewhere', () => {
    expect(resolveTcUrl('live', '/app')).toBeUndefined();
    expect(resolveTcUrl('a b', 'rtmp://b.example/live')).toBeUndefined();
    expect(resolveTcUrl('', 'rtmp://b.example/live')).toBe('rtmp://b.example/live');
    expect(resolveTcUrl('rtmp://a.example', 'other')).toBe('rtmp://a.example/other');
  });

  it('takes any text, and what it answers leads to itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (host, reference) => {
        const resolved = resolveTcUrl(`rtmp://${host}/live`, reference);
        if (resolved !== undefined) expect(resolveTcUrl(resolved, resolved)).toBe(resolved);
      }),
    );
  });
});

describe('isReconnectUrl (ERTMP-41)', () => {
  it.each(['rtmp://b.example/live', 'rtmps://b.example', '//b.example/live', '/live', '/'])('takes %s', (tcUrl) => {
    expect(isReconnectUrl(tcUrl)).toBe(true);
  });

  it.each(['', 'live', '?k=v', 'http://b.example/', 'rtmp:live', 'rtmp:///live', '///live', 'rtmp://b.example/a b'])(
    'refuses "%s"',
    (tcUrl) => {
      expect(isReconnectUrl(tcUrl)).toBe(false);
    },
  );
});
