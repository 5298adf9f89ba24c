import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { LiveServer, PLAYER_CAME, PUBLISHER_CAME } from './live-server.ts';
import { joinedAt, makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';
import { Program } from './program.ts';

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      probe.close(() => (port === undefined ? reject(new Error('no free port')) : resolve(port)));
    });
  });
}

/** nginx with one application that pushes to, and one that pulls from, the application `live` of `server`. */
async function startNginx(server: LiveServer, folder: string): Promise<string> {
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  mkdirSync(join(folder, 'logs'));
  writeFileSync(
    file,
    `load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
     daemon off; master_process off; error_log stderr notice; pid ${folder}/nginx.pid;
     events {}
     rtmp { server { listen 127.0.0.1:${port};
       application push { live on; push rtmp://127.0.0.1:${server.port}/live; }
       application pull { live on; pull rtmp://127.0.0.1:${server.port}/live; }
     } }`,
  );
  const nginx = new Program('nginx', ['-p', folder, '-c', file]);
  await nginx.line(/using the "epoll" event method/);
  return `rtmp://127.0.0.1:${port}`;
}

describe('nginx-rtmp between a program and us', () => {
  const needs = ['ffmpeg', 'ffprobe', 'nginx with its rtmp module'] as const;

  itNeeds(needs, 'publishes what it is given', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(folder, 'media.flv'), { seconds: 5 });
    const server = await LiveServer.start();
    const nginx = await startNginx(server, folder);
    const player = ffmpegPlayer(server.url('a'));
    await server.hears(PLAYER_CAME);
    const publisher = ffmpegPublisher(file, `${nginx}/push/a`, { inRealTime: true });
    await server.hears(PUBLISHER_CAME);
    await publisher.success();
    await joinedAt(parseFrameMd5(await player.success()), file);
  });

  itNeeds(needs, 'plays on what we publish', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(folder, 'media.flv'));
    const server = await LiveServer.start();
    const nginx = await startNginx(server, folder);
    const player = ffmpegPlayer(`${nginx}/pull/a`, { silenceMs: 5_000 }); // nginx does not tell it of the end
    await server.hears(PLAYER_CAME);
    await ffmpegPublisher(file, server.url('a'), { inRealTime: true }).success();
    const { contents } = parseFrameMd5(await player.output());
    expect(contents).toEqual((await packetsOf(file)).contents);
  });
});
