import { describe, expect, it } from 'vitest';
import { parseLoad } from './load-options.ts';
import { parseCommandLine } from './options.ts';
import { complaint } from './testing/complaint.ts';

const URL = 'rtmp://h:1936/live';

describe('load', () => {
  it('takes a URL of an application and options in any order', () => {
    const { plan, pid, jsonFile } = parseLoad([
      ...['--publishers', '4', '--players=20', URL, '--fps', '25', '--frame', '16k', '--chunk', '128', '--gop', '5'],
      ...['--idle', '7', '--duration', '1.5', '--ramp', '0', '--warmup', '0', '--verify', 'sample', '--processes', '3'],
      ...['--stream-prefix', 'x.y', '--pid', '42', '--json', '-'],
    ]);
    expect({ pid, jsonFile }).toEqual({ pid: 42, jsonFile: '-' });
    expect(plan).toEqual({
      ...{ publishers: 4, players: 20, idle: 7, fps: 25, frameBytes: 16_384, keyFrameEvery: 5, chunkSize: 128 },
      ...{ warmupSeconds: 0, durationSeconds: 1.5, rampSeconds: 0, verify: 'sample', processes: 3 },
      streamPrefix: expect.stringMatching(/^x\.y-\w+$/),
      url: expect.objectContaining({ host: 'h', port: 1936, app: 'live', name: '' }),
    });
  });

  it('has defaults for all of them', () => {
    const { plan } = parseLoad(['rtmp://h/app/instance/']);
    expect(plan).toMatchObject({ url: { app: 'app/instance' }, publishers: 1, players: 10, keyFrameEvery: 60 });
    expect(parseCommandLine(['load', '--help'])).toMatchObject({
      kind: 'help',
      text: expect.stringContaining('--ramp'),
    });
  });

  it.each([
    [['load'], 'load wants URL; see millrace load --help'],
    [['load', 'rtmp://u:pw@h/live'], 'load knows no user and password'],
    [['load', 'rtmps://h/live'], 'load wants a URL of rtmp://, not rtmps://'],
    [['load', 'rtmp://h/live/key'], 'load wants rtmp://h/APP, without the name of a stream: see --stream-prefix'],
    [['load', URL, 'b'], 'unexpected argument "b"; see millrace load --help'],
    [['load', '--players', '-1', URL], '--players wants a value; see millrace load --help'],
    [['load', '--players', '1.5', URL], '--players wants a whole number from 0 to 100000, not "1.5"'],
    [['load', '--publishers', '0', URL], '--players need at least one of --publishers'],
    [['load', '--fps', '0', URL], '--fps wants a whole number from 1 to 1000, not "0"'],
    [['load', '--frame', '10', URL], '--frame wants 77 to 16777215 bytes, not "10"'],
    [['load', '--verify', 'none', URL], '--verify wants all or sample, not "none"'],
    [['load', '--pid', '0', URL], '--pid wants a whole number from 1 to 2147483647, not "0"'],
    [['load', '--stream-prefix', 'a/b', URL], '--stream-prefix wants letters, digits, "_", "." and "-", not "a/b"'],
  ])('says in one line what is wrong with %j', (args, message) => {
    expect(complaint(...args)).toBe(message);
  });
});
