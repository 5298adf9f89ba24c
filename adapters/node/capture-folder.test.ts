import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureName } from '../capture/index.ts';
import { CaptureFolder } from './capture-folder.ts';

let parent = '';
const [FIRST, SECOND] = [captureName(0, 1, 1), captureName(1_000, 2, 3)];
const bytes = (text: string) => new TextEncoder().encode(text);

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'millrace-'));
});

afterAll(() => rm(parent, { recursive: true }));

describe('CaptureFolder', () => {
  it('keeps captures for their owner alone, and lists them by age', async () => {
    const folder = await CaptureFolder.at(join(parent, 'captures'));
    await folder.append(SECOND, bytes('ab'), true);
    await folder.append(FIRST, bytes('c'), true);
    await folder.append(SECOND, bytes('d'), false);
    await writeFile(join(folder.path, 'note.txt'), 'not ours');
    expect(await folder.list()).toEqual([
      { name: '19700101T000000.000Z-1.rtmp.jsonl', bytes: 1 },
      { name: '19700101T000001.000Z-2.3.rtmp.jsonl', bytes: 3 },
    ]);
    expect((await stat(join(folder.path, SECOND))).mode & 0o777).toBe(0o600);
    expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
    await folder.remove(FIRST);
    await folder.remove(FIRST);
    expect((await folder.list()).length).toBe(1);
  });

  it('writes a new capture neither over a file nor through a link', async () => {
    const folder = await CaptureFolder.at(join(parent, 'linked'));
    const target = join(parent, 'target');
    await writeFile(target, 'mine');
    await symlink(target, join(folder.path, FIRST));
    await expect(folder.append(FIRST, bytes('x'), true)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(target, 'utf8')).toBe('mine');
  });

  it('says why it cannot be', async () => {
    await expect(CaptureFolder.at(join(parent, 'a', 'b'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(CaptureFolder.at(join(parent, 'target'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
