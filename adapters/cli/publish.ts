import type { FlvSkip } from '../../core/index.ts';
import { FlvPublisher } from '../client/index.ts';
import { clientRuntime } from './client-runtime.ts';
import { EXIT, FileError } from './exit-code.ts';
import { flvSource } from './flv-source.ts';
import type { Platform } from './platform.ts';
import { Progress, type Screen } from './progress.ts';
import type { PublishOptions } from './publish-options.ts';
import type { Stoppable } from './stop-on-signal.ts';

/** Notes of damage that are shown one by one. */
const MOST_NOTES = 10;

/**
 * Publishes a file until its end, or until it is stopped.
 *
 * @param begin - is given what a signal stops
 * @throws OptionError, FileError, ClientError
 */
export async function publish(
  options: PublishOptions,
  platform: Platform,
  screen: Screen,
  begin: (running: Stoppable) => void,
): Promise<void> {
  const { file, url, loop, fast, type, caFile } = options;
  const open = await flvSource(file);
  const damage: FlvSkip[] = [];
  let isStopped = false;
  const publisher = new FlvPublisher({
    ...clientRuntime(platform, caFile),
    url,
    open,
    loop,
    type,
    pace: fast ? 'fast' : 'timestamps',
    onSkip: (skip) => {
      damage.push(skip);
      if (damage.length <= MOST_NOTES) progress.note(`millrace: ${skipNote(file, skip)}`);
    },
  });
  const progress = new Progress(screen, () => publisher.totals);
  begin({
    stop: () => {
      isStopped = true;
      publisher.stop();
    },
  });
  try {
    await publisher.done;
  } finally {
    progress.finish();
    if (damage.length > MOST_NOTES) progress.note(`millrace: ${file}: ${damage.length} places were skipped in all`);
  }
  const { pictures, sounds } = publisher.totals;
  if (pictures + sounds === 0 && !isStopped) throw new FileError(`${nameOf(file)} held nothing to publish`, EXIT.file);
}

function skipNote(file: string, { reason, at, length }: FlvSkip): string {
  return `${nameOf(file)}: skipped ${length} bytes at ${at}: ${SKIP_REASONS[reason]}`;
}

function nameOf(file: string): string {
  return file === '-' ? 'the standard input' : file;
}

const SKIP_REASONS: Readonly<Record<FlvSkip['reason'], string>> = {
  garbage: 'no tag begins there',
  tooLong: 'a tag that is too long',
  filtered: 'an encrypted tag',
  unknownType: 'a tag of a type that nobody knows',
  truncated: 'the file ends within a tag',
};
