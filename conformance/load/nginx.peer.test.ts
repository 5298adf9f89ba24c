import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { LiveServer, PLAYER_CAME, PUBLISHER_CAME } from './live-server.ts';
import { joinedAt, makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { startNginx } from './nginx.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';

/** nginx with one application that pushes to, and one that pulls from, the application `live` of `server`. */
async function startBetween(server: LiveServer, folder: string): Promise<string> {
  const live = `rtmp://127.0.0.1:${server.port}/live`;
  const applications = `application push { live on; push ${live}; } application pull { live on; pull ${live}; }`;
  return `rtmp://127.0.0.1:${(await startNginx(folder, applications)).port}`;
}

describe('nginx-rtmp between a program and us', () => {
  const needs = ['ffmpeg', 'ffprobe', 'nginx with its rtmp module'] as const;

  itNeeds(needs, 'publishes what it is given', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(folder, 'media.flv'), { seconds: 5 });
    const server = await LiveServer.start();
    const nginx = await startBetween(server, folder);
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
    const nginx = await startBetween(server, folder);
    const player = ffmpegPlayer(`${nginx}/pull/a`, { silenceMs: 5_000 }); // nginx does not tell it of the end
    await server.hears(PLAYER_CAME);
    await ffmpegPublisher(file, server.url('a'), { inRealTime: true }).success();
    const { contents } = parseFrameMd5(await player.output());
    expect(contents).toEqual((await packetsOf(file)).contents);
  });
});
