import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { LiveServer, millraceOn, PLAYER_CAME } from './live-server.ts';
import { KINDS, makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { startNginx } from './nginx.ts';
import { playing } from './our-player.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';
import { Program } from './program.ts';

describe.each(['deno', 'bun'] as const)('on %s', (runtime) => {
  for (const [kind, parts] of KINDS) {
    itNeeds([runtime, 'ffmpeg'], `what ffmpeg publishes to our server is what ffmpeg plays: ${kind}`, async () => {
      const file = await makeMedia(join(temporaryFolder(), 'media.flv'), parts);
      const server = await LiveServer.startOn(runtime);
      const player = ffmpegPlayer(server.url('a'));
      await server.hears(PLAYER_CAME);
      await ffmpegPublisher(file, server.url('a')).success();
      expect(parseFrameMd5(await player.success())).toEqual(await packetsOf(file));
    });
  }

  const needs = [runtime, 'ffmpeg', 'nginx with its rtmp module'] as const;
  itNeeds(needs, 'our client publishes to nginx-rtmp', async () => {
    const folder = temporaryFolder();
    const { port } = await startNginx(temporaryFolder(), 'application live { live on; }');
    const url = `rtmp://127.0.0.1:${port}/live/a`;
    const file = await makeMedia(join(folder, 'media.flv'));
    const copy = join(folder, 'copy.flv');
    const { written } = await playing(url, copy);
    const [command, ...parameters] = millraceOn(runtime, 'publish', file, url);
    await new Program(command, parameters).success();
    await written;
    expect(await packetsOf(copy)).toEqual(await packetsOf(file));
  });
});
