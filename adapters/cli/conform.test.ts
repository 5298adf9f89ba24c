import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../testing/until.ts';
import { Cli } from './testing/cli.ts';

/** Says its own number, and connects whether or not anybody listens. */
const AGAIN_AND_AGAIN = `
  require('node:fs').writeFileSync(process.argv[1], String(process.pid));
  const { port } = new URL(process.env.RTMP_URL.replace('rtmp', 'http'));
  setInterval(() => require('node:net').connect(Number(port), '127.0.0.1').on('error', () => {}), 100);`;

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('takes the client that it has started with it when a signal ends it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-conform-signal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'pid');
  const pidOf = () => {
    try {
      return Number(readFileSync(file, 'utf8'));
    } catch {
      return 0;
    }
  };
  const cli = new Cli('conform', 'client', '--only', '1.25', '--', process.execPath, '-e', AGAIN_AND_AGAIN, file);
  await until(() => pidOf() > 0);
  const pid = pidOf();
  expect(runs(pid)).toBe(true);
  cli.signal('SIGTERM');
  expect(await cli.exit()).toBe(143);
  await until(() => !runs(pid));
});
