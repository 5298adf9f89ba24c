#!/usr/bin/env node
import { banner } from './banner.ts';
import { createLogger, type Logger } from './logger.ts';
import { OptionError } from './option-values.ts';
import { parseCommandLine } from './options.ts';
import { type Serving, serve } from './serve.ts';
import type { ServeOptions } from './serve-options.ts';
import { VERSION } from './version.ts';

/** Exit codes: 0 done, 2 cannot do what was asked, 128 + signal when a second signal did not wait for the drain. */
const EXIT_USAGE = 2;
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  // A reader that went away (`millrace serve | head`) must not take the streams with it.
  process.stdout.on('error', () => {});
  try {
    const command = parseCommandLine(args);
    if (command.kind === 'help') process.stdout.write(command.text);
    else if (command.kind === 'version') process.stdout.write(`${VERSION}\n`);
    else await runServer(command.options);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`millrace: ${error.message}\n`);
    process.exitCode = EXIT_USAGE;
  }
}

async function runServer(options: ServeOptions): Promise<void> {
  const logger = createLogger({
    level: options.logLevel,
    format: options.logFormat,
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
    write: (line) => process.stdout.write(line),
    now: () => new Date(),
  });
  const serving = await serve(options, logger);
  stopOnSignal(serving, logger); // before a word is said: whoever waits for the word may send a signal right after it
  if (options.logFormat === 'pretty') process.stdout.write(banner(VERSION, serving.endpoints));
  else for (const endpoint of serving.endpoints) logger.info('Listening.', { ...endpoint });
}

/** The first signal drains and exits with 0; a second one exits at once. */
function stopOnSignal(serving: Serving, logger: Logger): void {
  let isStopping = false;
  const stop = async (signal: keyof typeof SIGNALS) => {
    if (isStopping) process.exit(SIGNALS[signal]);
    isStopping = true;
    logger.info('Stopping: connections are closed in order. A second signal stops at once.', { signal });
    await serving.stop();
    logger.info('Stopped.');
    process.stdout.write('', () => process.exit(0));
  };
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
}
