import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import jsr from '../../jsr.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { entries } from '../../tsup.config.ts';
import { reachedFrom } from './imports.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Folders of `adapters/` that belong to one runtime or one purpose; the files beside them belong to all. */
const folderOf = (file: string) => /^adapters\/([\w-]+)\//.exec(file)?.[1];

/** What an entry may bring with it beside its own folder, `core/` and the files beside the folders. */
const MAY_BRING: Readonly<Record<string, { readonly folders?: readonly string[]; readonly packages?: RegExp }>> = {
  '.': {},
  './client': {},
  './memory': {},
  './node': { folders: ['web', 'server', 'capture'], packages: /^(node:|ws$)/ },
  './deno': { folders: ['web'] },
  './bun': { folders: ['web'] },
  './web': {},
  './server': { folders: ['client'] },
  './capture': {},
  './fixtures': {},
  './conformance': { folders: ['client', 'log', 'memory', 'server'], packages: /^node:/ },
};

const OF_THE_CORE = /^(xstate|@noble\/hashes)$/;

describe.each(Object.entries(jsr.exports))('the entry %s', (name, entry) => {
  const { files, packages } = reachedFrom(root, entry.replace('./', ''));
  const { folders = [], packages: mayImport = OF_THE_CORE } = MAY_BRING[name] ?? {};

  it('pulls no code of another runtime', () => {
    const own = folderOf(entry.replace('./', ''));
    const foreign = [...files].filter((file) => {
      const folder = folderOf(file);
      return folder !== undefined && folder !== own && !folders.includes(folder);
    });
    expect(foreign).toEqual([]);
  });

  it('imports only packages that its runtime has', () => {
    const foreign = [...packages].filter((one) => !OF_THE_CORE.test(one) && !mayImport.test(one));
    expect(foreign).toEqual([]);
  });

  it('pulls nothing that only tests use', () => {
    expect([...files].filter((file) => /\/testing\/|\.test\.ts$|^adapters\/contract/.test(file))).toEqual([]);
  });
});

describe('the package', () => {
  const subpaths = Object.keys(packageJson.exports).filter((name) => name !== './package.json');

  it('offers the same entries to npm and to JSR, built from the same sources', () => {
    const built: Readonly<Record<string, string>> = entries;
    const fromNpm = subpaths.map((name) => [name, `./${built[name === '.' ? 'index' : name.slice(2)]}`]);
    expect(Object.fromEntries(fromNpm)).toEqual(jsr.exports);
    expect(Object.keys(MAY_BRING).sort()).toEqual(Object.keys(jsr.exports).sort());
  });

  it('has types for each entry', () => {
    const { './package.json': _, ...exported } = packageJson.exports;
    for (const [name, { types, default: file }] of Object.entries(exported)) {
      const stem = name === '.' ? 'index' : name.slice(2);
      expect([types, file]).toEqual([`./dist/${stem}.d.ts`, `./dist/${stem}.js`]);
    }
  });

  it('has the same version, license and dependencies in both', () => {
    const { version, license, dependencies } = packageJson;
    expect({ version: jsr.version, license: jsr.license }).toEqual({ version, license });
    expect(jsr.imports).toEqual(
      Object.fromEntries(Object.entries(dependencies).map(([name, range]) => [name, `npm:${name}@${range}`])),
    );
  });
});
