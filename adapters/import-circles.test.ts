import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each source file imports of this tree, types too: who reads a file follows both. */
function importsOfTree(): Map<string, readonly string[]> {
  const files = ['core', 'adapters', 'fixtures', 'conformance'].flatMap((folder) =>
    readdirSync(posix.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
      .filter((file) => file.endsWith('.ts')),
  );
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(posix.join(root, file), 'utf8'))]));
}

const importsOf = (file: string, source: string): string[] =>
  ts
    .preProcessFile(source)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => posix.join(posix.dirname(file), fileName));

/** A way along imports that comes back to where it began; `undefined` when there is none. */
function findCircle(imports: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const clear = new Set<string>();
  const way: string[] = [];
  function walk(file: string): readonly string[] | undefined {
    if (clear.has(file)) return undefined;
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    way.push(file);
    for (const next of imports.get(file) ?? []) {
      const circle = walk(next);
      if (circle !== undefined) return circle;
    }
    way.pop();
    clear.add(file);
    return undefined;
  }
  for (const file of imports.keys()) {
    const circle = walk(file);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

describe('imports', () => {
  it('go one way: no file is reached from what it imports', () => {
    const imports = importsOfTree();
    expect(imports.get('adapters/turn.ts')).toEqual(['adapters/driver.ts', 'adapters/joined-writes.ts']);
    expect(findCircle(imports)).toBeUndefined();
  });

  it('that come back are found', () => {
    const ways = { a: ['b', 'c'], b: ['d'], c: ['d', 'e'], d: [], e: ['f'], f: ['c'] };
    expect(findCircle(new Map(Object.entries(ways)))).toEqual(['c', 'e', 'f', 'c']);
  });
});
