import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The command, made one file of the sources in the tree. */
    readonly millrace: string;
  }
}

/**
 * Makes one file of the command, once for all tests that start it: to load it module by module, each turned from
 * TypeScript, takes a process seven times as long. It lies where it finds the packages that it leaves out.
 */
export default async function bundle(project: TestProject): Promise<() => Promise<void>> {
  const folder = join(project.config.root, 'node_modules', '.cache', `millrace-tests-${process.pid}`);
  const outfile = join(folder, 'cli.js');
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  await build({ entryPoints: [main], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm' });
  project.provide('millrace', outfile);
  return () => rm(folder, { recursive: true, force: true });
}
