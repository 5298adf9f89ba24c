import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OptionError } from '../../adapters/cli/option-values.ts';
import { systemReason } from '../../adapters/cli/system-reason.ts';

/**
 * The default export of a module that somebody else has written.
 *
 * @param option - as it is typed: `--subject`
 * @throws OptionError for a module that cannot be loaded
 */
export async function defaultExportOf(option: string, file: string): Promise<unknown> {
  const fail = (why: string): never => {
    throw new OptionError(`${option} "${file}" cannot be loaded: ${why}`);
  };
  await access(file).catch((error: Error) => fail(systemReason(error))); // the system's
  try {
    const module: { readonly default?: unknown } = await import(pathToFileURL(resolve(file)).href);
    return module.default;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
