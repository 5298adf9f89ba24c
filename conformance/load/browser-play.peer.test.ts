import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { closeBrowsersAfterwards, LivePage, openBrowser } from './chromium.ts';
import { LiveServer } from './live-server.ts';
import { makeMedia, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPublisher } from './peers.ts';

closeBrowsersAfterwards();

const ENDLESS = { inRealTime: true, endless: true };

describe('a page plays what ffmpeg publishes', () => {
  itNeeds(['chromium', 'ffmpeg'], 'H.264 with B-frames and AAC, and goes on with the next publisher', async () => {
    const file = await makeMedia(join(temporaryFolder(), 'media.flv'), { seconds: 6 });
    const server = await LiveServer.start('--http', '127.0.0.1:0');
    const browser = await openBrowser();
    const waiting = await LivePage.open(browser, server.watchUrl('a'));
    await waiting.reaches('waiting');

    const first = ffmpegPublisher(file, server.url('a'), ENDLESS);
    await waiting.reaches('playing');
    await waiting.changesPicture();
    await waiting.sounds();
    await waiting.grows('sound', 1);
    expect(await waiting.text('video')).toMatch(/^AVC .*, 320x180/);
    expect(await waiting.text('audio')).toBe('AAC LC, 44100 Hz, mono');
    await waiting.grows('pictures', 20);
    expect(await waiting.number('delay')).toBeLessThan(1_000);

    await first.stop();
    await waiting.reaches('waiting');
    const sound = await makeMedia(join(temporaryFolder(), 'sound.flv'), { video: false, seconds: 6 });
    const second = ffmpegPublisher(sound, server.url('a'), ENDLESS);
    await waiting.reaches('playing');
    await waiting.grows('sound', 1);
    await second.stop();
    await waiting.reaches('waiting');
    ffmpegPublisher(file, server.url('a'), ENDLESS);
    await waiting.reaches('playing');
    await waiting.grows('pictures', 20);
    expect(await waiting.text('decoders')).toBe('no failures');
    expect(waiting.errors).toEqual([]);
    await waiting.page.close();
  });

  itNeeds(
    ['chromium', 'ffmpeg'],
    'the only stream there is, late, near the live edge, with sound after a click',
    async () => {
      const file = await makeMedia(join(temporaryFolder(), 'media.flv'), { seconds: 6 });
      const server = await LiveServer.start('--http', '127.0.0.1:0');
      const publisher = ffmpegPublisher(file, server.url('a'), ENDLESS);
      await publisher.line(/^out_time_us=[1-3]\d{6}$/);
      const page = await LivePage.open(await openBrowser({ needsClick: true }), server.pagesUrl);
      await page.says('sound', 'off until you click');
      await page.reaches('playing');
      await page.changesPicture();
      await page.page.locator('#sound').click();
      await page.sounds();
      await page.grows('sound', 1);
      expect(await page.page.locator('#sound').isVisible()).toBe(false);
      expect(await page.number('delay')).toBeLessThan(700);
      await page.page.locator('#toggle').click();
      await page.reaches('stopped');
      expect(page.errors).toEqual([]);
    },
  );

  itNeeds(['chromium'], 'and says so when the server is gone', async () => {
    const server = await LiveServer.start('--http', '127.0.0.1:0');
    const page = await LivePage.open(await openBrowser(), server.watchUrl('a'));
    await page.reaches('waiting');
    await server.stop();
    await page.reaches('connecting');
    expect(await page.page.locator('#words').textContent()).toMatch(/\.$/);
  });
});
