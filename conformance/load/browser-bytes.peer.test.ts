import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect } from 'vitest';
import { seededSession } from '../../adapters/testing/session.ts';
import { closeBrowsersAfterwards, openBrowser } from './chromium.ts';
import { itNeeds } from './needs.ts';

closeBrowsersAfterwards();

const SEED = 2026;

describe('a session in memory', () => {
  itNeeds(['chromium'], 'carries the same bytes in Chromium as on Node', async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('../../adapters/testing/session.ts', import.meta.url))],
      bundle: true,
      format: 'iife',
      globalName: 'session',
      platform: 'browser',
      target: 'es2022',
      write: false,
    });
    const page = await (await openBrowser()).newPage();
    const heard = await page.evaluate(`${outputFiles[0]?.text} Array.from(session.seededSession(${SEED}))`);
    expect(Buffer.from(heard as number[]).equals(seededSession(SEED))).toBe(true); // Array.from made numbers of bytes
  });
});
