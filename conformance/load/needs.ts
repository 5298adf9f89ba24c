import { spawnSync } from 'node:child_process';
import { it, type TestFunction } from 'vitest';

/** A program that must be there for a test, and how to see that it is: a command that succeeds. */
const PROBES = {
  chromium: ['which', 'chromium'],
  ffmpeg: ['ffmpeg', '-version'],
  ffprobe: ['ffprobe', '-version'],
  // Development dependencies, which exist for fewer machines than Node does.
  deno: ['node_modules/.bin/deno', '--version'],
  bun: ['node_modules/.bin/bun', '--version'],
  openssl: ['openssl', 'version'],
  rtmpdump: ['which', 'rtmpdump'],
  tshark: ['which', 'tshark'],
  editcap: ['which', 'editcap'],
  rtmp2sink: ['gst-inspect-1.0', '--exists', 'rtmp2sink'],
  rtmp2src: ['gst-inspect-1.0', '--exists', 'rtmp2src'],
  flvmux: ['gst-inspect-1.0', '--exists', 'flvmux'],
  'nginx with its rtmp module': ['test', '-e', '/usr/lib/nginx/modules/ngx_rtmp_module.so'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type ProgramName = keyof typeof PROBES;

const found = new Map<ProgramName, boolean>();

/** Whether the program (for GStreamer: the element) is installed. */
function isInstalled(name: ProgramName): boolean {
  let answer = found.get(name);
  if (answer === undefined) {
    const [command, ...parameters] = PROBES[name];
    answer = spawnSync(command, parameters, { stdio: 'ignore' }).status === 0;
    found.set(name, answer);
  }
  return answer;
}

/**
 * A test that needs programs. Where one is absent it is reported as skipped, with the name of what it lacks; in CI
 * (`CI=true`) absence is a failure, so that nothing stays unproven without being seen.
 */
export function itNeeds(programs: readonly ProgramName[], title: string, test: TestFunction): void {
  const absent = programs.filter((name) => !isInstalled(name));
  if (absent.length === 0) it(title, test);
  else if (process.env.CI !== 'true') it.skip(`${title} (needs ${absent.join(', ')})`, test);
  else {
    it(title, () => {
      throw new Error(`in CI this must not be skipped: ${absent.join(', ')} not installed`);
    });
  }
}
