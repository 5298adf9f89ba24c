import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The bundled command. */
    readonly cli: string;
  }
}

/**
 * The programs talk to the bundle that is shipped, built from the sources in the tree into a folder of this run alone, so
 * that no other build pulls it away under a running server. It lies where bundles find the packages that they leave out.
 */
export default function build(project: TestProject): () => void {
  const folder = join(project.config.root, 'node_modules', '.cache', `millrace-peers-${process.pid}`);
  execFileSync('npx', ['tsup', '--silent', '--no-dts', '--out-dir', folder], { stdio: ['ignore', 2, 2] });
  project.provide('cli', join(folder, 'cli.js'));
  return () => rmSync(folder, { recursive: true, force: true });
}
