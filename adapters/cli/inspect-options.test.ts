import { describe, expect, it } from 'vitest';
import { parseInspect } from './inspect-options.ts';
import { complaint } from './testing/complaint.ts';

describe('millrace inspect, its options', () => {
  it('takes files and asks for all of them as text', () => {
    expect(parseInspect(['a.pcap', '-'])).toEqual({
      files: ['a.pcap', '-'],
      format: 'text',
      filter: {},
      hex: false,
      payloads: false,
      summary: false,
      htmlFile: undefined,
    });
  });

  it('takes filters several times, or with several values', () => {
    const { filter } = parseInspect([
      '--type',
      'command,9',
      '--type',
      'VIDEO',
      '--command=play,onStatus',
      '--since',
      '1.5',
      'a',
    ]);
    expect(filter).toEqual({ types: new Set([20, 17, 9]), commands: new Set(['play', 'onStatus']), sinceMs: 1_500 });
    expect(parseInspect(['--stream', '1', '--connection', '0,2', '--anomalies', 'a']).filter).toEqual({
      streams: new Set([1]),
      connections: new Set([0, 2]),
      onlyAnomalies: true,
    });
  });

  it.each([
    [[], 'inspect wants a FILE; see millrace inspect --help'],
    [['-', '-'], 'the standard input can be read once only'],
    [['--format', 'xml', 'a'], '--format wants text, json or jsonl, not "xml"'],
    [['--type', 'vidio', 'a'], /^--type wants a number up to 255 or one of command, data, .*, not "vidio"$/],
    [['--type', '256', 'a'], /not "256"$/],
    [['--type', 'video,', 'a'], '--type wants a value; see millrace inspect --help'],
    [['--stream', '-1', 'a'], '--stream wants a value; see millrace inspect --help'],
    [['--stream', '4294967296', 'a'], '--stream wants a whole number up to 4294967295, not "4294967296"'],
    [['--since', 'noon', 'a'], '--since wants a number of seconds, such as 30 or 1.5, not "noon"'],
    [
      ['--html', 'p.html', '--since', '1', 'a'],
      '--html shows connections whole: beside it only --connection has a meaning',
    ],
    [['--html=', 'a'], '--html wants a file, not ""'],
    [['--payloads', 'a'], '--payloads is for records in JSON: --format jsonl or json'],
    [['--hex', '--format', 'json', 'a'], '--hex is for lines of text'],
    [
      ['--summary', '--anomalies', 'a'],
      '--summary tells of connections whole: beside it only --connection has a meaning',
    ],
    [['--colour', 'a'], 'unknown option "--colour"; see millrace inspect --help'],
  ])('says what is wrong with %j', (args, line) => {
    expect(complaint('inspect', ...args)).toMatch(line);
  });
});
