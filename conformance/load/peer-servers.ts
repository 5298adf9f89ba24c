import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** How to run a server of somebody else's, on a port of 127.0.0.1 that was free. */
export interface ServerCommand {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly port: number;
}

/** Connections of one nginx worker: two for each file that it relays, and more than any load here has. */
const NGINX_CONNECTIONS = 16_384;

/**
 * nginx with its rtmp module, one process, which logs neither players nor publishers.
 *
 * @param folder - an empty one, for its files
 * @param applications - of its `server` block, in its own words
 */
export async function nginxCommand(folder: string, applications: string): Promise<ServerCommand> {
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  mkdirSync(join(folder, 'logs'));
  writeFileSync(
    file,
    `load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
     daemon off; master_process off; error_log stderr notice; pid ${folder}/nginx.pid;
     events { worker_connections ${NGINX_CONNECTIONS}; }
     rtmp { access_log off; server { listen 127.0.0.1:${port}; ${applications} } }`,
  );
  return { command: 'nginx', parameters: ['-p', folder, '-c', file], port };
}

/**
 * node-media-server.
 *
 * @param folder - an empty one, for its files
 */
export async function nodeMediaServerCommand(folder: string): Promise<ServerCommand> {
  const port = await freePort();
  const config = join(folder, 'config.json');
  mkdirSync(join(folder, 'store'));
  const store = { path: join(folder, 'store'), maxHistory: 10 };
  writeFileSync(
    config,
    JSON.stringify({ bind: '127.0.0.1', rtmp: { port }, store, auth: {}, webadmin: { enable: false } }),
  );
  const program = createRequire(import.meta.url).resolve('node-media-server/bin/app.js');
  return { command: process.execPath, parameters: [program, '--config', config], port };
}

/** A port of 127.0.0.1 that was free a moment ago, for programs that cannot choose one themselves. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      probe.close(() => (port === undefined ? reject(new Error('no free port')) : resolve(port)));
    });
  });
}
