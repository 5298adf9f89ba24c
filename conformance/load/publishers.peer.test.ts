import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { LiveServer, PLAYER_CAME, PUBLISHER_CAME } from './live-server.ts';
import { joinedAt, makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';

describe('two publishers of one name', () => {
  itNeeds(['ffmpeg'], 'the second is told that the name is in use, the first goes on undisturbed', async () => {
    const file = await makeMedia(join(temporaryFolder(), 'media.flv'));
    const server = await LiveServer.start('--on-duplicate', 'reject');
    const player = ffmpegPlayer(server.url('a'));
    await server.hears(PLAYER_CAME);
    const first = ffmpegPublisher(file, server.url('a'), { inRealTime: true });
    await server.hears(PUBLISHER_CAME);
    const second = ffmpegPublisher(file, server.url('a'));
    await server.hears(/Request refused/);
    expect(await second.end()).not.toBe(0);
    await first.success();
    expect(parseFrameMd5(await player.success())).toEqual(await packetsOf(file));
  });

  itNeeds(['ffmpeg', 'ffprobe'], 'the second takes over where that is the policy, the first is sent away', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(folder, 'media.flv'), { seconds: 5 });
    const server = await LiveServer.start('--on-duplicate', 'take-over');
    const first = ffmpegPublisher(file, server.url('a'), { inRealTime: true, endless: true });
    await server.hears(PUBLISHER_CAME);
    const other = await makeMedia(join(folder, 'other.flv'), { seconds: 5, tone: 880 });
    const second = ffmpegPublisher(other, server.url('a'), { inRealTime: true });
    await server.hears(PUBLISHER_CAME);
    expect(await first.end()).not.toBe(0);
    const player = ffmpegPlayer(server.url('a'));
    await second.success();
    await joinedAt(parseFrameMd5(await player.success()), other);
  });
});
