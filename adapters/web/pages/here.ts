import type { ClientConnection } from '../../../core/index.ts';
import type { ConnectTo } from '../../client/stream-attempt.ts';
import type { Driver } from '../../driver.ts';
import { connectWebSocket } from '../connect.ts';

/** The server that this page came from takes RTMP in WebSockets on the same port. */
export function connectHere({ onConnection, connection }: ConnectTo): Promise<Driver<ClientConnection>> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return connectWebSocket({ url: `${scheme}://${location.host}/`, onConnection, connection });
}

/** The URL of a stream of that server. @param path - `APP/NAME` */
export function urlHere(path: string): string {
  return `rtmp://${location.host}/${path.replace(/^\/+/, '')}`;
}

/** Why this page cannot work in this browser at all; `undefined` where it can. */
export function obstacle(): string | undefined {
  if (!isSecureContext) {
    return 'Browsers decode video only for pages that came by https, or from this machine: open http://localhost instead, or put the server behind https.';
  }
  if (typeof VideoDecoder === 'undefined')
    return 'This browser has no WebCodecs. Chromium, Edge, Safari and Firefox of today have.';
  return undefined;
}
