import { readFile } from 'node:fs/promises';
import type { LiveStream } from '../web/live-stream.ts';
import type { HttpAnswer, HttpRequest, HttpRules } from '../web/upgrade.ts';
import { OptionError } from './option-values.ts';

// The pages to watch and to publish with, as `serve --http` serves them.

/** Each file by the path that it is asked for, with its type. */
const FILES: readonly (readonly [path: string, file: string, type: string])[] = [
  ['/', 'play.html', 'text/html; charset=utf-8'],
  ['/publish', 'publish.html', 'text/html; charset=utf-8'],
  ['/pages.css', 'pages.css', 'text/css; charset=utf-8'],
  ...['play.js', 'publish.js', 'sound-worklet.js', 'capture-worklet.js'].map(
    (file) => [`/${file}`, file, 'text/javascript; charset=utf-8'] as const,
  ),
];

/** A page may load and reach what comes from here, and nothing else. */
const HEADERS = {
  'cache-control': 'no-cache',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const NOT_FOUND: HttpAnswer = { status: 404, headers: HEADERS, body: 'There is nothing here.\n' };
const WRONG_METHOD: HttpAnswer = { status: 405, headers: { ...HEADERS, allow: 'GET, HEAD' }, body: 'GET only.\n' };
const WRONG_HOST: HttpAnswer = { status: 421, headers: HEADERS, body: 'This server is for pages of this machine.\n' };

/** The built pages, each answer by its path. */
export type Pages = ReadonlyMap<string, HttpAnswer>;

/**
 * Reads the pages that lie beside the built command.
 *
 * @throws OptionError when they are not there
 */
export async function readPages(folder = new URL('./pages/', import.meta.url)): Promise<Pages> {
  try {
    return new Map(
      await Promise.all(
        FILES.map(async ([path, file, type]) => {
          const body = new Uint8Array(await readFile(new URL(file, folder)));
          return [path, { status: 200, headers: { ...HEADERS, 'content-type': type }, body }] as const;
        }),
      ),
    );
  } catch {
    throw new OptionError('--http serves pages that are not built; run "npm run build" first');
  }
}

/**
 * What a port is for that serves the pages: they alone may connect to it, from the browser at least.
 *
 * @param isPrivate - the port is open to this machine alone. Then the pages list what is live, and names that lead to this
 *   machine from elsewhere (DNS rebinding) are not answered. Stream names are often keys, so nobody else gets the list.
 */
export function pageRules(pages: Pages, streams: () => readonly LiveStream[], isPrivate: boolean): HttpRules {
  const isForUs = (host: string) => !isPrivate || isLocal(host);
  return {
    origins: (origin, host) => isForUs(host) && hostOf(origin) === host,
    respond: ({ method, url, host }) => {
      if (!isForUs(host ?? '')) return WRONG_HOST;
      if (method !== 'GET' && method !== 'HEAD') return WRONG_METHOD;
      const path = pathOf(url);
      if (path === '/streams.json' && isPrivate) return liveList(streams());
      return pages.get(path) ?? NOT_FOUND;
    },
  };
}

function liveList(streams: readonly LiveStream[]): HttpAnswer {
  const headers = { ...HEADERS, 'cache-control': 'no-store', 'content-type': 'application/json' };
  return { status: 200, headers, body: JSON.stringify({ streams }) };
}

function pathOf(url: HttpRequest['url']): string {
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname : '';
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Whether a header `Host` names this machine as only its own browsers do. */
function isLocal(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host);
}

/** Whether a listener there hears this machine alone. @param host - an address without brackets, or a name */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
