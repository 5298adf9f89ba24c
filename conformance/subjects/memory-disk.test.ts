import { expect, it } from 'vitest';
import { MemoryDisk } from './memory-disk.ts';

it.each([
  ['live/a.flv', 0],
  ['live/../a.flv', 0],
  ['live/../../a.flv', 1],
  ['..\\a.flv', 1],
  ['/srv/recordings/a.flv', 0],
  ['/etc/passwd', 1],
  ['C:\\a.flv', 1],
  ['\u0000', 1],
])('a disk in memory goes where %j leads: %i outside', async (name, strays) => {
  const disk = new MemoryDisk();
  await disk.store.open(name, 'replace');
  expect(disk.strayCount).toBe(strays);
});

it('a file is found again as it was written, and grows only when that is asked for', async () => {
  const disk = new MemoryDisk();
  const written = await disk.store.open('a.flv', 'new');
  await written.write(0, [Uint8Array.of(1, 2), Uint8Array.of(3)]);
  await written.write(1, [Uint8Array.of(9)]);
  const read = async () => {
    const file = await disk.vod.open('a.flv');
    return file && [...(await file.read(0, file.size))];
  };
  expect(await read()).toEqual([1, 9, 3]);
  expect((await disk.store.open('a.flv', 'append')).size).toBe(3);
  expect((await disk.store.open('a.flv', 'replace')).size).toBe(0);
  expect(await disk.vod.open('b.flv')).toBeUndefined();
});
