import { readFileSync } from 'node:fs';
import type { Connect } from '../client/index.ts';
import { parseRtmpUrl, type RtmpUrl, RtmpUrlError } from '../client/rtmp-url.ts';
import { OptionError } from './option-values.ts';
import type { Platform } from './platform.ts';
import { systemReason } from './system-reason.ts';

/** What clients of the command line run on. @param caFile - authorities to trust in place of the system's, PEM */
export function clientRuntime({ runtime, connect }: Platform, caFile: string | undefined) {
  const tlsTrust = caFile === undefined ? true : { ca: readAuthorities(caFile) };
  const open: Connect = ({ tls, ...to }) => connect({ ...to, tls: tls && tlsTrust });
  return { ...runtime, connect: open };
}

/** Reads the URL of a stream. @throws OptionError that repeats nothing secret */
export function streamUrlOf(text: string): RtmpUrl {
  try {
    return parseRtmpUrl(text);
  } catch (error) {
    if (error instanceof RtmpUrlError) throw new OptionError(`not the URL of a stream: ${error.message}`);
    throw error;
  }
}

/** What holds no certificate would be ignored, and every server distrusted. */
function readAuthorities(file: string): string {
  const pem = readText(file);
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new OptionError(`--ca "${file}" holds no certificate in PEM`);
  return pem;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OptionError(`--ca "${file}" cannot be read: ${systemReason(error as Error)}`); // the system's
  }
}
