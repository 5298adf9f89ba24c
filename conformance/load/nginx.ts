import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Program } from './program.ts';

/**
 * nginx with its rtmp module, on a port of 127.0.0.1 that was free.
 *
 * @param folder - an empty one, for its files
 * @param applications - of its `server` block, in its own words
 */
export async function startNginx(folder: string, applications: string): Promise<{ readonly port: number }> {
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  mkdirSync(join(folder, 'logs'));
  writeFileSync(
    file,
    `load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
     daemon off; master_process off; error_log stderr notice; pid ${folder}/nginx.pid;
     events {}
     rtmp { server { listen 127.0.0.1:${port}; ${applications} } }`,
  );
  const nginx = new Program('nginx', ['-p', folder, '-c', file]);
  await nginx.line(/using the "epoll" event method/);
  return { port };
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
