/** Why an HTTP request does not become a WebSocket. */
export interface UpgradeRefusal {
  readonly status: 403 | 426 | 503;
  readonly text: string;
}

export const NO_WEB_SOCKET: UpgradeRefusal = {
  status: 426,
  text: 'RTMP in a WebSocket is served here, and nothing else.\n',
};
const WRONG_ORIGIN: UpgradeRefusal = { status: 403, text: 'Pages of this origin may not connect.\n' };

/** For whoever comes while the server is being closed. */
export const CLOSING: UpgradeRefusal = { status: 503, text: 'The server is closing.\n' };

/**
 * Judges a request by its headers `Upgrade` and `Origin`. A browser always tells the origin of the page; a client that tells
 * none is no page, and restricting origins is no business of its.
 *
 * @param origins - from which pages may connect, as `https://example.com`; `undefined` for all
 */
export function refusalOf(
  upgrade: string | null | undefined,
  origin: string | null | undefined,
  origins: readonly string[] | undefined,
): UpgradeRefusal | undefined {
  if (upgrade?.toLowerCase() !== 'websocket') return NO_WEB_SOCKET;
  if (origins === undefined || origin === null || origin === undefined) return undefined;
  return origins.includes(origin) ? undefined : WRONG_ORIGIN;
}
