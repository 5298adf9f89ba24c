import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { TlsIdentity } from '../socket-options.ts';
import { OptionError } from './option-values.ts';
import type { RtmpsOptions } from './serve-options.ts';

/** Reads certificate and key, and makes sure that they are usable and belong together. @throws OptionError */
export async function readIdentity({ certFile, keyFile }: RtmpsOptions): Promise<TlsIdentity> {
  const cert = await readPem('--cert', certFile);
  const key = await readPem('--key', keyFile);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new OptionError(`--cert "${certFile}" and --key "${keyFile}" cannot be used: ${reasonOf(error)}`);
  }
  return { cert, key };
}

async function readPem(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { message } = error as Error; // the system's: "ENOENT: no such file or directory, open 'FILE'"
    throw new OptionError(`${option} "${file}" cannot be read: ${message.replace(/^\w+: |, \w+( '.*')?$/g, '')}`);
  }
}

/** OpenSSL's own words, which are the last part of `error:0480006C:PEM routines::no start line`. */
function reasonOf(error: unknown): string {
  return String((error as Error).message)
    .split(':')
    .at(-1)!
    .trim(); // createSecureContext throws nothing but errors
}
