import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureFile } from '../../fixtures/corpus/capture.ts';
import { EXIT, FileError } from './exit-code.ts';
import { inspect } from './inspect.ts';
import { parseInspect } from './inspect-options.ts';

const PUBLISH = 'ffmpeg5-publish-busy-nginx';
const PLAY = 'ffmpeg9-play-srs-multitrack';

let folder = '';
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'));
  const file = captureFile(PUBLISH);
  await writeFile(path('whole.pcap'), file);
  const members = [file.subarray(0, 5_000), file.subarray(5_000)].map((part) => gzipSync(part));
  await writeFile(path('whole.pcap.gz'), Buffer.concat(members));
  await writeFile(path('cut.pcap'), file.subarray(0, file.length - 100));
  await writeFile(path('cut.gz'), gzipSync(captureFile(PLAY)).subarray(0, 60_000));
  await writeFile(path('play.pcap'), captureFile(PLAY));
  await writeFile(path('note.txt'), 'no capture at all');
});

afterAll(() => rm(folder, { recursive: true }));

class Memory extends Writable {
  text = '';

  override _write(piece: Buffer, _: string, done: () => void): void {
    this.text += piece.toString('utf8');
    setImmediate(done); // a slow reader
  }
}

/** Runs the command. @returns what it printed, and how it failed */
async function run(...args: string[]): Promise<{ stdout: string; stderr: string; error: unknown }> {
  const stdout = new Memory();
  const stderr = new Memory();
  const error = await inspect(parseInspect(args), { stdout, stderr, hasColour: false }).catch(
    (reason: unknown) => reason,
  );
  return { stdout: stdout.text, stderr: stderr.text, error };
}

describe('millrace inspect', () => {
  it('says of a transcript what it says of the capture, in every view', async () => {
    const transcript = (await run('--format', 'jsonl', '--payloads', path('whole.pcap'))).stdout;
    await writeFile(path('play.rtmp.jsonl'), transcript);
    await writeFile(path('play.jsonl.gz'), gzipSync(transcript));
    for (const view of [[], ['--summary'], ['--hex'], ['--format', 'jsonl', '--payloads'], ['--type', 'command']]) {
      const expected = await run(...view, path('whole.pcap'));
      expect(await run(...view, path('play.rtmp.jsonl'))).toEqual(expected);
      expect(await run(...view, path('play.jsonl.gz'))).toEqual(expected);
    }
    const [page, same] = await Promise.all(
      ['whole.pcap', 'play.rtmp.jsonl'].map((name) => run('--html', '-', path(name))),
    );
    expect(same?.stdout.replaceAll('play.rtmp.jsonl', 'whole.pcap')).toBe(page?.stdout);
  });

  it('reads a transcript up to the line that is damaged', async () => {
    const lines = (await run('--format', 'jsonl', path('whole.pcap'))).stdout.split('\n');
    await writeFile(path('cut.jsonl'), `${lines.slice(0, 8).join('\n')}\n${lines[8]?.slice(0, 40)}`);
    const { stdout, error } = await run('--format', 'jsonl', path('cut.jsonl'));
    expect(stdout.split('\n').slice(0, 8)).toEqual(lines.slice(0, 8));
    const at = lines.slice(0, 8).join('\n').length + 1;
    expect(String(error)).toMatch(new RegExp(`cut.jsonl, byte ${at}: line 9: expected a JSON object, got `));
  });

  it('says the same of a capture, of its gzip in many members, and in JSON the records of both', async () => {
    const plain = await run(path('whole.pcap'));
    expect(plain.error).toBeUndefined();
    expect(await run(path('whole.pcap.gz'))).toEqual(plain);
    expect(plain.stdout).toContain('server        error NetStream.Publish.BadName Already publishing\n');
    expect(plain.stdout).toMatch(/\n30 packets, 1 connection, 1 of RTMP\n$/);
    const lines = (await run('--format', 'jsonl', path('whole.pcap'))).stdout.trimEnd().split('\n');
    const array: unknown = JSON.parse((await run('--format', 'json', path('whole.pcap'))).stdout);
    expect(array).toEqual(lines.map((line): unknown => JSON.parse(line)));
    expect(array).toContainEqual(expect.objectContaining({ kind: 'message', command: 'publish', direction: 'c2s' }));
  });

  it('writes payloads when it is asked to', async () => {
    const { stdout } = await run('--format', 'json', '--payloads', '--type', 'command', path('whole.pcap'));
    const messages: { kind: string; messageLength: number; payload: string }[] = JSON.parse(stdout);
    for (const { messageLength, payload } of messages.filter(({ kind }) => kind === 'message')) {
      expect(Buffer.from(payload, 'base64')).toHaveLength(messageLength);
    }
    expect(messages).toHaveLength(11);
  });

  it('tells what is whole of a file that is cut off, then where, and fails with 7', async () => {
    const { stdout, error } = await run(path('cut.pcap'));
    expect(stdout).toContain('NetStream.Publish.BadName');
    expect(error).toMatchObject({ name: 'FileError', exitCode: EXIT.file });
    expect(String(error)).toMatch(
      /cut\.pcap, byte \d+: expected a whole record, got \d+ bytes of one and the end of the file$/,
    );
    const gzip = await run('--summary', path('cut.gz'));
    expect(gzip.stdout).toContain('server sends  AVC High 1.2, 320x180, 25 fps');
    expect(String(gzip.error)).toMatch(/cut\.gz cannot be read past byte \d+ of its content: unexpected end of file$/);
  });

  it('tells what is whole of a gzip with something else behind it', async () => {
    const packets = captureFile('ffmpeg5-vod-seek-nginx-flv');
    const file = Buffer.concat([packets, packets.subarray(24)]);
    await writeFile(path('behind.gz'), Buffer.concat([gzipSync(file), Buffer.from('no gzip')]));
    const { error } = await run('--summary', path('behind.gz'));
    const [, at] = /cannot be read past byte (\d+) of its content: incorrect header check$/.exec(String(error)) ?? [];
    expect(file.length - Number(at)).toBeLessThan(50_000); // of 16 KiB that fail together
    expect(Number(at)).toBeGreaterThan(500_000);
  });

  it('goes on with the other files, and names each', async () => {
    const { stdout, stderr, error } = await run('--summary', path('note.txt'), path('whole.pcap'), path('play.pcap'));
    expect(stdout.match(/^== .*|#0.*/gm)).toHaveLength(5);
    expect(stdout).toContain('0 packets, 0 connections, none of RTMP\n');
    expect(stderr).toMatch(
      /^millrace: .*note\.txt, byte 0: expected a pcap or pcapng file, got one that begins 6e 6f 20 63 61 70 74 75 \(no\.captu\); pcap, pcapng and transcripts .*\n$/,
    );
    expect(String(error)).toContain('1 of 3 files could not be read to their end');
    const { stdout: jsonl } = await run('--format', 'jsonl', path('whole.pcap'), path('play.pcap'));
    expect(jsonl.match(/"kind":"transcript".*"file":".*"/g)).toHaveLength(2);
  });

  it('sums connections up for programs', async () => {
    const [connection] = JSON.parse((await run('--summary', '--format', 'json', path('play.pcap'))).stdout);
    expect(connection).toMatchObject({
      connection: 0,
      app: 'live',
      deeds: [{ direction: 'c2s', text: 'play s052 -2000' }],
      tracks: { c2s: [], s2c: [{ media: 'video', width: 320 }, { media: 'audio' }, { media: 'audio' }] },
    });
  });

  it('draws a page, to a file or to the standard output', async () => {
    const page = path('page.html');
    const { stdout, error } = await run('--html', page, path('play.pcap'), path('whole.pcap'));
    expect([stdout, error]).toEqual(['', undefined]);
    const text = await readFile(page, 'utf8');
    expect(text.match(/<h1>|<section>/g)).toEqual(['<h1>', '<section>', '<h1>', '<section>']);
    expect((await run('--html', '-', path('play.pcap'), path('whole.pcap'))).stdout).toBe(text);
    expect((await run('--html', '-', '--connection', '1', path('play.pcap'))).stdout).not.toContain('<section>');
    expect(String((await run('--html', folder, path('play.pcap'))).error)).toMatch(/cannot write .*: it is a folder$/);
  });

  it('opens every file before it says a word', async () => {
    const { stdout, error } = await run(path('whole.pcap'), path('nowhere.pcap'));
    expect(String(error)).toMatch(/cannot open .*nowhere\.pcap: no such file or directory$/);
    expect(stdout).toBe('');
    expect(String((await run(folder)).error)).toMatch(/it is a folder$/);
  });

  it('ends as SIGPIPE would when nobody reads any more', async () => {
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const stdout = new Writable({ write: (_, __, done) => done(gone) }).on('error', () => {});
    const failed = inspect(parseInspect([path('play.pcap')]), { stdout, stderr: stdout, hasColour: false });
    await expect(failed).rejects.toEqual(expect.objectContaining({ exitCode: EXIT.pipe }));
    await expect(failed).rejects.toBeInstanceOf(FileError);
  });
});
