#!/usr/bin/env node
import { collectForMedia } from '../node/garbage-collection.ts';
import { runCommandLine } from './command-line.ts';

const workers = () => import('../node/workers.ts');

await runCommandLine(process.argv.slice(2), async () => {
  const { connect, listen, listenWebSocket, nodeRuntime: runtime } = await import('../node/index.ts');
  return { runtime, connect, listen, listenWebSocket, collectForMedia, workers };
});
