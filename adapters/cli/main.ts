#!/usr/bin/env node
import { letHeapGrow } from '../node/heap-growth.ts';
import { runCommandLine } from './command-line.ts';

const workers = () => import('../node/workers.ts');

await runCommandLine(process.argv.slice(2), async () => {
  const { connect, listen, listenWebSocket, nodeRuntime: runtime } = await import('../node/index.ts');
  return { runtime, connect, listen, listenWebSocket, letHeapGrow, workers };
});
