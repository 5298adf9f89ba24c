import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { LiveServer, PLAYER_CAME } from './live-server.ts';
import { joinedAt, KINDS, makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';

describe('ffmpeg publishes, a player that waited receives what was published', () => {
  for (const [kind, parts] of KINDS) {
    itNeeds(['ffmpeg'], kind, async () => {
      const file = await makeMedia(join(temporaryFolder(), 'media.flv'), parts);
      const server = await LiveServer.start();
      const player = ffmpegPlayer(server.url('a'));
      await server.hears(PLAYER_CAME);
      await ffmpegPublisher(file, server.url('a')).success();
      expect(parseFrameMd5(await player.success())).toEqual(await packetsOf(file));
    });
  }

  itNeeds(['ffmpeg'], 'in real time, to three players', async () => {
    const file = await makeMedia(join(temporaryFolder(), 'media.flv'));
    const server = await LiveServer.start();
    const players = [1, 2, 3].map(() => ffmpegPlayer(server.url('a')));
    for (const _ of players) await server.hears(PLAYER_CAME);
    await ffmpegPublisher(file, server.url('a'), { inRealTime: true }).success();
    const published = await packetsOf(file);
    for (const player of players) expect(parseFrameMd5(await player.success())).toEqual(published);
  });
});

describe('a late player', () => {
  itNeeds(['ffmpeg', 'ffprobe'], 'begins with headers and a key frame, and misses nothing from there', async () => {
    const file = await makeMedia(join(temporaryFolder(), 'media.flv'), { seconds: 4 });
    const server = await LiveServer.start();
    const publisher = ffmpegPublisher(file, server.url('a'), { inRealTime: true });
    await publisher.line(/^out_time_us=[1-3]\d{6}$/);
    const received = parseFrameMd5(await ffmpegPlayer(server.url('a')).success());
    await publisher.success();

    expect(await joinedAt(received, file)).toBeGreaterThan(0);
  });
});
