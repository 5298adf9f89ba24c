import { readFile } from 'node:fs/promises';
import type { TlsIdentity } from '../socket-options.ts';
import { OptionError } from './option-values.ts';
import type { RtmpsOptions } from './serve-options.ts';
import { systemReason } from './system-reason.ts';

/** Reads certificate and key. Whether they are of use shows when a port is opened with them. @throws OptionError */
export async function readIdentity({ certFile, keyFile }: RtmpsOptions): Promise<TlsIdentity> {
  return { cert: await readPem('--cert', certFile), key: await readPem('--key', keyFile) };
}

async function readPem(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new OptionError(`${option} "${file}" cannot be read: ${systemReason(error as Error)}`); // the system's
  }
}
