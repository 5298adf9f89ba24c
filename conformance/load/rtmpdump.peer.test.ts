import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { LiveServer, PLAYER_CAME } from './live-server.ts';
import { joinedAt, KINDS, makeMedia, packetsOf, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPublisher, rtmpdumpPlayer } from './peers.ts';

describe('ffmpeg publishes, rtmpdump that waited writes what was published', () => {
  for (const [kind, parts] of KINDS) {
    itNeeds(['ffmpeg', 'rtmpdump'], kind, async () => {
      const folder = temporaryFolder();
      const file = await makeMedia(join(folder, 'media.flv'), parts);
      const server = await LiveServer.start();
      const dump = join(folder, 'dump.flv');
      const player = rtmpdumpPlayer(server.url('a'), dump);
      await server.hears(PLAYER_CAME);
      await ffmpegPublisher(file, server.url('a')).success();
      await player.end();
      expect(await packetsOf(dump)).toEqual(await packetsOf(file));
    });
  }
});

describe('rtmpdump as a late player', () => {
  itNeeds(
    ['ffmpeg', 'ffprobe', 'rtmpdump'],
    'begins with headers and a key frame, and misses nothing from there',
    async () => {
      const folder = temporaryFolder();
      const file = await makeMedia(join(folder, 'media.flv'), { seconds: 4 });
      const server = await LiveServer.start();
      const publisher = ffmpegPublisher(file, server.url('a'), { inRealTime: true });
      await publisher.line(/^out_time_us=[1-3]\d{6}$/);
      const dump = join(folder, 'dump.flv');
      await rtmpdumpPlayer(server.url('a'), dump).end();
      await publisher.success();
      expect(await joinedAt(await packetsOf(dump), file)).toBeGreaterThan(0);
    },
  );
});
