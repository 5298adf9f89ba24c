import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject } from 'vitest';
import { closeBrowsersAfterwards, LivePage, openBrowser } from './chromium.ts';
import { ivfOf } from './ivf.ts';
import { LiveServer } from './live-server.ts';
import { temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { run } from './program.ts';

closeBrowsersAfterwards();

/** Starts to publish the stream `a` from a page. */
async function publish(page: LivePage, codec: string): Promise<void> {
  await page.page.selectOption('#codec', codec);
  await page.page.fill('#stream', 'live/a');
  await page.page.locator('#toggle').click();
  await page.reaches('live');
  await page.grows('pictures', 10);
}

/** Checks that pictures come out of a file or stream, 20 at most, and no two that are the same. */
async function expectPictures(input: string): Promise<void> {
  const output = ['-map', '0:v', '-fps_mode', 'passthrough', '-frames:v', '20', '-f', 'framemd5', '-'];
  const lines = (await run('ffmpeg', '-loglevel', 'error', '-i', input, ...output)).split('\n');
  const hashes = lines.flatMap((line) => (/^\d/.test(line) ? [line.split(',').at(-1)?.trim()] : []));
  expect(hashes.length).toBeGreaterThan(2); // a slow machine encodes few, the page drops the others
  expect(new Set(hashes).size).toBe(hashes.length);
}

describe('a page publishes', () => {
  itNeeds(['chromium', 'ffmpeg'], 'AVC without sound, which ffmpeg plays', async () => {
    const server = await LiveServer.start('--http', '127.0.0.1:0');
    const page = await LivePage.open(await openBrowser(), server.publishUrl);
    await page.page.locator('#with-sound').uncheck();
    await publish(page, 'AVC');
    await expectPictures(server.url('a'));
    await page.page.locator('#toggle').click();
    await page.reaches('stopped');
    expect(page.errors).toEqual([]);
  });

  const codecs = [
    ['VP9', 'VP90'],
    ['AV1', 'AV01'],
    ['VP8', 'VP80'],
  ] as const;

  for (const [codec, name] of codecs) {
    itNeeds(['chromium', 'ffmpeg'], `${codec} and Opus, which a page plays and ffmpeg decodes`, async () => {
      const server = await LiveServer.start('--http', '127.0.0.1:0');
      const browser = await openBrowser();
      const publisher = await LivePage.open(browser, server.publishUrl);
      await publish(publisher, codec);
      const player = await LivePage.open(browser, server.watchUrl('a'));
      await player.reaches('playing');
      await player.changesPicture();
      await player.sounds();
      expect(await player.text('video')).toMatch(new RegExp(`^${codec} .*1280x720`));
      expect(await player.text('audio')).toBe('Opus, 48000 Hz, stereo');
      await player.page.close();

      // FFmpeg 5 does not know Enhanced RTMP, so the frames come to it in another container.
      const [flv, ivf] = ['a.flv', 'a.ivf'].map((file) => join(temporaryFolder(), file)) as [string, string];
      await run(process.execPath, inject('cli'), 'play', '--duration', '4', server.url('a'), flv);
      await writeFile(ivf, ivfOf(await readFile(flv), name));
      await expectPictures(ivf);
      expect([...publisher.errors, ...player.errors]).toEqual([]);
    });
  }
});
