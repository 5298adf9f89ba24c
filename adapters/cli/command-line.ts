import type { ConformOptions } from '../../conformance/cli/options.ts';
import { createLogger, type Logger } from '../log/logger.ts';
import { printable } from '../printable.ts';
import { banner } from './banner.ts';
import { conform } from './conform.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import type { InspectOptions } from './inspect-options.ts';
import { type Command, parseCommandLine } from './options.ts';
import type { Platform } from './platform.ts';
import type { ReplayCommandOptions } from './replay-options.ts';
import type { ServeOptions } from './serve-options.ts';
import { exitOnSignal, type Stoppable, stopOnSignal } from './stop-on-signal.ts';
import { VERSION } from './version.ts';

/**
 * Runs the command that the arguments ask for, to its exit. What a command needs is loaded when it is asked for: to look at a
 * capture takes no server.
 *
 * @param load - gives the sockets of the runtime. Files, signals and the terminal come by `node:` modules, which Deno and Bun
 *   have too
 */
export async function runCommandLine(args: readonly string[], load: () => Promise<Platform>): Promise<void> {
  process.stderr.on('error', () => {});
  try {
    const command = parseCommandLine(args);
    // A reader that went away (`millrace serve | head`) must not take the streams with it. `play` has its own way to write.
    if (command.kind !== 'play') process.stdout.on('error', () => {});
    await run(command, load);
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    // Those that have a code are errors. Nobody wants to hear that `head` has seen enough.
    if (code !== EXIT.pipe) process.stderr.write(`millrace: ${printable((error as Error).message)}\n`);
    process.exit(code);
  }
}

async function run(command: Command, load: () => Promise<Platform>): Promise<void> {
  switch (command.kind) {
    case 'help':
      process.stdout.write(command.text);
      return;
    case 'version':
      process.stdout.write(`${VERSION}\n`);
      return;
    case 'inspect':
      return runInspect(command.options);
    case 'replay':
      return runReplay(command.options, load);
    case 'conform':
      return runConform(command.options);
    default:
      return runOnSockets(command, await load());
  }
}

async function runOnSockets(command: SocketCommand, platform: Platform): Promise<void> {
  const { stdout, stderr } = process;
  switch (command.kind) {
    case 'serve':
      return runServer(command.options, platform);
    case 'publish': {
      const { publish } = await import('./publish.ts');
      return runClient((begin) => publish(command.options, platform, stderr, begin));
    }
    case 'play': {
      const { play } = await import('./play.ts');
      return runClient((begin) => play(command.options, platform, stderr, begin));
    }
    case 'relay': {
      const { relay } = await import('./relay.ts');
      const log = (write: (line: string) => void) => loggerFor(command.options, stderr, write);
      return runClient((begin) => relay(command.options, platform, stderr, log, begin));
    }
    case 'load': {
      const { load } = await import('./load.ts');
      return runClient(() => load(command.options, platform, (text) => stdout.write(text)));
    }
    case 'loadWorker': {
      const { serveGenerator } = await import('../../conformance/load/generator/serve-generator.ts');
      return runClient(() => serveGenerator(platform.runtime, platform.connect));
    }
    default:
      return command satisfies never;
  }
}

type SocketCommand = Exclude<Command, { readonly kind: 'help' | 'version' | 'inspect' | 'replay' | 'conform' }>;

async function runInspect(options: InspectOptions): Promise<void> {
  const { inspect } = await import('./inspect.ts');
  const { stdout, stderr } = process;
  return inspect(options, { stdout, stderr, hasColour: hasColour(stdout) });
}

async function runReplay(options: ReplayCommandOptions, load: () => Promise<Platform>): Promise<void> {
  const { replay, replayTo } = await import('./replay.ts');
  const { to } = options;
  if (to === undefined) return replay(options, process.stdout, hasColour(process.stdout));
  const platform = await load();
  return runClient((begin) => replayTo(to, options, platform, process.stderr, begin));
}

/** Ends by itself, so that a long report reaches whoever reads it slowly. */
async function runConform(options: ConformOptions): Promise<void> {
  const { stdout, stderr } = process;
  exitOnSignal();
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
  platform.collectForMedia?.();
  const logger = loggerFor(options, process.stdout, (line) => process.stdout.write(line));
  const { serve } = await import('./serve.ts');
  const { runWorker, serveByWorkers, workersOf } = await import('./serve-workers.ts');
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
