import { spawn } from 'node:child_process';
import { setTimeout as later } from 'node:timers/promises';
import type { CommandTemplate } from '../transports/launch.ts';
import { isReachable, type ServerPlace } from '../transports/server-target.ts';

const PATIENCE_MS = 10_000;
const ASK_EVERY_MS = 100;

/** Runs the command that starts a server anew, to its end. @returns whether the server accepts connections then, within 10 s */
export async function restarted([program, ...parameters]: CommandTemplate, place: ServerPlace): Promise<boolean> {
  const child = spawn(program, parameters, { stdio: 'ignore' });
  await new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', () => resolve());
  });
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await later(ASK_EVERY_MS)) {
    if (await isReachable(place)) return true;
  }
  return false;
}
