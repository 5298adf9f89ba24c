import { type ChildProcess, spawn } from 'node:child_process';
import type { Intent } from '../kit/case.ts';

/** How a client is started: a program and its arguments, in which `{url}`, `{media}` and the like are replaced. */
export type CommandTemplate = readonly [program: string, ...parameters: string[]];

/** What a client is told: see conformance/README.md. */
export interface LaunchOrder {
  readonly intent: Intent;
  readonly tcUrl: string;
  /** Of its stream. */
  readonly name: string;
  readonly mediaFile: string;
  readonly recordFile: string;
  /** After that it is killed, milliseconds. */
  readonly mostMs: number;
}

/** Starts a client as the leader of a group of its own, so that a script's children end with it. Its standard error can be read. */
export function launch(template: CommandTemplate, order: LaunchOrder): ChildProcess {
  const { intent, tcUrl, name, mediaFile, recordFile, mostMs } = order;
  const url = `${tcUrl}/${name}`;
  const words: Readonly<Record<string, string>> = { url, intent, media: mediaFile, record: recordFile, tcUrl, name };
  const filled = template.map((part) => part.replaceAll(/\{(\w+)\}/g, (all, word) => words[word] ?? all));
  const [program = '', ...parameters] = filled;
  const env = {
    ...process.env,
    RTMP_URL: url,
    RTMP_INTENT: intent,
    RTMP_CASE: name,
    RTMP_MEDIA: mediaFile,
    RTMP_RECORD: recordFile,
    RTMP_DEADLINE_MS: String(mostMs),
  };
  const child = spawn(program, parameters, { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  endWithUs(child);
  return child;
}

/** Kills what `launch` has started. @returns when it is gone */
export async function killed(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || !running.has(child)) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  kill(child);
  await gone;
}

/** A group of its own is not ended by what ends ours: a client that connects again and again would run for ever. */
const running = new Set<ChildProcess>();
let isWatching = false;

function endWithUs(child: ChildProcess): void {
  if (child.pid === undefined) return; // it could not be started
  if (!isWatching) process.once('exit', () => running.forEach(kill));
  isWatching = true;
  running.add(child);
  child.once('exit', () => running.delete(child));
}

function kill({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}
