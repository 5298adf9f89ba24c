#!/usr/bin/env bun
import { connect, listen, listenWebSocket, bunRuntime as runtime } from '../bun/index.ts';
import { runCommandLine } from './command-line.ts';

await runCommandLine(process.argv.slice(2), { runtime, connect, listen, listenWebSocket });
