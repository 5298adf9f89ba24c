/** A wrong option: `message` is the one line the operator sees. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

export interface HostPort {
  /** Without brackets. */
  readonly host: string;
  /** 0 to 65535; 0 takes a free one. */
  readonly port: number;
}

/** Reads `HOST:PORT`; an IPv6 address stands in brackets. @throws OptionError */
export function hostPortOf(option: string, text: string): HostPort {
  const match = /^(?:\[([0-9a-fA-F:.%a-z]+)\]|([^:[\]\s/]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw new OptionError(`${option} wants HOST:PORT, such as 127.0.0.1:1935 or [::1]:1935, not "${text}"`);
  }
  return { host: match[1] ?? match[2]!, port };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** Reads a number of bytes with an optional suffix k, M or G (powers of 1024). @throws OptionError */
export function byteCountOf(option: string, text: string): number {
  const match = /^(\d+)([kMG]?)$/.exec(text);
  const count = match === null ? Number.NaN : Number(match[1]) * UNITS[match[2]!]!;
  if (Number.isSafeInteger(count)) return count;
  throw new OptionError(`${option} wants a number of bytes, such as 4000000, 512k, 8M or 1G, not "${text}"`);
}

/** Reads a whole number within bounds. @throws OptionError */
export function wholeNumberOf(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new OptionError(`${option} wants a whole number from ${least} to ${most}, not "${text}"`);
}

/** Reads one of a few words. @throws OptionError */
export function oneOf<Word extends string>(option: string, words: readonly Word[], text: string): Word {
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw new OptionError(`${option} wants ${words.slice(0, -1).join(', ')} or ${words.at(-1)}, not "${text}"`);
}

/** The longest that a number of seconds may say: a year. */
const MOST_SECONDS = 31_536_000;

/** Reads a number of seconds, whole or with decimals. @throws OptionError */
export function secondsOf(option: string, text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= MOST_SECONDS) return seconds;
  throw new OptionError(`${option} wants a number of seconds, such as 30 or 1.5, not "${text}"`);
}
