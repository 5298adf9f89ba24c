import { join } from 'node:path';
import { describe, expect, inject } from 'vitest';
import { LiveServer, PLAYER_CAME, PUBLISHER_CAME } from './live-server.ts';
import { joinedAt, KINDS, makeMedia, packetsOf, temporaryFolder } from './media.ts';
import { itNeeds, type ProgramName } from './needs.ts';
import { startNginx } from './nginx.ts';
import { startNodeMediaServer } from './node-media-server.ts';
import { playing } from './our-player.ts';
import { ffmpegPublisher, rtmpdumpPlayer } from './peers.ts';
import { Program } from './program.ts';

/** Our command. */
const millrace = (...parameters: string[]): Program => new Program(process.execPath, [inject('cli'), ...parameters]);

interface Server {
  readonly name: string;
  readonly needs: readonly ProgramName[];
  readonly start: (folder: string) => Promise<{ readonly port: number }>;
}

const SERVERS: readonly Server[] = [
  {
    name: 'nginx-rtmp',
    needs: ['nginx with its rtmp module'],
    start: (folder) => startNginx(folder, 'application live { live on; }'),
  },
  { name: 'node-media-server', needs: [], start: startNodeMediaServer },
];

describe.each(SERVERS)('our client publishes to $name, and plays from it', ({ needs, start }) => {
  for (const [kind, parts] of KINDS) {
    itNeeds(['ffmpeg', ...needs], kind, async () => {
      const folder = temporaryFolder();
      const { port } = await start(temporaryFolder());
      const url = `rtmp://127.0.0.1:${port}/live/a`;
      const file = await makeMedia(join(folder, 'media.flv'), parts);
      const copy = join(folder, 'copy.flv');
      const { written } = await playing(url, copy);
      await millrace('publish', file, url).success();
      await written;
      expect(await packetsOf(copy)).toEqual(await packetsOf(file));
    });
  }
});

describe('millrace play', () => {
  itNeeds(
    ['ffmpeg', 'ffprobe'],
    'writes what ffmpeg publishes, from a key frame on, until the stream ends',
    async () => {
      const folder = temporaryFolder();
      const file = await makeMedia(join(folder, 'media.flv'), { seconds: 4 });
      const copy = join(folder, 'copy.flv');
      const server = await LiveServer.start();
      const publisher = ffmpegPublisher(file, server.url('a'), { inRealTime: true });
      await server.hears(PUBLISHER_CAME);
      const player = millrace('play', server.url('a'), copy);
      await server.hears(PLAYER_CAME);
      await publisher.success();
      expect(await player.success()).toBe('');
      await joinedAt(await packetsOf(copy), file);
    },
  );

  itNeeds(['ffmpeg'], 'makes the file whole when it is interrupted', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(folder, 'media.flv'), { seconds: 10 });
    const copy = join(folder, 'copy.flv');
    const server = await LiveServer.start();
    const publisher = millrace('publish', '--loop', file, server.url('a'));
    await server.hears(PUBLISHER_CAME);
    const short = millrace('play', '--duration', '2', server.url('a'), join(folder, 'short.flv'));
    const player = millrace('play', server.url('a'), copy);
    await server.hears(PLAYER_CAME);
    await short.success();
    player.signal('SIGINT');
    publisher.signal('SIGINT');
    expect([await player.success(), await publisher.success()]).toEqual(['', '']);
    const { contents } = await packetsOf(copy);
    const all = (await packetsOf(file)).contents.video ?? [];
    const from = all.indexOf(contents.video?.[0] ?? '');
    expect(contents.video?.length).toBeGreaterThan(25);
    expect(contents.video).toEqual(all.slice(from, from + (contents.video?.length ?? 0)));
  });
});

describe('millrace relay', () => {
  itNeeds(['ffmpeg', 'ffprobe', 'nginx with its rtmp module'], 'stands between ffmpeg and two servers', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(folder, 'media.flv'), { seconds: 6 });
    const source = await LiveServer.start();
    const nginx = await startNginx(temporaryFolder(), 'application live { live on; }');
    const target = await LiveServer.start();
    const toNginx = `rtmp://127.0.0.1:${nginx.port}/live/b`;
    const copies = [join(folder, 'nginx.flv'), join(folder, 'millrace.flv')] as const;
    const fromNginx = await playing(toNginx, copies[0]);
    const fromTarget = millrace('play', target.url('b'), copies[1]);
    await target.hears(PLAYER_CAME);
    const nowhere = 'rtmp://127.0.0.1:1/live/b';
    const relay = millrace('relay', '--once', source.url('a'), nowhere, toNginx, target.url('b'));
    await source.hears(PLAYER_CAME);
    await ffmpegPublisher(file, source.url('a'), { inRealTime: true }).success();
    await relay.success();
    expect(relay.lines.join('\n')).toMatch(/Target failed\..*target=1 .*code=unreachable/);
    await fromTarget.success();
    await fromNginx.written;
    for (const copy of copies) await joinedAt(await packetsOf(copy), file);
  });
});

describe('RTMPE', () => {
  itNeeds(['ffmpeg', 'rtmpdump'], 'from our client over our server to rtmpdump and to our client', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(folder, 'media.flv'));
    const server = await LiveServer.start('--rtmpe');
    const url = server.url('a').replace('rtmp:', 'rtmpe:');
    const dump = rtmpdumpPlayer(url, join(folder, 'dump.flv'));
    await server.hears(PLAYER_CAME);
    const player = millrace('play', url, join(folder, 'copy.flv'));
    await server.hears(PLAYER_CAME);
    await millrace('publish', file, url).success();
    await dump.end();
    await player.success();
    for (const copy of ['dump.flv', 'copy.flv']) {
      expect(await packetsOf(join(folder, copy))).toEqual(await packetsOf(file));
    }
  });
});
