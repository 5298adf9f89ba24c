import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { LiveServer, PLAYER_CAME, PUBLISHER_CAME } from './live-server.ts';
import { makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';

describe('a server that is told to end', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    itNeeds(['ffmpeg'], `by ${signal}: players get the end of their stream, and it exits 0`, async () => {
      const file = await makeMedia(join(temporaryFolder(), 'media.flv'), { seconds: 10 });
      const server = await LiveServer.start();
      const player = ffmpegPlayer(server.url('a'));
      await server.hears(PLAYER_CAME);
      const publisher = ffmpegPublisher(file, server.url('a'), { inRealTime: true });
      await server.hears(PUBLISHER_CAME);
      await publisher.line(/^out_time_us=[1-9]\d{6}$/);
      server.signal(signal);
      expect(await server.end(10_000)).toBe(0);
      const { contents } = parseFrameMd5(await player.success());
      const published = await packetsOf(file);
      for (const medium of ['video', 'audio']) {
        const got = contents[medium] ?? [];
        expect(got.length).toBeGreaterThan(10);
        expect(got).toEqual(published.contents[medium]?.slice(0, got.length));
      }
      await publisher.end();
    });
  }
});
