import { type ParseArgsConfig, parseArgs } from 'node:util';
import { OptionError } from './option-values.ts';

/** The options of a command, in the terms of `parseArgs`. */
export type OptionTable = NonNullable<ParseArgsConfig['options']>;

const ASIDES = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** What is asked for in place of a command, wherever it stands among its arguments; behind `--` they are another program's. */
export function asideOf(all: readonly string[]): 'help' | 'version' | undefined {
  const end = all.indexOf('--');
  const args = end < 0 ? all : all.slice(0, end);
  if (args.includes('--help') || args.includes('-h')) return 'help';
  return args.includes('--version') || args.includes('-V') ? 'version' : undefined;
}

/**
 * Reads the arguments of one command by its table; `asideOf` comes first.
 *
 * @param command - whose help is pointed to
 * @param most - how many arguments may come beside the options
 * @throws OptionError for an option that the table does not hold, a value that is missing or too much, or an argument too many
 */
export function readOptions<const Table extends OptionTable>(
  command: string,
  args: readonly string[],
  table: Table,
  most = 0,
) {
  const { values, positionals } = parsed(command, args, table);
  if (positionals.length <= most) return { values, positionals };
  throw new OptionError(`unexpected argument "${positionals[most]}"; see millrace ${command} --help`);
}

function parsed<const Table extends OptionTable>(command: string, args: readonly string[], table: Table) {
  try {
    return parseArgs({ args: [...args], strict: true, allowPositionals: true, options: { ...table, ...ASIDES } });
  } catch (error) {
    throw new OptionError(complaintOf(command, error as NodeJS.ErrnoException)); // parseArgs throws only its own, which have codes
  }
}

/** What `parseArgs` found wrong, in fewer words than its own, which go on with advice that does not apply here. */
function complaintOf(command: string, { code, message }: NodeJS.ErrnoException): string {
  const named = /'([^']+)'/.exec(message)?.[1] ?? '';
  const [option] = /--[\w-]+/.exec(named) ?? [named];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `unknown option "${option}"; see millrace ${command} --help`;
  return message.includes('does not take')
    ? `${option} takes no value`
    : `${option} wants a value; see millrace ${command} --help`;
}
