import { OptionError } from '../../adapters/cli/option-values.ts';
import { isReachable } from '../transports/server-target.ts';

/** Nobody has failed a case who was not there before it. @throws OptionError where nobody accepts connections within 10 s */
export async function demandListener({ host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  if (!(await isReachable({ host, port }))) throw new OptionError(`nobody accepts connections at ${host}:${port}`);
}
