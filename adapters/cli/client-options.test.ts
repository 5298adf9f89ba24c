import { describe, expect, it } from 'vitest';
import { parsePlay } from './play-options.ts';
import { parsePublish } from './publish-options.ts';
import { parseRelay } from './relay-options.ts';
import { complaint } from './testing/complaint.ts';

const URL = 'rtmp://h/live/a';

describe('publish', () => {
  it('takes a file, a URL and options in any order', () => {
    expect(parsePublish(['a.flv', URL])).toMatchObject({ file: 'a.flv', loop: false, fast: false, type: 'live' });
    expect(parsePublish(['--loop', '-', '--type=record', URL, '--fast'].slice(1))).toMatchObject({
      file: '-',
      url: { host: 'h', app: 'live', name: 'a' },
      loop: false,
      fast: true,
      type: 'record',
    });
  });

  it.each([
    [['publish'], 'publish wants FILE and URL; see millrace publish --help'],
    [['publish', 'a.flv'], 'publish wants FILE and URL; see millrace publish --help'],
    [['publish', 'a.flv', URL, 'b'], 'unexpected argument "b"; see millrace publish --help'],
    [['publish', '--loop', '-', URL], '--loop wants a file: the standard input comes once'],
    [['publish', '--type', 'vod', 'a', URL], '--type wants live, record or append, not "vod"'],
    [
      ['publish', 'a.flv', 'http://u:pw@h/live/a'],
      'not the URL of a stream: expected a URL of rtmp://, rtmps:// or rtmpe://, got "http"',
    ],
  ])('says in one line what is wrong with %j', (args, message) => {
    expect(complaint(...args)).toBe(message);
  });
});

describe('play', () => {
  it('takes seconds with decimals', () => {
    const args = ['--duration', '1.5', '--silence=10', '--start', '60.25', '--buffer', '0', URL, '-'];
    expect(parsePlay(args)).toMatchObject({
      file: '-',
      durationMs: 1_500,
      silenceMs: 10_000,
      start: 60.25,
      bufferMs: 0,
    });
    expect(parsePlay([URL, 'a.flv'])).toMatchObject({ durationMs: undefined, silenceMs: undefined, start: undefined });
  });

  it.each([
    [['play', URL], 'play wants URL and FILE; see millrace play --help'],
    [['play', '--duration', '5s', URL, '-'], '--duration wants a number of seconds, such as 30 or 1.5, not "5s"'],
    [['play', '--duration=-1', URL, '-'], '--duration wants a number of seconds, such as 30 or 1.5, not "-1"'],
  ])('says in one line what is wrong with %j', (args, message) => {
    expect(complaint(...args)).toBe(message);
  });
});

describe('relay', () => {
  it('takes one source and many targets', () => {
    expect(parseRelay([URL, 'rtmp://x/live/b', '--once', 'rtmps://y/live/c', '--hold=2.5'])).toMatchObject({
      from: { host: 'h' },
      to: [{ host: 'x' }, { host: 'y', scheme: 'rtmps' }],
      once: true,
      holdMs: 2_500,
      logLevel: 'info',
    });
  });

  it.each([
    [['relay', URL], 'relay wants FROM-URL and at least one TO-URL; see millrace relay --help'],
    [['relay', URL, 'x'], 'not the URL of a stream: expected a URL of rtmp://, rtmps:// or rtmpe://, got none'],
  ])('says in one line what is wrong with %j', (args, message) => {
    expect(complaint(...args)).toBe(message);
  });
});
