import { placeOfUrl, Relay, type RelayEvent } from '../client/index.ts';
import type { Logger } from '../log/logger.ts';
import { printable } from '../printable.ts';
import { clientRuntime } from './client-runtime.ts';
import type { Platform } from './platform.ts';
import { Progress, type Screen } from './progress.ts';
import type { RelayCommandOptions } from './relay-options.ts';
import type { Stoppable } from './stop-on-signal.ts';

/**
 * Relays until it is stopped, or with `once` until the stream ends.
 *
 * @param log - makes the logger out of what writes a line above the progress line
 * @param begin - is given what a signal stops
 * @throws OptionError, ClientError
 */
export async function relay(
  options: RelayCommandOptions,
  platform: Platform,
  screen: Screen,
  log: (write: (line: string) => void) => Logger,
  begin: (running: Stoppable) => void,
): Promise<void> {
  const { from, to, once, holdMs, caFile } = options;
  const running = new Relay({
    ...clientRuntime(platform, caFile),
    from,
    to,
    once,
    ...(holdMs === undefined ? {} : { holdMs }),
    onEvent: (event) => logEvent(logger, event),
  });
  const progress = new Progress(screen, () => running.totals);
  const logger = log((line) => progress.note(line.replace(/\n$/, '')));
  begin(running);
  try {
    await running.done;
  } finally {
    progress.finish();
  }
}

/** Targets are told by their number, so that no name of a stream, which is often a key, is needed. */
function logEvent(logger: Logger, event: RelayEvent): void {
  switch (event.type) {
    case 'sourceStarted':
      return logger.info('Source connected.', { server: placeOfUrl(event.url) });
    case 'sourceEnded':
      return logEnd(logger, 'Source', event, {});
    case 'streamBegan':
      return logger.info('Stream begins.');
    case 'streamEnded':
      return logger.info('Stream ended.');
    case 'targetStarted':
      return logger.info('Target connected.', { target: event.target + 1, server: placeOfUrl(event.url) });
    case 'targetEnded':
      return logEnd(logger, 'Target', event, { target: event.target + 1 });
    default:
      return event satisfies never;
  }
}

function logEnd(
  logger: Logger,
  which: 'Source' | 'Target',
  { error, retryMs }: RelayEvent & { readonly type: 'sourceEnded' | 'targetEnded' },
  fields: { readonly target?: number },
): void {
  const retry = retryMs === undefined ? {} : { retryMs };
  if (error === undefined) return logger.info(`${which} disconnected.`, { ...fields, ...retry });
  logger.warn(`${which} failed.`, { ...fields, code: error.code, reason: printable(error.message), ...retry });
}
