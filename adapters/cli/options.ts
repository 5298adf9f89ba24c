import { asideOf } from './option-table.ts';
import { OptionError } from './option-values.ts';
import { parseServe, SERVE_HELP, type ServeOptions } from './serve-options.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'serve'; readonly options: ServeOptions }
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
};

const HELP = `millrace speaks RTMP.

Usage: millrace COMMAND [arguments]
       millrace COMMAND --help
       millrace --help | --version

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}\n`)
  .join('')}`;

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
