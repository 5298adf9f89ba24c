/** Where one listener can be reached. */
export interface Endpoint {
  readonly scheme: 'rtmp' | 'rtmps' | 'ws' | 'http';
  /** As the listener reports it: the address it is bound to and the real port. */
  readonly address: string;
  readonly port: number;
}

/** An application and a stream name to show with; any other works as well. */
const APP = 'live';
const NAME = 'a';

/** What an operator reads first: where to publish and play, with lines to paste, ready but for the key where one is wanted. */
export function banner(version: string, endpoints: readonly Endpoint[], wantsKey = false): string {
  const parts = endpoints.map((endpoint) => {
    const everywhere = isEveryAddress(endpoint.address) ? '  (every address of this machine)' : '';
    return [`${endpoint.scheme.toUpperCase()}  ${urlOf(endpoint)}${everywhere}`, ...hintsFor(endpoint, wantsKey)].join(
      '\n',
    );
  });
  return `millrace ${version}\n\n${parts.join('\n\n')}\n\n`;
}

function hintsFor(endpoint: Endpoint, wantsKey: boolean): string[] {
  const url = urlOf(endpoint);
  if (endpoint.scheme === 'ws') return [`  from a page:      connectWebSocket({ url: '${url}', … }) of millrace/web`];
  if (endpoint.scheme === 'http') return [`  watch:            ${url}/`, `  publish:          ${url}/publish`];
  const server = `${url}/${APP}`;
  const stream = `${server}/${NAME}`;
  const query = wantsKey ? '?key=KEY' : '';
  return [
    `  publish, OBS:     Settings > Stream > Service "Custom", Server ${server}, Stream Key ${NAME}${query}`,
    `  publish, FFmpeg:  ffmpeg -re -i FILE -c copy -f flv ${query === '' ? stream : `"${stream}${query}"`}`,
    `  play, FFmpeg:     ffplay ${stream}`,
  ];
}

/** A URL that works on this machine: the loopback address where every address is listened on. */
export function urlOf(endpoint: Endpoint): string {
  return `${endpoint.scheme}://${hostOf(endpoint.address)}:${endpoint.port}`;
}

function hostOf(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return address.includes(':') ? `[${address}]` : address;
}

function isEveryAddress(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}
