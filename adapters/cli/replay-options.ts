import type { ReplayRole } from '../../fixtures/replay/replay-capture.ts';
import type { RtmpUrl } from '../client/index.ts';
import { streamUrlOf } from './client-runtime.ts';
import { readOptions } from './option-table.ts';
import { OptionError, oneOf } from './option-values.ts';

const ROLES = ['server', 'client'] as const;
const FORMATS = ['text', 'json'] as const;

export interface ReplayCommandOptions {
  /** `-` is the standard input. */
  readonly file: string;
  /** Which side is ours, in virtual time. */
  readonly role: ReplayRole | undefined;
  /** The stream of a real server, in place of a role. */
  readonly to: RtmpUrl | undefined;
  readonly caFile: string | undefined;
  readonly timing: 'recorded' | 'instant';
  /** The only one that is wanted. */
  readonly connection: number | undefined;
  readonly format: 'text' | 'json';
}

export const REPLAY_HELP = `millrace replay plays one side of a packet capture, or of a transcript, against millrace, and tells what it says in the other's place.

Usage: millrace replay [options] --as server|client FILE
       millrace replay [options] --to URL FILE

  FILE                 pcap or pcapng, or a transcript with payloads (serve --capture, inspect --format jsonl
                       --payloads); gzip or not; - is the standard input; held in memory whole

  --as ROLE            server: what recorded clients sent goes to a server of ours that accepts everything;
                       client: a client of ours makes the calls that the recorded one made, but for those without a
                       number, and hears what was answered
  --to URL             does with a real server what a recorded client did: publishes the same messages at the same times,
                       or plays for as long; rtmp://[USER:PASSWORD@]HOST[:PORT]/APP/NAME, rtmps:// for TLS
  --ca FILE            with --to: certificates of authorities to trust in place of the system's, PEM
  --connection NUMBER  only this one, as millrace inspect counts
  --instant            everything at once; else each packet at its time, with --as on a clock that costs none
  --format FORMAT      text (default): recorded and ours side by side; json: an array with an object for each connection

Marks: = the same, ~ differs, - only recorded, + only ours. Handshake, control and commands are compared; media and data are
the application's. Acknowledgements and pings are compared by their order, not by their numbers.

Exit codes: 0 whatever differs; 6 when ours ends in a fault that the recording does not bring about by its own end, or would
not do what was recorded; 7 when there is nothing to replay, or the file is damaged; with --to as those of publish and play.
`;

const TABLE = {
  as: { type: 'string' },
  to: { type: 'string' },
  ca: { type: 'string' },
  connection: { type: 'string' },
  instant: { type: 'boolean', default: false },
  format: { type: 'string', default: 'text' },
} as const;

/** Reads what follows `millrace replay`. @throws OptionError */
export function parseReplay(args: readonly string[]): ReplayCommandOptions {
  const { values, positionals } = readOptions('replay', args, TABLE, 1);
  const [file] = positionals;
  if (file === undefined) throw new OptionError('replay wants a FILE; see millrace replay --help');
  const { as: role, to, ca: caFile } = values;
  if (role === undefined && to === undefined)
    throw new OptionError('replay wants --as server, --as client or --to URL');
  if (role !== undefined && to !== undefined) throw new OptionError('--to URL takes the place of --as');
  if (caFile !== undefined && to === undefined) throw new OptionError('--ca is for --to URL');
  return {
    file,
    role: role === undefined ? undefined : oneOf('--as', ROLES, role),
    to: to === undefined ? undefined : streamUrlOf(to),
    caFile,
    timing: values.instant ? 'instant' : 'recorded',
    connection: values.connection === undefined ? undefined : numberOf(values.connection),
    format: oneOf('--format', FORMATS, values.format),
  };
}

function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new OptionError(`--connection wants a whole number, not "${text}"`);
}
