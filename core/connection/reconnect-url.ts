import { isReconnectUrl } from '../command/tc-url.ts';
import { RtmpUsageError } from './usage-error.ts';

/**
 * Checks where clients are to be sent (ERTMP-41): `rtmp://…`, `rtmps://…`, `//host/app` or `/app`.
 *
 * @returns it
 * @throws RtmpUsageError `tcUrlInvalid`
 */
export function checkReconnectUrl(tcUrl: string): string {
  if (isReconnectUrl(tcUrl)) return tcUrl;
  const message = `a client is sent to rtmp://…, rtmps://…, //host/app or /app, got "${tcUrl}"`;
  throw new RtmpUsageError('tcUrlInvalid', message);
}
