import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { makeCertificate } from './certificate.ts';
import { LiveServer, PLAYER_CAME } from './live-server.ts';
import { makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';

describe('RTMPS', () => {
  itNeeds(
    ['ffmpeg', 'openssl'],
    'carries a stream from a publisher to a player, and the plain port is the same server',
    async () => {
      const folder = temporaryFolder();
      const file = await makeMedia(join(folder, 'media.flv'));
      const { cert, key } = await makeCertificate(folder);
      const server = await LiveServer.start('--rtmps', '127.0.0.1:0', '--cert', cert, '--key', key);
      const players = [ffmpegPlayer(server.rtmpsUrl('a')), ffmpegPlayer(server.url('a'))];
      for (const _ of players) await server.hears(PLAYER_CAME);
      await ffmpegPublisher(file, server.rtmpsUrl('a')).success();
      const published = await packetsOf(file);
      for (const player of players) expect(parseFrameMd5(await player.success())).toEqual(published);
    },
  );
});
