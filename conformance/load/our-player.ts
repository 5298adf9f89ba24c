import { writeFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { FlvPlayer } from '../../adapters/client/index.ts';
import { connect, nodeRuntime } from '../../adapters/node/index.ts';

/** Our player in this process, once the server has taken it. nginx does not tell it of the end, but falls silent. */
export async function playing(url: string, file: string): Promise<{ readonly written: Promise<void> }> {
  const pieces: Uint8Array[] = [];
  let began = (): void => undefined;
  const started = new Promise<void>((resolve) => {
    began = resolve;
  });
  const write = (bytes: Uint8Array): void => {
    pieces.push(bytes);
  };
  const player = new FlvPlayer({ ...nodeRuntime, connect, url, silenceMs: 3_000, onStarted: began, write });
  onTestFinished(() => player.stop());
  await Promise.race([started, player.done]);
  return { written: player.done.then(() => writeFileSync(file, Buffer.concat(pieces))) };
}
