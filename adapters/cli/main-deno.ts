import { runCommandLine } from './command-line.ts';

await runCommandLine(process.argv.slice(2), async () => {
  const { connect, listen, listenWebSocket, denoRuntime: runtime } = await import('../deno/index.ts');
  return { runtime, connect, listen, listenWebSocket };
});
