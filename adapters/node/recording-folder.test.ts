import { existsSync } from 'node:fs';
import {
  chmod,
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveServerEvent } from '../server/event.ts';
import type { RecordingStore } from '../server/recording-store.ts';
import { keyFrame, Stage } from '../server/testing/stage.ts';
import { RecordingFolder } from './recording-folder.ts';

let place: string;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'millrace-'));
});

afterEach(() => rm(place, { recursive: true, force: true }));

const text = (words: string) => new TextEncoder().encode(words);
const read = (name: string) => readFile(join(place, name), 'utf8');

/** As somebody who may not do everything. */
async function asNobody<Result>(act: () => Promise<Result>): Promise<Result> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('RecordingFolder.at', () => {
  it('takes a folder, and makes one that is missing, which others may not look into', async () => {
    expect((await RecordingFolder.at(place)).path).toBe(place);
    await RecordingFolder.at(join(place, 'new'));
    expect((await stat(join(place, 'new'))).mode & 0o7).toBe(0);
  });

  it('rejects what is missing further up, is a file, or is not ours to write to', async () => {
    await writeFile(join(place, 'file'), '');
    await mkdir(join(place, 'theirs'), { mode: 0o555 });
    await chmod(place, 0o755);
    const code = (name: string) => RecordingFolder.at(join(place, name)).catch((error) => error.code);
    expect(await code('not/there')).toBe('ENOENT');
    expect(await code('file')).toBe('ENOTDIR');
    expect(await asNobody(() => code('theirs'))).toBe('EACCES');
  });
});

describe('RecordingFolder.open', () => {
  it('makes folders and a file for the owner and the group, and writes where it is told to', async () => {
    const folder = await RecordingFolder.at(place);
    const file = await folder.open('live/deep/a.flv', 'new');
    expect(file.size).toBe(0);
    await file.write(0, [text('Hello'), text(''), text(' world')]);
    await file.write(0, [text('J')]);
    await file.truncate(8);
    expect(new TextDecoder().decode(await file.read(5, 100))).toBe(' wo');
    await file.close();
    expect(await read('live/deep/a.flv')).toBe('Jello wo');
    expect((await stat(join(place, 'live/deep/a.flv'))).mode & 0o137).toBe(0);
  });

  it('makes a new file only where there is none', async () => {
    const folder = await RecordingFolder.at(place);
    await (await folder.open('a.flv', 'new')).close();
    await expect(folder.open('a.flv', 'new')).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('rejects a folder that is a file, and a file that is a folder', async () => {
    const folder = await RecordingFolder.at(place);
    await writeFile(join(place, 'live'), '');
    await mkdir(join(place, 'a.flv'));
    await expect(folder.open('live/a.flv', 'new')).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(folder.open('a.flv', 'append')).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('replaces a file as a whole, a link itself and not what it leads to', async () => {
    const folder = await RecordingFolder.at(place);
    await writeFile(join(place, 'precious'), 'keep');
    await symlink(join(place, 'precious'), join(place, 'a.flv'));
    const file = await folder.open('a.flv', 'replace');
    await file.write(0, [text('new')]);
    await file.close();
    expect(await read('precious')).toBe('keep');
    expect(await read('a.flv')).toBe('new');
    await (await folder.open('b.flv', 'replace')).close();
  });

  it('appends to what is there, or to nothing', async () => {
    const folder = await RecordingFolder.at(place);
    await writeFile(join(place, 'a.flv'), 'before');
    const file = await folder.open('a.flv', 'append');
    expect(file.size).toBe(6);
    await file.close();
    expect((await folder.open('b.flv', 'append').then(async (made) => [made.size, await made.close()]))[0]).toBe(0);
    expect(await read('a.flv')).toBe('before');
  });

  it.runIf(process.platform !== 'win32')('appends to no file that a link leads to', async () => {
    const folder = await RecordingFolder.at(place);
    await writeFile(join(place, 'precious'), 'keep');
    await symlink(join(place, 'precious'), join(place, 'a.flv'));
    await expect(folder.open('a.flv', 'append')).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it('leaves no file open that cannot be asked for its size', async () => {
    const folder = await RecordingFolder.at(place);
    const probe = await open(join(place, 'probe'), 'w');
    const handles: FileHandle = Object.getPrototypeOf(probe);
    await probe.close();
    let opened: FileHandle | undefined;
    const broken = vi.spyOn(handles, 'stat').mockImplementation(function (this: FileHandle) {
      opened = this;
      return Promise.reject(Object.assign(new Error('broken'), { code: 'EIO' }));
    });
    try {
      await expect(folder.open('a.flv', 'new')).rejects.toMatchObject({ code: 'EIO' });
    } finally {
      broken.mockRestore();
    }
    expect(opened?.fd).toBe(-1);
  });

  it('rejects a name that leads elsewhere', async () => {
    const folder = await RecordingFolder.at(join(place, 'in'));
    for (const name of ['../a.flv', 'live/../../a.flv', '', '.', 'live/..']) {
      await expect(folder.open(name, 'new')).rejects.toThrow(RangeError);
    }
    expect(await readdir(place)).toEqual(['in']);
  });
});

describe('a server that records into a folder', () => {
  /** Publishes one key frame, to be recorded in `live/a.flv`. @returns what the recording ends with, and statuses */
  async function record(
    type: 'record' | 'append',
    makeStore: (folder: RecordingFolder) => RecordingStore = (folder) => folder,
  ): Promise<{ end: LiveServerEvent; codes: readonly string[] }> {
    const store = makeStore(await RecordingFolder.at(place));
    const stage = new Stage({ recording: { store } });
    const client = await stage.connected();
    client.run((connection, now) => connection.publish(1, { name: 'a', type }, now));
    await stage.settle();
    client.send(keyFrame(1));
    await stage.settle();
    client.run((connection, now) => connection.fcUnpublish('a', now));
    for (;;) {
      await stage.settle();
      const end = stage.events.find(({ type }) => type === 'recordingStopped' || type === 'recordingFailed');
      if (end !== undefined) {
        await stage.settle();
        return { end, codes: client.codes };
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('has a file in the end', async () => {
    const { end } = await record('record');
    expect(end).toMatchObject({ type: 'recordingStopped', bytes: (await stat(join(place, 'live/a.flv'))).size });
  });

  it('is told no by a folder that is not ours', async () => {
    await mkdir(join(place, 'live'), { mode: 0o555 });
    await chmod(place, 0o777);
    const { end, codes } = await asNobody(() => record('record'));
    expect(end).toMatchObject({ type: 'recordingFailed', code: 'EACCES' });
    expect(codes).toContain('NetStream.Record.NoAccess');
  });

  it.runIf(existsSync('/dev/full'))('ends a recording for which there is no room', async () => {
    await symlink('/dev', join(place, 'devices'));
    const { end, codes } = await record('append', (folder) => ({
      open: (_, mode) => folder.open('devices/full', mode),
    }));
    expect(end).toMatchObject({ type: 'recordingFailed', code: 'ENOSPC', description: 'The disk is full.', bytes: 0 });
    expect(codes).toContain('NetStream.Record.Failed');
  });
});
