import { expect, it } from 'vitest';
import { banner, urlOf } from './banner.ts';

it('prints lines that work when pasted', () => {
  expect(banner('1.2.3', [{ scheme: 'rtmp', address: '127.0.0.1', port: 1935 }])).toBe(
    `millrace 1.2.3

RTMP  rtmp://127.0.0.1:1935
  publish, OBS:     Settings > Stream > Service "Custom", Server rtmp://127.0.0.1:1935/live, Stream Key a
  publish, FFmpeg:  ffmpeg -re -i FILE -c copy -f flv rtmp://127.0.0.1:1935/live/a
  play, FFmpeg:     ffplay rtmp://127.0.0.1:1935/live/a

`,
  );
});

it('shows where a key goes, and asks for none to play', () => {
  const text = banner('1.2.3', [{ scheme: 'rtmp', address: '127.0.0.1', port: 1935 }], true);
  expect(text).toContain('Stream Key a?key=KEY\n');
  expect(text).toContain('-f flv "rtmp://127.0.0.1:1935/live/a?key=KEY"\n');
  expect(text).toContain('ffplay rtmp://127.0.0.1:1935/live/a\n');
});

it('shows an address that can be connected to', () => {
  expect(urlOf({ scheme: 'rtmp', address: '0.0.0.0', port: 1935 })).toBe('rtmp://127.0.0.1:1935');
  expect(urlOf({ scheme: 'rtmps', address: '::', port: 443 })).toBe('rtmps://[::1]:443');
  expect(urlOf({ scheme: 'rtmp', address: 'fe80::1', port: 1 })).toBe('rtmp://[fe80::1]:1');
});

it('has a part for each listener and says which listen everywhere', () => {
  const text = banner('1.2.3', [
    { scheme: 'rtmp', address: '0.0.0.0', port: 1935 },
    { scheme: 'rtmps', address: '192.0.2.1', port: 443 },
    { scheme: 'ws', address: '::', port: 8080 },
    { scheme: 'http', address: '127.0.0.1', port: 80 },
  ]);
  expect(text).toContain('RTMP  rtmp://127.0.0.1:1935  (every address of this machine)\n');
  expect(text).toContain('RTMPS  rtmps://192.0.2.1:443\n');
  expect(text).toContain('  watch:            http://127.0.0.1:80/\n');
  expect(text).toContain("connectWebSocket({ url: 'ws://[::1]:8080', … })");
});
