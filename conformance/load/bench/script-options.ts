import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Reads the options of a script; complains in one line and ends with 2 when they are not understood. */
export function scriptOptions<const Table extends NonNullable<ParseArgsConfig['options']>>(options: Table) {
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return complain(error instanceof Error ? error.message : String(error));
  }
}

/** @param text - what an option was given */
export function countOption(option: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : complain(`${option} wants a whole number above 0, not "${text}"`);
}

export function complain(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
