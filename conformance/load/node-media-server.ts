import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { freePort } from './nginx.ts';
import { Program } from './program.ts';

/**
 * node-media-server on a port of 127.0.0.1 that was free.
 *
 * @param folder - an empty one, for its files
 */
export async function startNodeMediaServer(folder: string): Promise<{ readonly port: number }> {
  const port = await freePort();
  const config = join(folder, 'config.json');
  mkdirSync(join(folder, 'store'));
  const store = { path: join(folder, 'store'), maxHistory: 10 };
  writeFileSync(
    config,
    JSON.stringify({ bind: '127.0.0.1', rtmp: { port }, store, auth: {}, webadmin: { enable: false } }),
  );
  const program = createRequire(import.meta.url).resolve('node-media-server/bin/app.js');
  const server = new Program(process.execPath, [program, '--config', config]);
  await server.line(/Rtmp Server listening/);
  return { port };
}
