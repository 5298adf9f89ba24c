import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { loadCapture, loadReading } from '../../fixtures/corpus/capture.ts';
import { LiveServer, PLAYER_CAME } from './live-server.ts';
import { makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';

/** A recorded player of the stream `live/s007`, up to the moment at which it begins to play. */
const PLAYER = 'rtmpdump-play-nginx-h264-aac';
const STREAM = 's007';

/** Says what a player says, and reads nothing of the answer. */
async function stalledPlayer(port: number): Promise<void> {
  const left = loadReading(PLAYER).find(({ command }) => command === 'deleteStream')?.frame ?? 0;
  const said = loadCapture(PLAYER).tcp[0]?.client.segments.filter(({ frame }) => frame < left) ?? [];
  const socket = connect(port, '127.0.0.1').pause();
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined); // it is about to be thrown out
  await once(socket, 'connect');
  for (const { bytes } of said) socket.write(bytes);
}

describe('a player that stops reading', () => {
  itNeeds(['ffmpeg'], 'is cut, and another player of the stream notices nothing', async () => {
    // 20 Mbit/s fill the buffers of the system and the budget of the player within seconds.
    const file = await makeMedia(join(temporaryFolder(), 'media.flv'), { bitRate: 20_000_000 });
    const server = await LiveServer.start();
    const player = ffmpegPlayer(server.url(STREAM));
    await server.hears(PLAYER_CAME);
    await stalledPlayer(server.port);
    await server.hears(PLAYER_CAME);
    const publisher = ffmpegPublisher(file, server.url(STREAM), { inRealTime: true, endless: true });
    await server.hears(/Player cut/);
    publisher.signal('SIGINT');
    await publisher.end();
    const ended = performance.now();
    const received = parseFrameMd5(await player.success());
    expect(performance.now() - ended).toBeLessThan(2_000);

    const { contents } = await packetsOf(file);
    for (const medium of ['video', 'audio']) {
      const [got = [], once = []] = [received.contents[medium], contents[medium]];
      expect(got.length).toBeGreaterThan(2 * once.length);
      expect(got).toEqual(got.map((_, index) => once[index % once.length]));
    }
  });
});
