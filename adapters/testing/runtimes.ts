import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

// Deno and Bun for tests: development dependencies that carry the runtimes. They exist for fewer machines than Node does.

export type OtherRuntime = 'deno' | 'bun';

/** What runs a TypeScript program of ours on a runtime: the command, and what stands before the program's name. */
export function commandOf(runtime: OtherRuntime): readonly [command: string, ...parameters: string[]] {
  const command = fileURLToPath(new URL(`../../node_modules/.bin/${runtime}`, import.meta.url));
  return runtime === 'bun' ? [command] : [command, 'run', '--allow-all', '--no-lock', '--no-check', '--quiet'];
}

/** Tests that need a runtime: where it does not run they are reported as skipped, by its name; in CI (`CI=true`) they fail. */
export function describeOn(runtime: OtherRuntime, name: string, tests: () => void): void {
  const isMissing = process.env.CI !== 'true' && !runs(runtime);
  describe.skipIf(isMissing)(isMissing ? `${name} (needs ${runtime}, which does not run here)` : name, tests);
}

function runs(runtime: OtherRuntime): boolean {
  try {
    execFileSync(commandOf(runtime)[0], ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
