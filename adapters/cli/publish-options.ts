import type { RtmpUrl } from '../client/index.ts';
import { streamUrlOf } from './client-runtime.ts';
import { readOptions } from './option-table.ts';
import { OptionError, oneOf } from './option-values.ts';

export interface PublishOptions {
  /** `-` is the standard input. */
  readonly file: string;
  readonly url: RtmpUrl;
  readonly loop: boolean;
  readonly fast: boolean;
  readonly type: 'live' | 'record' | 'append';
  readonly caFile: string | undefined;
}

const PUBLISH_TYPES = ['live', 'record', 'append'] as const;

export const PUBLISH_HELP = `millrace publish sends an FLV file to a server, as an encoder would.

Usage: millrace publish [options] FILE URL

  FILE          an FLV file, or - for an FLV stream on the standard input
  URL           rtmp://[USER:PASSWORD@]HOST[:PORT]/APP/NAME; rtmps:// for TLS, rtmpe:// for RTMP's own encryption

  --loop        over and over, until a signal ends it
  --fast        as fast as the server takes it, not at the pace of the timestamps
  --type TYPE   live (default), record or append: what the server is asked to do with it
  --ca FILE     certificates of authorities to trust in place of the system's, PEM

Of a damaged file all that can be read is sent, and what was skipped is said.
`;

const TABLE = {
  loop: { type: 'boolean', default: false },
  fast: { type: 'boolean', default: false },
  type: { type: 'string', default: 'live' },
  ca: { type: 'string' },
} as const;

/** Reads what follows `millrace publish`. @throws OptionError */
export function parsePublish(args: readonly string[]): PublishOptions {
  const { values, positionals } = readOptions('publish', args, TABLE, 2);
  const [file, url] = positionals;
  if (file === undefined || url === undefined)
    throw new OptionError('publish wants FILE and URL; see millrace publish --help');
  if (file === '-' && values.loop) throw new OptionError('--loop wants a file: the standard input comes once');
  return {
    file,
    url: streamUrlOf(url),
    loop: values.loop,
    fast: values.fast,
    type: oneOf('--type', PUBLISH_TYPES, values.type),
    caFile: values.ca,
  };
}
