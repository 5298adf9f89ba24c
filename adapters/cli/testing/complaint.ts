import { OptionError } from '../option-values.ts';
import { parseCommandLine } from '../options.ts';

/** What the operator reads when the command line is not taken. */
export function complaint(...args: string[]): string {
  try {
    parseCommandLine(args);
  } catch (error) {
    if (error instanceof OptionError) return error.message;
    throw error;
  }
  throw new Error('no complaint');
}
