import { FlvPlayer } from '../client/index.ts';
import { clientRuntime } from './client-runtime.ts';
import { EXIT, FileError } from './exit-code.ts';
import { checkOutput, FlvOutput } from './flv-output.ts';
import type { Platform } from './platform.ts';
import type { PlayOptions } from './play-options.ts';
import { Progress, type Screen } from './progress.ts';
import type { Stoppable } from './stop-on-signal.ts';

/** Places of the index in a file, 18 KB: some hours, thinned out for longer ones. */
const KEY_FRAMES = 1_024;

/**
 * Plays a stream into a file until its end, or until it is stopped; whatever ends it, the file is made whole.
 *
 * @param begin - is given what a signal stops
 * @throws OptionError, FileError, ClientError
 */
export async function play(
  options: PlayOptions,
  platform: Platform,
  screen: Screen,
  begin: (running: Stoppable) => void,
): Promise<void> {
  const { url, file, durationMs, silenceMs, start, bufferMs, caFile } = options;
  await checkOutput(file);
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    player.stop();
  };
  const output = new FlvOutput(file, {
    onFull: () => player.hold(),
    onDrained: () => player.release(),
    onFailed: stop,
  });
  const player = new FlvPlayer({
    ...clientRuntime(platform, caFile),
    url,
    write: (bytes) => output.write(bytes),
    keyFrames: output.isPatchable ? KEY_FRAMES : 0,
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(silenceMs === undefined ? {} : { silenceMs }),
    ...(start === undefined ? {} : { start }),
    ...(bufferMs === undefined ? {} : { bufferMs }),
  });
  const progress = new Progress(screen, () => player.totals);
  begin({ stop });
  try {
    await player.done;
  } finally {
    progress.finish();
    await output.finish(player.patches());
  }
  const { pictures, sounds } = player.totals;
  if (pictures + sounds === 0 && !isStopped) throw new FileError('nothing came of the stream', EXIT.notFound);
}
