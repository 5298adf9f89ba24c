#!/usr/bin/env bun
import { runCommandLine } from './command-line.ts';

await runCommandLine(process.argv.slice(2), async () => {
  const { connect, listen, listenWebSocket, bunRuntime: runtime } = await import('../bun/index.ts');
  return { runtime, connect, listen, listenWebSocket };
});
