import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answerOf } from '../web/upgrade.ts';
import { isLoopback, type Pages, pageRules, readPages } from './pages.ts';

const PAGES: Pages = new Map([['/', { status: 200, body: 'the page' }]]);
const REQUEST = { method: 'GET', url: '/', host: '127.0.0.1:8080', origin: null, upgrade: null } as const;

const rulesOf = (isPrivate: boolean) => pageRules(PAGES, () => [], isPrivate);

describe('the port of --http', () => {
  it.each([
    ['/', 200],
    ['/?stream=live/a', 200],
    ['http://127.0.0.1:8080/', 200],
    ['/other', 404],
    ['/%2e%2e/package.json', 404],
    ['//', 404],
    ['http://[', 404],
  ])('answers %s with %d', (url, status) => {
    expect(answerOf({ ...REQUEST, url }, rulesOf(true))?.status).toBe(status);
  });

  it('answers nothing but GET and HEAD', () => {
    const statusOf = (method: string) => answerOf({ ...REQUEST, method }, rulesOf(true))?.status;
    expect(['GET', 'HEAD', 'POST'].map(statusOf)).toEqual([200, 200, 405]);
  });

  it.each([
    ['127.0.0.1:8080', true, 200],
    ['localhost:8080', true, 200],
    ['[::1]:8080', true, 200],
    ['rebound.example:8080', true, 421],
    ['localhost.example', true, 421],
    [null, true, 421],
    ['stream.example', false, 200],
  ])('asked as %s, private %s: %d', (host, isPrivate, status) => {
    expect(answerOf({ ...REQUEST, host }, rulesOf(isPrivate))?.status).toBe(status);
  });

  it.each([
    ['http://127.0.0.1:8080', '127.0.0.1:8080', undefined],
    ['http://localhost:8080', '127.0.0.1:8080', 403],
    ['https://evil.example', '127.0.0.1:8080', 403],
    ['http://rebound.example:8080', 'rebound.example:8080', 403],
    ['null', '127.0.0.1:8080', 403],
    [null, '127.0.0.1:8080', undefined],
  ])('lets a page of %s connect to %s: %s', (origin, host, status) => {
    expect(answerOf({ ...REQUEST, origin, host, upgrade: 'websocket' }, rulesOf(true))?.status).toBe(status);
  });

  it('lists what is live for this machine alone', () => {
    const streams = [{ path: 'live/a', tracks: ['AAC LC, 44100 Hz, stereo'], players: 0 }];
    const listFor = (isPrivate: boolean) =>
      answerOf(
        { ...REQUEST, url: '/streams.json' },
        pageRules(PAGES, () => streams, isPrivate),
      );
    expect(JSON.parse(String(listFor(true)?.body))).toEqual({ streams });
    expect(listFor(false)?.status).toBe(404);
  });

  it('knows which listeners hear this machine alone', () => {
    const hosts = ['127.0.0.1', '127.8.8.8', '::1', 'localhost', '0.0.0.0', '::', '192.0.2.1', '1127.0.0.1'];
    expect(hosts.map(isLoopback)).toEqual([true, true, true, true, false, false, false, false]);
  });
});

describe('the pages', () => {
  it('are read with their types, or it is said how to build them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-'));
    const url = pathToFileURL(`${folder}/`);
    await expect(readPages(url)).rejects.toThrow('--http serves pages that are not built; run "npm run build" first');
    const files = ['play.html', 'publish.html', 'pages.css', 'play.js', 'publish.js'];
    for (const file of [...files, 'sound-worklet.js', 'capture-worklet.js']) await writeFile(join(folder, file), file);
    const pages = await readPages(url);
    expect(Buffer.from(pages.get('/publish')?.body ?? '').toString()).toBe('publish.html');
    expect(pages.get('/play.js')?.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    await rm(folder, { recursive: true });
  });
});
