import { describe, expect, it } from 'vitest';
import { streamUrlOf } from './client-runtime.ts';
import { parseConform } from './conform-options.ts';
import { parseCommandLine } from './options.ts';

describe('millrace conform', () => {
  it('runs our own core in memory unless told otherwise', () => {
    expect(parseConform([])).toEqual({
      action: 'run',
      choice: { only: [], skip: [] },
      isStrict: false,
      isThorough: false,
      seed: 1,
      repeat: 1,
      timeScale: 1,
      deadlines: {},
      reports: ['terminal'],
      failsFast: false,
      trace: 'fail',
      commandLine: 'millrace conform',
    });
  });

  it('reads a server, selectors, deadlines and reports', () => {
    const args = [
      '--only',
      '2.*,smoke',
      '--skip=3',
      '--cases',
      'mine.mjs',
      '--timeout-of',
      'reply=5000',
      '--run',
      'seeded 1',
      '--seed=7',
      '--report',
      'json,html',
      '--out',
      'o',
    ];
    expect(parseConform(['server', ...args, 'rtmp://127.0.0.1:1936/live'])).toMatchObject({
      action: 'server',
      url: { host: '127.0.0.1', port: 1936, app: 'live' },
      isOwned: false,
      choice: { only: ['2.*', 'smoke'], skip: ['3'] },
      casesModule: 'mine.mjs',
      deadlines: { reply: 5000 },
      runLabel: 'seeded 1',
      seed: 7,
      reports: ['json', 'html'],
      outFolder: 'o',
      commandLine: 'millrace conform server --cases mine.mjs --timeout-of reply=5000 rtmp://127.0.0.1:1936/live',
    });
  });

  it('leaves what follows two dashes to the client', () => {
    const line = ['conform', 'client', '--only', '1', '--', 'player', '--help', '-V', '{url}', 'a b'];
    expect(parseCommandLine(line)).toMatchObject({
      kind: 'conform',
      options: {
        action: 'client',
        jobs: 1,
        command: ['player', '--help', '-V', '{url}', 'a b'],
        commandLine: "millrace conform client -- player --help -V {url} 'a b'",
      },
    });
  });

  it('takes how many cases a client is run through at a time', () => {
    const args = ['client', '--jobs', '4', '--profile', 'ffmpeg'];
    expect(parseConform(args)).toMatchObject({ action: 'client', jobs: 4 });
    expect(() => parseConform(['client', '--jobs', '0', '--profile', 'ffmpeg'])).toThrow(/--jobs/);
  });

  it.each([
    [['list', '--only', '3'], { action: 'list', choice: { only: ['3'], skip: [] } }],
    [['explain', '3.14'], { action: 'explain', id: '3.14' }],
    [['explain', '--cases', 'mine.mjs', '100.1'], { action: 'explain', id: '100.1', casesModule: 'mine.mjs' }],
    [['replay', 'r.json'], { action: 'replay', file: 'r.json', choice: { only: [], skip: [] } }],
    [
      ['pair', '--player', 'ffmpeg', 'rtmp://h/live'],
      { action: 'pair', url: streamUrlOf('rtmp://h/live'), publisher: 'ours', player: 'ffmpeg', seconds: 5 },
    ],
    [['diff', 'a.json', 'b.json'], { action: 'diff', before: 'a.json', after: 'b.json' }],
  ])('reads %j', (args, options) => {
    expect(parseConform(args)).toEqual(options);
  });

  it.each([
    [['dance'], 'conform wants run, server, client, pair, list, explain, replay or diff, not "dance"'],
    [['server'], 'conform server wants the URL of an app, such as rtmp://127.0.0.1/live, or a --profile that has one'],
    [['pair'], 'conform pair wants the URL of an app, such as rtmp://127.0.0.1/live'],
    [['pair', 'rtmps://h/live'], 'conform pair listens to what is said, and wants rtmp://'],
    [['pair', '--seconds', '31', 'rtmp://h/live'], '--seconds'],
    [
      ['server', 'rtmp://h/live/a'],
      'conform server wants the URL of an app, without the name of a stream: rtmp://h/live',
    ],
    [['server', 'rtmp://u:p@h/live'], 'conform knows no user and password'],
    [['server', 'rtmpe://h/live'], 'conform speaks rtmp:// and rtmps://, not rtmpe://'],
    [['client'], 'conform client wants -- CMD, or a --profile that has one'],
    [['client', '--'], 'conform client wants a command behind "--"'],
    [['explain'], 'conform wants the number of a case, such as 3.14; see millrace conform --help'],
    [['diff', 'a.json'], 'conform wants two reports of --report json; see millrace conform --help'],
    [['--time-scale', '0'], '--time-scale wants a number above 0, 100 at most, not "0"'],
    [['--timeout-of', 'tea=5'], '--timeout-of wants reply, quiet, close or idle, not "tea"'],
    [['--report', 'pdf'], '--report wants terminal, json, junit or html, not "pdf"'],
    [['--level', 'may'], '--level wants must, should, info or policy, not "may"'],
  ])('refuses %j', (args, complaint) => {
    expect(() => parseConform(args)).toThrow(complaint);
  });
});
