import type { ReplayRole } from '../../fixtures/replaying/replay-capture.ts';
import { readOptions } from './option-table.ts';
import { OptionError, oneOf } from './option-values.ts';

const ROLES = ['server', 'client'] as const;
const FORMATS = ['text', 'json'] as const;

export interface ReplayCommandOptions {
  /** `-` is the standard input. */
  readonly file: string;
  readonly role: ReplayRole;
  readonly timing: 'recorded' | 'instant';
  /** The only one that is wanted. */
  readonly connection: number | undefined;
  readonly format: 'text' | 'json';
}

export const REPLAY_HELP = `millrace replay plays one side of a packet capture against millrace, and tells what it says in the other's place.

Usage: millrace replay [options] --as server|client FILE

  FILE                 pcap or pcapng, gzip or not; - is the standard input; held in memory whole

  --as ROLE            server: what recorded clients sent goes to a server of ours that accepts everything;
                       client: a client of ours makes the calls that the recorded one made, but for those without a
                       number, and hears what was answered
  --connection NUMBER  only this one, as millrace inspect counts
  --instant            everything at once; else each packet at its time, on a clock that costs none
  --format FORMAT      text (default): recorded and ours side by side; json: an array with an object for each connection

Marks: = the same, ~ differs, - only recorded, + only ours. Handshake, control and commands are compared; media and data are
the application's. Acknowledgements and pings are compared by their order, not by their numbers.

Exit codes: 0 whatever differs; 6 when ours ends in a fault that the recording does not bring about by its own end, or would
not do what was recorded; 7 when there is nothing to replay, or the file is damaged.
`;

const TABLE = {
  as: { type: 'string' },
  connection: { type: 'string' },
  instant: { type: 'boolean', default: false },
  format: { type: 'string', default: 'text' },
} as const;

/** Reads what follows `millrace replay`. @throws OptionError */
export function parseReplay(args: readonly string[]): ReplayCommandOptions {
  const { values, positionals } = readOptions('replay', args, TABLE, 1);
  const [file] = positionals;
  if (file === undefined) throw new OptionError('replay wants a FILE; see millrace replay --help');
  if (values.as === undefined) throw new OptionError('replay wants --as server or --as client');
  return {
    file,
    role: oneOf('--as', ROLES, values.as),
    timing: values.instant ? 'instant' : 'recorded',
    connection: values.connection === undefined ? undefined : numberOf(values.connection),
    format: oneOf('--format', FORMATS, values.format),
  };
}

function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new OptionError(`--connection wants a whole number, not "${text}"`);
}
