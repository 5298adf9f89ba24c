import { connect, listen, listenWebSocket, denoRuntime as runtime } from '../deno/index.ts';
import { runCommandLine } from './command-line.ts';

await runCommandLine(process.argv.slice(2), { runtime, connect, listen, listenWebSocket });
