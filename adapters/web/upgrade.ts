/** What is looked at of an HTTP request. Headers that are absent are null or undefined, as the runtime has it. */
export interface HttpRequest {
  readonly method: string;
  /** The path of the URL with its query, or the whole URL. */
  readonly url: string;
  readonly host: string | null | undefined;
  readonly origin: string | null | undefined;
  readonly upgrade: string | null | undefined;
}

/** A whole answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** What a port is for besides clients that are no pages. */
export interface HttpRules {
  /** The pages that may connect: their origins, as `https://example.com`, or who judges by origin and host; default all. */
  readonly origins?: readonly string[] | ((origin: string, host: string) => boolean);
  /** Answers requests that want no WebSocket; `undefined` for those that it has no answer to. */
  readonly respond?: (request: HttpRequest) => HttpAnswer | undefined;
}

const NO_WEB_SOCKET: HttpAnswer = { status: 426, body: 'RTMP in a WebSocket is served here, and nothing else.\n' };
const WRONG_ORIGIN: HttpAnswer = { status: 403, body: 'Pages of this origin may not connect.\n' };

/** For whoever comes while the server is being closed. */
export const CLOSING: HttpAnswer = { status: 503, body: 'The server is closing.\n' };

/**
 * Judges a request: `undefined` when it becomes a WebSocket, else the answer. A browser always tells the origin of the page;
 * a client that tells none is no page, and restricting origins is no business of its.
 */
export function answerOf(request: HttpRequest, { origins, respond }: HttpRules): HttpAnswer | undefined {
  const { upgrade, origin, host } = request;
  if (upgrade?.toLowerCase() !== 'websocket') return respond?.(request) ?? NO_WEB_SOCKET;
  if (origins === undefined || origin === null || origin === undefined) return undefined;
  const isAllowed = typeof origins === 'function' ? origins(origin, host ?? '') : origins.includes(origin);
  return isAllowed ? undefined : WRONG_ORIGIN;
}

/** `answerOf` where requests and answers are those of the web platform. */
export function responseTo({ method, url, headers }: Request, rules: HttpRules): Response | undefined {
  const [host, origin, upgrade] = ['host', 'origin', 'upgrade'].map((name) => headers.get(name));
  const answer = answerOf({ method, url, host, origin, upgrade }, rules);
  return answer && responseOf(answer);
}

export function responseOf({ status, headers, body }: HttpAnswer): Response {
  return new Response(body, { status, ...(headers && { headers }) });
}
