import type { ConformOptions } from '../../conformance/cli/options.ts';
import { CONFORM_HELP, parseConform } from './conform-options.ts';
import { INSPECT_HELP, type InspectOptions, parseInspect } from './inspect-options.ts';
import { LOAD_HELP, type LoadOptions, parseLoad, WORKER_ARGUMENTS } from './load-options.ts';
import { asideOf } from './option-table.ts';
import { OptionError } from './option-values.ts';
import { PLAY_HELP, type PlayOptions, parsePlay } from './play-options.ts';
import { PUBLISH_HELP, type PublishOptions, parsePublish } from './publish-options.ts';
import { parseRelay, RELAY_HELP, type RelayCommandOptions } from './relay-options.ts';
import { parseReplay, REPLAY_HELP, type ReplayCommandOptions } from './replay-options.ts';
import { parseServe, SERVE_HELP, type ServeOptions } from './serve-options.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'serve'; readonly options: ServeOptions }
  | { readonly kind: 'publish'; readonly options: PublishOptions }
  | { readonly kind: 'play'; readonly options: PlayOptions }
  | { readonly kind: 'relay'; readonly options: RelayCommandOptions }
  | { readonly kind: 'inspect'; readonly options: InspectOptions }
  | { readonly kind: 'replay'; readonly options: ReplayCommandOptions }
  | { readonly kind: 'load'; readonly options: LoadOptions }
  | { readonly kind: 'loadWorker' }
  | { readonly kind: 'conform'; readonly options: ConformOptions }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' };

/** One command: a line for the list of commands, its own help, and how it reads its arguments. */
interface Entry {
  readonly summary: string;
  readonly help: string;
  readonly parse: (args: readonly string[]) => Command;
}

/** Every command by its name. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: {
    summary: 'run a live RTMP server',
    help: SERVE_HELP,
    parse: (args) => ({ kind: 'serve', options: parseServe(args) }),
  },
  publish: {
    summary: 'send an FLV file to a server',
    help: PUBLISH_HELP,
    parse: (args) => ({ kind: 'publish', options: parsePublish(args) }),
  },
  play: {
    summary: 'write a stream to an FLV file',
    help: PLAY_HELP,
    parse: (args) => ({ kind: 'play', options: parsePlay(args) }),
  },
  relay: {
    summary: 'play a stream from one server, publish it to others',
    help: RELAY_HELP,
    parse: (args) => ({ kind: 'relay', options: parseRelay(args) }),
  },
  inspect: {
    summary: 'tell what was said in packet captures',
    help: INSPECT_HELP,
    parse: (args) => ({ kind: 'inspect', options: parseInspect(args) }),
  },
  replay: {
    summary: 'play one side of a packet capture against millrace',
    help: REPLAY_HELP,
    parse: (args) => ({ kind: 'replay', options: parseReplay(args) }),
  },
  conform: {
    summary: 'say of a server or a client what it does right, by numbered cases',
    help: CONFORM_HELP,
    parse: (args) => ({ kind: 'conform', options: parseConform(args) }),
  },
  load: {
    summary: 'put publishers and players on a server, count every frame',
    help: LOAD_HELP,
    parse: (args) => {
      const isWorker = args.join(' ') === WORKER_ARGUMENTS.slice(1).join(' ');
      return isWorker ? { kind: 'loadWorker' } : { kind: 'load', options: parseLoad(args) };
    },
  },
};

const HELP = `millrace speaks RTMP.

Usage: millrace COMMAND [arguments]
       millrace COMMAND --help
       millrace --help | --version

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}\n`)
  .join('')}
Exit codes: 0 done; 1 of conform, a subject does not conform; 2 wrong usage, or a file that cannot be opened; 3 no connection; 4 refused by the server; 5 no such
stream; 6 the connection broke; 7 a file could not be read or written to its end; 8 a load lost or damaged frames; 141 whoever read our output is gone;
129, 130 and 143 ended at once, by a second SIGHUP, SIGINT or SIGTERM.
`;

/**
 * Reads the arguments that follow the program's name.
 *
 * @throws OptionError with one line that says what is wrong
 */
export function parseCommandLine(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined) throw new OptionError('no command given; try "millrace serve"');
  if (name === '--help' || name === '-h' || name === 'help') return { kind: 'help', text: HELP };
  if (name === '--version' || name === '-V') return { kind: 'version' };
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    throw new OptionError(`unknown ${name.startsWith('-') ? 'option' : 'command'} "${name}"; see millrace --help`);
  }
  const aside = asideOf(rest);
  if (aside === 'help') return { kind: 'help', text: entry.help };
  return aside === 'version' ? { kind: 'version' } : entry.parse(rest);
}
