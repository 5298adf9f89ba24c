import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const kit = fileURLToPath(new URL('..', import.meta.url));

/** Packages that the kit may use, and where. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  '@noble/hashes/hmac.js': /^kit\/wire\//,
  '@noble/hashes/legacy.js': /^kit\/wire\//,
  '@noble/hashes/sha2.js': /^kit\/wire\//,
  xstate: /^kit\/generate\//,
  'xstate/graph': /^kit\/generate\//,
};

const sources = readdirSync(kit, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /^(kit|cases|faults)\/.*\.ts$/.test(file) && !file.endsWith('.test.ts'))
  .sort();

/** What a file may not import: anything of the subject, and anything that waits or draws lots. */
function strangersIn(file: string): string[] {
  const source = readFileSync(posix.join(kit, file), 'utf8');
  return ts
    .preProcessFile(source)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => {
      if (!name.startsWith('.')) return PACKAGES[name]?.test(file) !== true;
      const folder = posix.join(posix.dirname(file), name).split('/')[0] ?? '';
      return file.startsWith('kit/') ? folder !== 'kit' : !['kit', 'cases', 'faults', 'subjects'].includes(folder);
    });
}

describe('the kit', () => {
  it('is found by this test', () => {
    expect(sources).toContain('kit/wire/chunk-decode.ts');
    expect(sources).toContain('cases/01-handshake.ts');
  });

  it.each(sources)('%s knows nothing of the subject', (file) => {
    expect(strangersIn(file)).toEqual([]);
  });

  it.each(sources)('%s uses neither the time of day nor chance', (file) => {
    const source = readFileSync(posix.join(kit, file), 'utf8');
    expect(/\bDate\.now\b|\bMath\.random\b|\bsetTimeout\b|\bperformance\b/.exec(source)?.[0]).toBeUndefined();
  });
});
