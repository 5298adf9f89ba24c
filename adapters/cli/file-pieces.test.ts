import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { filePieces } from './file-pieces.ts';

async function withFile(bytes: Uint8Array, use: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-'));
  try {
    await writeFile(join(folder, 'file'), bytes);
    await use(join(folder, 'file'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('gives a file in order, each piece untouched until the next is asked for', async () => {
  const bytes = Uint8Array.from({ length: 3_500_001 }, (_, index) => index >> 8);
  await withFile(bytes, async (path) => {
    const copies: Uint8Array[] = [];
    for await (const piece of filePieces(path)) {
      await setTimeout(5); // the next one is there by now
      copies.push(piece.slice());
    }
    expect(copies.length).toBeGreaterThan(2);
    expect(Buffer.concat(copies).equals(bytes)).toBe(true);
  });
});

it('has no piece of a file without bytes, and says what is wrong with one that is not there', async () => {
  await withFile(new Uint8Array(), async (path) => {
    expect(await filePieces(path).next()).toEqual({ done: true, value: undefined });
    await expect(filePieces(`${path}.gone`).next()).rejects.toThrow('ENOENT');
  });
});

it('closes the file when nothing more is asked for', async () => {
  await withFile(new Uint8Array(3_000_000), async (path) => {
    for await (const piece of filePieces(path)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
  });
});
