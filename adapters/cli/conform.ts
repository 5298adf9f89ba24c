import type { ConformOutput } from '../../conformance/cli/conform.ts';
import type { ConformOptions } from '../../conformance/cli/options.ts';

/** Runs the conformance kit, which nobody else needs to load. @returns the exit code @throws OptionError */
export async function conform(options: ConformOptions, output: ConformOutput): Promise<number> {
  const kit = await import('../../conformance/cli/conform.ts');
  return kit.conform(options, output);
}
