import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { FileError } from './exit-code.ts';
import { inspect } from './inspect.ts';
import { parseInspect } from './inspect-options.ts';
import { OptionError } from './option-values.ts';

const DIRECTORY = mkdtempSync(join(tmpdir(), 'millrace-inspect-'));
afterAll(() => rmSync(DIRECTORY, { recursive: true }));

const PACKED = new URL('../../fixtures/captures/rtmpdump-play-rtmpsrv.pcap.gz', import.meta.url);
const PLAIN = gunzipSync(readFileSync(PACKED));

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(DIRECTORY, name);
  writeFileSync(path, bytes);
  return path;
}

async function told(...args: string[]): Promise<string> {
  let text = '';
  const output = {
    write: (block: string, done?: () => void) => {
      text += block;
      done?.();
      return true;
    },
  };
  await inspect(parseInspect(args), output);
  return text;
}

describe('millrace inspect', () => {
  it('writes one JSON object in each line, of plain and of compressed files in one member or in many', async () => {
    const plain = await told('--format', 'jsonl', fileOf('plain.pcap', PLAIN));
    const kinds = plain
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).kind);
    expect(kinds[0]).toBe('transcript');
    expect(kinds.filter((kind) => kind === 'message')).toHaveLength(26);
    expect(kinds.at(-1)).toBe('end');
    const half = PLAIN.length >> 1;
    const members = Buffer.concat([gzipSync(PLAIN.subarray(0, half)), gzipSync(PLAIN.subarray(half))]);
    expect(await told('--format', 'jsonl', fileOf('members.pcap.gz', members))).toBe(plain);
    expect(await told('--format=jsonl', fileOf('one.gz', gzipSync(PLAIN)), fileOf('two', PLAIN))).toBe(plain + plain);
  });

  it('writes payloads when it is asked to', async () => {
    const lines = await told('--format', 'jsonl', '--payloads', fileOf('payloads.pcap', PLAIN));
    const message = lines
      .split('\n')
      .map((line) => JSON.parse(line || '{}'))
      .find(({ kind }) => kind === 'message');
    expect(Buffer.from(message.payload, 'base64')).toHaveLength(message.messageLength);
  });

  it('writes a line for people by default', async () => {
    const text = await told(fileOf('text.pcap', PLAIN));
    expect(text).toContain('#0 127.0.0.1:50400 to 127.0.0.1:1935: rtmp\n');
    expect(text).toMatch(/ 24 +0\.042353 #0 c2s CommandAmf0 30 bytes, .* play\(4, null, "x", -1000\)\n/);
    expect(text).toContain('[Q-13: expected type 0 to open chunk stream 2, got type 1]');
    expect(text.trimEnd().split('\n').at(-1)).toBe('59 packets, 2 connections');
  });

  it('tells what is whole of a file that is cut off, and then says where it was', async () => {
    const cut = fileOf('cut.pcap', PLAIN.subarray(0, 9_000));
    await expect(told('--format', 'jsonl', cut)).rejects.toThrow(/cut\.pcap: expected a whole record, .* at byte \d+$/);
    await expect(told(cut)).rejects.toBeInstanceOf(FileError);
    const packed = fileOf('cut.gz', readFileSync(PACKED).subarray(0, 4_000));
    await expect(told(packed)).rejects.toBeInstanceOf(FileError);
    await expect(told(fileOf('empty', new Uint8Array()))).rejects.toThrow('got no bytes');
    await expect(told(fileOf('text.txt', Buffer.from('hello')))).rejects.toThrow('one that begins 68 65 6c 6c');
  });

  it('refuses files that are not there, and options that make no sense', async () => {
    await expect(told(join(DIRECTORY, 'nothing'))).rejects.toBeInstanceOf(OptionError);
    await expect(told(DIRECTORY)).rejects.toThrow('cannot read');
    expect(() => parseInspect([])).toThrow('inspect wants a FILE');
    expect(() => parseInspect(['--format', 'xml', 'x'])).toThrow('--format wants text or jsonl, not "xml"');
    expect(() => parseInspect(['--payloads', 'x'])).toThrow('--payloads needs --format jsonl');
  });
});
