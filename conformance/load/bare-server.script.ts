import { serveBare } from './bench/bare-server.ts';

// The server that rows `bare-…` of `npm run bench:peers` compare ours with: `tsx conformance/load/bare-server.script.ts PORT MERGE-MS`.

const [port, mergeMs] = process.argv.slice(2).map(Number);
serveBare(port ?? 0, mergeMs ?? 0);
