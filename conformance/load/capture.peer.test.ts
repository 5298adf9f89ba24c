import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { LiveServer, millraceOn, PLAYER_CAME } from './live-server.ts';
import { makeMedia, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';
import { run } from './program.ts';

const NAME = 'cam-7f3a9c';
const KEY = 'hunter2-hunter2';

describe('a server that captures its sessions', () => {
  itNeeds(['ffmpeg'], 'writes what publisher and player said, without name and key, for inspect to read', async () => {
    const folder = temporaryFolder();
    const media = await makeMedia(join(temporaryFolder(), 'media.flv'));
    const keys = join(temporaryFolder(), 'keys');
    writeFileSync(keys, `${KEY}\n`);
    const server = await LiveServer.start('--capture', folder, '--publish-keys', keys);
    const player = ffmpegPlayer(server.url(NAME));
    await server.hears(PLAYER_CAME);
    await ffmpegPublisher(media, server.url(`${NAME}?key=${KEY}`)).success();
    await player.success();
    server.signal('SIGTERM');
    await server.end();

    const files = readdirSync(folder).map((file) => join(folder, file));
    expect(files).toHaveLength(2);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      for (const secret of [NAME, KEY]) for (const hidden of formsOf(secret)) expect(text).not.toContain(hidden);
    }
    const [command, ...args] = millraceOn('node', 'inspect', '--summary', ...files);
    const told = await run(command, ...args);
    expect(told).toMatch(/client {8}publish \S+ live\n {4}client sends {2}AVC .*320x180.*\n {4}client sends {2}AAC/);
    expect(told).toMatch(/client {8}play \S+.*\n {4}server sends {2}AVC .*320x180.*\n {4}server sends {2}AAC/);
  });

  itNeeds(
    ['ffmpeg'],
    'by two workers, gives each a folder, and whoever takes the place of one its folder',
    async () => {
      const folder = temporaryFolder();
      const media = await makeMedia(join(temporaryFolder(), 'media.flv'));
      const server = await LiveServer.start('--capture', folder, '--workers', '2', '--log-level', 'debug');
      const publishToBoth = () =>
        Promise.all(['a', 'b'].map((name) => ffmpegPublisher(media, server.url(name)).success()));
      const [, pid] = await server.line(/Worker started\..*worker=2 {2}pid=(\d+)/);
      await publishToBoth();
      process.kill(Number(pid), 'SIGKILL');
      await server.line(/Worker started\..*worker=3/);
      await publishToBoth();
      server.signal('SIGTERM');
      expect(await server.end()).toBe(0);

      expect(readdirSync(folder).sort()).toEqual(['worker-1', 'worker-2']);
      for (const place of ['worker-1', 'worker-2']) {
        const texts = readdirSync(join(folder, place)).map((file) => readFileSync(join(folder, place, file), 'utf8'));
        expect(texts.at(-1)).toContain('"command":"publish"');
      }
    },
  );
});

/** As text, and as base64 has it wherever in the bytes it begins, but for its first and last characters. */
function formsOf(secret: string): string[] {
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + secret)
      .toString('base64')
      .slice(4, -4),
  );
  return [secret, ...shifted];
}
