import { readFile } from 'node:fs/promises';
import type { TlsIdentity } from '../socket-options.ts';
import { OptionError } from './option-values.ts';
import type { RtmpsOptions } from './serve-options.ts';

/** Reads certificate and key. Whether they are of use shows when a port is opened with them. @throws OptionError */
export async function readIdentity({ certFile, keyFile }: RtmpsOptions): Promise<TlsIdentity> {
  return { cert: await readPem('--cert', certFile), key: await readPem('--key', keyFile) };
}

async function readPem(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { message } = error as Error; // the system's: "ENOENT: no such file or directory, open 'FILE'"
    throw new OptionError(`${option} "${file}" cannot be read: ${message.replace(/^\w+: |, \w+( '.*')?$/g, '')}`);
  }
}
