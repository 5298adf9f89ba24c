import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VodFolder } from './vod-folder.ts';

let base = '';
let folder: VodFolder;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'millrace-vod-'));
  await mkdir(join(base, 'films', 'live'), { recursive: true });
  await mkdir(join(base, 'films-too'));
  for (const name of ['films/live/a.flv', 'films/b.flv', 'films-too/c.flv', 'outside.flv']) {
    await writeFile(join(base, name), `FLV ${name}`);
  }
  await symlink(join(base, 'films', 'b.flv'), join(base, 'films', 'inside.flv'));
  await symlink(join(base, 'outside.flv'), join(base, 'films', 'leak.flv'));
  await symlink(join(base, 'films-too'), join(base, 'films', 'too'));
  await symlink('loop.flv', join(base, 'films', 'loop.flv'));
  await mkdir(join(base, 'films', 'folder.flv'));
  await symlink(join(base, 'films'), join(base, 'link-to-films'));
  folder = await VodFolder.at(join(base, 'link-to-films'));
});
afterAll(() => rm(base, { recursive: true }));

async function textOf(name: string): Promise<string | undefined> {
  const file = await folder.open(name);
  if (file === undefined) return undefined;
  const text = new TextDecoder().decode(await file.read(0, file.size));
  file.close();
  return text;
}

describe('VodFolder', () => {
  it('opens files, in folders too, and through links that stay inside', async () => {
    expect(await textOf('live/a.flv')).toBe('FLV films/live/a.flv');
    expect(await textOf('b.flv')).toBe('FLV films/b.flv');
    expect(await textOf('inside.flv')).toBe('FLV films/b.flv');
  });

  it.each([
    'nothing.flv',
    'b.flv/more.flv',
    `${'long'.repeat(500)}.flv`,
    'folder.flv',
    '../outside.flv',
    'live/../../outside.flv',
    'live/../b.flv',
    './b.flv',
    '/b.flv',
    'live//a.flv',
    '..\\outside.flv',
    'C:b.flv',
    'b.flv\0.flv',
    '',
    'leak.flv',
    'too/c.flv',
  ])('has no file "%s"', async (name) => {
    expect(await folder.open(name)).toBeUndefined();
  });

  it('says what it cannot open', async () => {
    await expect(folder.open('loop.flv')).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it('opens no pipe, and does not wait for one', async () => {
    execFileSync('mkfifo', [join(base, 'films', 'pipe.flv')]);
    expect(await folder.open('pipe.flv')).toBeUndefined();
  });

  it('reads ranges, and less where the file was truncated', async () => {
    await writeFile(join(base, 'films', 'd.flv'), '0123456789');
    const file = await folder.open('d.flv');
    const read = async (at: number, length: number) => new TextDecoder().decode(await file?.read(at, length));
    expect([file?.size, await read(2, 5), await read(0, 10), await read(9, 1)]).toEqual([
      10,
      '23456',
      '0123456789',
      '9',
    ]);
    await truncate(join(base, 'films', 'd.flv'), 4);
    expect(await read(2, 5)).toBe('23');
    file?.close();
    await expect(file?.read(0, 1)).rejects.toThrow();
  });

  it('is a folder that is there', async () => {
    await expect(VodFolder.at(join(base, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(VodFolder.at(join(base, 'outside.flv'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
