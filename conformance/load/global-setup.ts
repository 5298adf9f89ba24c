import { execFileSync } from 'node:child_process';
import { BUILD_FOLDER } from './build-folder.ts';

/**
 * The programs talk to the bundle that is shipped, built from the sources in the tree. It has a folder of its own, so
 * that nobody who builds `dist` meanwhile pulls it away under a running server.
 */
export default function build(): void {
  execFileSync('npx', ['tsup', '--silent', '--no-dts', '--out-dir', BUILD_FOLDER], { stdio: ['ignore', 2, 2] });
}
