import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureFile } from '../../fixtures/corpus/capture.ts';
import { EXIT } from './exit-code.ts';
import { replay } from './replay.ts';
import { parseReplay } from './replay-options.ts';
import { complaint } from './testing/complaint.ts';

let folder = '';
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'));
  const publish = captureFile('ffmpeg9-pubplay-nms-h264-aac');
  await writeFile(path('publish.pcap'), publish);
  await writeFile(path('cut.pcap'), publish.subarray(0, 60_000));
  await writeFile(path('rtmpe.pcap'), captureFile('rtmpdump-rtmpe-play-rtmpsrv'));
});

afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ text: string; error: unknown }> {
  let text = '';
  const stdout = new Writable({
    write: (piece: Buffer, _, done) => {
      text += piece.toString('utf8');
      done();
    },
  });
  const error = await replay(parseReplay(args), stdout, false).catch((reason: unknown) => reason);
  return { text, error };
}

describe('millrace replay', () => {
  it('replays every connection, or the one that is asked for', async () => {
    const { text, error } = await run('--as', 'server', path('publish.pcap'));
    expect(error).toBeUndefined();
    expect(text.match(/^#\d/gm)).toEqual(['#0', '#1']);
    const one = await run('--as', 'client', '--connection', '1', '--instant', path('publish.pcap'));
    expect(one.text.match(/^#\d/gm)).toEqual(['#1']);
    expect(one.text).toContain('millrace in place of the client');
    expect(await run('--as', 'server', path('publish.pcap'))).toEqual({ text, error });
  });

  it('has a form for programs', async () => {
    const { text } = await run('--as', 'server', '--format', 'json', path('publish.pcap'));
    const [first]: { lines: object[] }[] = JSON.parse(text);
    expect(first).toMatchObject({ connection: 0, protocol: 'rtmp', refusals: [] });
    expect(first?.lines[0]).toMatchObject({
      verdict: 'same',
      theirs: { part: 'S0+S1+S2' },
      ours: { kind: 'handshake' },
    });
  });

  it('fails with 7 where there is nothing to replay, or the file is damaged, after what is whole', async () => {
    expect((await run('--as', 'server', path('rtmpe.pcap'))).error).toMatchObject({
      message: expect.stringContaining('holds nothing to replay'),
      exitCode: EXIT.file,
    });
    const { text, error } = await run('--as', 'server', path('cut.pcap'));
    expect(text).toContain('ours is still open, as the recorded one was');
    expect(String(error)).toMatch(/cut\.pcap, byte \d+: expected a whole record/);
  });

  it.each([
    [['--as', 'server'], 'replay wants a FILE; see millrace replay --help'],
    [['a'], 'replay wants --as server, --as client or --to URL'],
    [['--as', 'proxy', 'a'], '--as wants server or client, not "proxy"'],
    [['--as', 'server', 'a', 'b'], 'unexpected argument "b"; see millrace replay --help'],
    [['--as', 'server', '--to', 'rtmp://h/a/b', 'a'], '--to URL takes the place of --as'],
    [['--as', 'server', '--ca', 'c', 'a'], '--ca is for --to URL'],
    [['--to', 'http://h/a/b', 'a'], /^not the URL of a stream: /],
    [['--as', 'server', '--connection', 'x', 'a'], '--connection wants a whole number, not "x"'],
  ])('says what is wrong with %j', (args, line) => {
    expect(complaint('replay', ...args)).toMatch(line);
  });
});
