import type { ConformOptions } from '../../conformance/cli/options.ts';
import { serveGenerator } from '../../conformance/load/generator/serve-generator.ts';
import { createLogger, type Logger } from '../log/logger.ts';
import { printable } from '../printable.ts';
import { banner } from './banner.ts';
import { conform } from './conform.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { inspect } from './inspect.ts';
import { load } from './load.ts';
import { type Command, parseCommandLine } from './options.ts';
import type { Platform } from './platform.ts';
import { play } from './play.ts';
import { publish } from './publish.ts';
import { relay } from './relay.ts';
import { replay, replayTo } from './replay.ts';
import type { ReplayCommandOptions } from './replay-options.ts';
import { serve } from './serve.ts';
import type { ServeOptions } from './serve-options.ts';
import { runWorker, serveByWorkers, workersOf } from './serve-workers.ts';
import { type Stoppable, stopOnSignal } from './stop-on-signal.ts';
import { VERSION } from './version.ts';

/**
 * Runs the command that the arguments ask for, to its exit.
 *
 * @param platform - the sockets of the runtime. Files, signals and the terminal come by `node:` modules, which Deno and Bun
 *   have too
 */
export async function runCommandLine(args: readonly string[], platform: Platform): Promise<void> {
  process.stderr.on('error', () => {});
  try {
    const command = parseCommandLine(args);
    // A reader that went away (`millrace serve | head`) must not take the streams with it. `play` has its own way to write.
    if (command.kind !== 'play') process.stdout.on('error', () => {});
    await run(command, platform);
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    // Those that have a code are errors. Nobody wants to hear that `head` has seen enough.
    if (code !== EXIT.pipe) process.stderr.write(`millrace: ${printable((error as Error).message)}\n`);
    process.exit(code);
  }
}

function run(command: Command, platform: Platform): Promise<void> | void {
  switch (command.kind) {
    case 'help':
      process.stdout.write(command.text);
      return;
    case 'version':
      process.stdout.write(`${VERSION}\n`);
      return;
    case 'serve':
      return runServer(command.options, platform);
    case 'publish':
      return runClient((begin) => publish(command.options, platform, process.stderr, begin));
    case 'play':
      return runClient((begin) => play(command.options, platform, process.stderr, begin));
    case 'relay':
      return runClient((begin) => {
        const log = (write: (line: string) => void) => loggerFor(command.options, process.stderr, write);
        return relay(command.options, platform, process.stderr, log, begin);
      });
    case 'inspect':
      return inspect(command.options, {
        stdout: process.stdout,
        stderr: process.stderr,
        hasColour: hasColour(process.stdout),
      });
    case 'replay':
      return runReplay(command.options, platform);
    case 'conform':
      return runConform(command.options);
    case 'load':
      return runClient(() => load(command.options, platform, (text) => process.stdout.write(text)));
    case 'loadWorker':
      return runClient(() => serveGenerator(platform.runtime, platform.connect));
    default:
      return command satisfies never;
  }
}

function runReplay(options: ReplayCommandOptions, platform: Platform): Promise<void> {
  const { to } = options;
  if (to === undefined) return replay(options, process.stdout, hasColour(process.stdout));
  return runClient((begin) => replayTo(to, options, platform, process.stderr, begin));
}

/** Ends by itself, so that a long report reaches whoever reads it slowly. */
async function runConform(options: ConformOptions): Promise<void> {
  const { stdout, stderr } = process;
  process.exitCode = await conform(options, { stdout, stderr, hasColour: hasColour(stdout) });
}

const STAY_ALIVE_MS = 60_000;

/** The first signal ends in order, and with 0. */
async function runClient(work: (begin: (running: Stoppable) => void) => Promise<void>): Promise<void> {
  // No socket may be open while something is waited for, and then nothing else would keep the program alive.
  setInterval(() => {}, STAY_ALIVE_MS);
  await work((running) => stopOnSignal(() => running.stop()));
  // What may still linger is a connection that has said all it had to say.
  process.exit(EXIT.done);
}

async function runServer(options: ServeOptions, platform: Platform): Promise<void> {
  const logger = loggerFor(options, process.stdout, (line) => process.stdout.write(line));
  const workers = options.workers === 1 ? undefined : await workersOf(platform);
  if (workers?.isWorker) return runWorker(workers, options, platform, logger);
  const serving = await (workers === undefined
    ? serve(options, platform, logger)
    : serveByWorkers(workers, options.workers, logger));
  const stop = async (signal: string): Promise<void> => {
    logger.info('Stopping: connections are closed in order. A second signal stops at once.', { signal });
    await serving.stop();
    logger.info('Stopped.');
    process.stdout.write('', () => process.exit(EXIT.done));
  };
  // Before a word is said: whoever waits for the word may send a signal right after it.
  stopOnSignal((signal) => void stop(signal));
  if (options.logFormat === 'pretty')
    process.stdout.write(banner(VERSION, serving.endpoints, options.publishKeyFile !== undefined));
  else for (const endpoint of serving.endpoints) logger.info('Listening.', { ...endpoint });
}

function loggerFor(
  { logLevel, logFormat }: Pick<ServeOptions, 'logLevel' | 'logFormat'>,
  stream: { readonly isTTY?: boolean },
  write: (line: string) => void,
): Logger {
  return createLogger({ level: logLevel, format: logFormat, colour: hasColour(stream), write, now: () => new Date() });
}

function hasColour(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR;
}
