#!/usr/bin/env node
import { connect, listen, listenWebSocket, nodeRuntime as runtime } from '../node/index.ts';
import { runCommandLine } from './command-line.ts';

const workers = () => import('../node/workers.ts');

await runCommandLine(process.argv.slice(2), { runtime, connect, listen, listenWebSocket, workers });
