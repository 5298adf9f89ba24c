import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs a script that prints rates, and prints what it says. It runs by itself, as a user's program does: the module loader
 * of vitest makes each use of an import a look-up by name, which would be measured too.
 *
 * @param script - URL of the TypeScript file
 */
export function printRates(script: URL): void {
  console.log(execFileSync(process.execPath, ['--import', 'tsx', fileURLToPath(script)], { encoding: 'utf8' }));
}
