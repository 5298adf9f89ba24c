import { ClientError, type Connect } from '../../../adapters/client/index.ts';
import type { Runtime } from '../../../adapters/listener.ts';
import { Generator } from './generator.ts';
import type { GeneratorAnswer, GeneratorCall } from './remote-generator.ts';

/** Does in this process what a `RemoteGenerator` of the process that forked it asks for, until that one is done or gone. */
export function serveGenerator(runtime: Runtime, connect: Connect): Promise<void> {
  let generator: Generator | undefined;
  const answer = (call: GeneratorCall): unknown => {
    if (call.method === 'begin') generator = new Generator(call.plan, call.index, runtime, connect);
    else if (call.method === 'settle') return generator?.settle(call.sent);
    else return generator?.[call.method]();
    return undefined;
  };
  process.on('message', async (call: GeneratorCall) => {
    try {
      const result = (await answer(call)) ?? null;
      process.send?.({ result } satisfies GeneratorAnswer);
    } catch (error) {
      const code = error instanceof ClientError ? error.code : undefined;
      const message = error instanceof Error ? error.message : String(error);
      process.send?.({ error: { code, message } } satisfies GeneratorAnswer);
    }
  });
  return new Promise((resolve) => process.once('disconnect', resolve));
}
