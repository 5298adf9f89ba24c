import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LiveServer, PLAYER_CAME, PUBLISHER_CAME } from './live-server.ts';
import { makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { playing } from './our-player.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';

/** The worker that said such a line last. */
function lastToSay(server: LiveServer, what: RegExp): string {
  const line = server.lines.filter((said) => what.test(said)).at(-1) ?? '';
  return /worker=(\d+)/.exec(line)?.[1] ?? '';
}

/** Plays into a file. @returns the end of it, and the worker that serves it */
async function play(server: LiveServer, name: string, file: string) {
  const { written } = await playing(server.url(name), file);
  await server.hears(PLAYER_CAME);
  return { written, file, worker: lastToSay(server, PLAYER_CAME) };
}

async function publish(server: LiveServer, name: string, file: string) {
  const program = ffmpegPublisher(file, server.url(name), { inRealTime: true });
  await server.hears(PUBLISHER_CAME);
  return { program, worker: lastToSay(server, PUBLISHER_CAME) };
}

describe('a server of two workers', () => {
  itNeeds(['ffmpeg'], 'gives a stream to the players of both, packet for packet', async () => {
    const folder = temporaryFolder();
    const media = await makeMedia(join(folder, 'media.flv'), { seconds: 2 });
    const server = await LiveServer.start('--workers', '2');
    const players = [];
    for (let count = 0; count < 4; count += 1) {
      players.push(ffmpegPlayer(server.url('a')));
      await server.hears(PLAYER_CAME);
    }
    const joined = server.lines.filter((line) => PLAYER_CAME.test(line)).map((line) => /worker=\d/.exec(line)?.[0]);
    expect(new Set(joined)).toEqual(new Set(['worker=1', 'worker=2']));
    await ffmpegPublisher(media, server.url('a'), { inRealTime: true }).success();
    const { contents } = await packetsOf(media);
    for (const player of players) expect(parseFrameMd5(await player.success()).contents).toEqual(contents);
    server.signal('SIGTERM');
    expect(await server.end()).toBe(0);
  });

  itNeeds(
    ['ffmpeg'],
    'that loses one: its streams end in order, others go on, and another takes its place',
    async () => {
      const folder = temporaryFolder();
      const media = await makeMedia(join(folder, 'media.flv'), { seconds: 4 });
      const server = await LiveServer.start('--workers', '2', '--log-level', 'debug');
      const [lost, kept] = [await publish(server, 'a', media), await publish(server, 'b', media)];
      expect(lost.worker).not.toBe(kept.worker);
      const far = [];
      // In turn they come to both; those of the worker that is lost are lost with it.
      for (const name of ['a', 'a', 'b', 'b']) {
        const player = await play(server, name, join(folder, `${far.length}.flv`));
        player.written.catch(() => {});
        far.push(player);
      }
      const [ofLost, ofKept] = far.filter(({ worker }) => worker === kept.worker);
      const [, pid] = await server.line(new RegExp(`Worker started\\..*worker=${lost.worker} .*pid=(\\d+)`));
      process.kill(Number(pid), 'SIGKILL');
      await server.line(/Worker lost.*reason="ended by SIGKILL"/);
      await ofLost?.written;
      await kept.program.success();
      await ofKept?.written;
      const { contents } = await packetsOf(media);
      const played = await packetsOf(ofKept?.file ?? '');
      for (const medium of ['video', 'audio']) {
        const got = played.contents[medium] ?? [];
        expect(got.length).toBeGreaterThan(10);
        expect(got).toEqual(contents[medium]?.slice(-got.length));
      }
      await server.line(/Worker started\..*worker=3/);
      const again = await publish(server, 'a', media);
      again.program.signal('SIGTERM');
      server.signal('SIGTERM');
      expect(await server.end(10_000)).toBe(0);
    },
  );

  it('stops at once, also while one of them is on its way', async () => {
    const server = await LiveServer.start('--workers', '2', '--log-level', 'debug');
    const [, pid] = await server.line(/Worker started\..*worker=1 .*pid=(\d+)/);
    process.kill(Number(pid), 'SIGKILL');
    const [, retryMs] = await server.line(/Worker lost.*retryMs=(\d+)/);
    await setTimeout(Number(retryMs) + 50);
    server.signal('SIGTERM');
    expect(await server.end(4_000)).toBe(0); // those that do not hear of it are killed after nine seconds
  });
});
