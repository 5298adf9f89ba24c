import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PublishKeys } from './publish-keys.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function read(text: string): Promise<PublishKeys> {
  const file = join(folder, 'keys');
  await writeFile(file, text);
  return PublishKeys.read('--publish-keys', file);
}

describe('PublishKeys', () => {
  it('knows the keys of a file, a line each, and no other', async () => {
    const keys = await read('# of the studio\nstudio-2f81c0\r\n\nvan.one~77_x\n');
    expect(['studio-2f81c0', 'van.one~77_x'].map((key) => keys.has(key))).toEqual([true, true]);
    for (const key of ['', 'studio-2f81c', 'studio-2f81c0 ', 'STUDIO-2F81C0', '# of the studio']) {
      expect(keys.has(key)).toBe(false);
    }
  });

  it.each([
    ['', 'holds no key'],
    ['# none\n\n', 'holds no key'],
    ['good-key-1\nshort\n', 'wants a key of 8 or more letters, digits, and -._~ in line 2'],
    ['with blanks in it\n', 'in line 1'],
  ])('refuses a file with %j, and repeats none of it', async (text, complaint) => {
    const error: Error = await read(text).then(
      () => new Error('taken'),
      (refused: Error) => refused,
    );
    expect([error.name, error.message]).toEqual(['OptionError', expect.stringContaining(complaint)]);
    expect(error.message).not.toMatch(/good|short|blanks/);
  });

  it('says why a file cannot be read', async () => {
    await expect(PublishKeys.read('--publish-keys', join(folder, 'absent'))).rejects.toThrow(
      /^--publish-keys ".*absent" cannot be read: no such file or directory$/,
    );
  });
});
