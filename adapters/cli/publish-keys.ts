import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { OptionError } from './option-values.ts';
import { systemReason } from './system-reason.ts';

/**
 * What lets publish: the keys of a file. They are kept and compared as hashes of one length, so neither a key nor how much of
 * it was guessed can be told by the time that an answer takes.
 */
export class PublishKeys {
  readonly #hashes: readonly Buffer[];

  /** @param keys - one at least */
  constructor(keys: readonly string[]) {
    this.#hashes = keys.map(hashOf);
  }

  /** Reads a file of keys: a line each, but for empty lines and those that begin with `#`. @throws OptionError */
  static async read(option: string, file: string): Promise<PublishKeys> {
    const lines = (await textOf(option, file)).split(/\r?\n/);
    const isKey = (line: string) => line !== '' && !line.startsWith('#');
    const wrong = lines.findIndex((line) => isKey(line) && !KEY.test(line));
    if (wrong >= 0) {
      throw new OptionError(
        `${option} "${file}" wants a key of 8 or more letters, digits, and -._~ in line ${wrong + 1}`,
      );
    }
    const keys = lines.filter(isKey);
    if (keys.length === 0) throw new OptionError(`${option} "${file}" holds no key`);
    return new PublishKeys(keys);
  }

  /** Takes as long for a wrong key as for a right one. */
  has(key: string): boolean {
    const hash = hashOf(key);
    return this.#hashes.filter((known) => timingSafeEqual(known, hash)).length > 0;
  }
}

/** What stands in a URL as it is, whoever writes it. */
const KEY = /^[\w.~-]{8,}$/;

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

async function textOf(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new OptionError(`${option} "${file}" cannot be read: ${systemReason(error as Error)}`); // the system's
  }
}
