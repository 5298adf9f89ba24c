import { inject } from 'vitest';
import { Program } from './program.ts';

export type RuntimeName = 'node' | 'deno' | 'bun';

/** The command line that runs our command on a runtime, with what `package.json` allows it there. */
export function millraceOn(runtime: RuntimeName, ...parameters: string[]): readonly [string, ...string[]] {
  const cli = inject('cli');
  if (runtime === 'node') return [process.execPath, cli, ...parameters];
  const program = cli.replace(/cli\.js$/, `cli-${runtime}.js`);
  if (runtime === 'bun') return ['node_modules/.bin/bun', program, ...parameters];
  const permissions = ['--allow-net', '--allow-read', '--allow-write', '--allow-env'];
  return ['node_modules/.bin/deno', 'run', ...permissions, program, ...parameters];
}

/** `millrace serve` on ports that the system chose. */
export class LiveServer extends Program {
  #rtmp = '';
  #rtmps = '';
  #http = '';
  #lastHeard = 0;

  /** @param options - of `millrace serve`; `--rtmps` and its certificate bring `rtmpsUrl`, `--http` brings `watchUrl` and the like */
  static start(...options: string[]): Promise<LiveServer> {
    return LiveServer.startOn('node', ...options);
  }

  static async startOn(runtime: RuntimeName, ...options: string[]): Promise<LiveServer> {
    const [command, ...parameters] = millraceOn(runtime, 'serve', '--rtmp', '127.0.0.1:0', ...options);
    const server = new LiveServer(command, parameters);
    [server.#rtmp] = await server.line(/rtmp:\/\/127\.0\.0\.1:\d+/);
    if (options.includes('--rtmps')) [server.#rtmps] = await server.line(/rtmps:\/\/127\.0\.0\.1:\d+/);
    if (options.includes('--http')) [server.#http] = await server.line(/http:\/\/127\.0\.0\.1:\d+/);
    return server;
  }

  get port(): number {
    return Number(this.#rtmp.split(':').at(-1));
  }

  /** Where to publish and play the stream `name`. */
  url(name: string): string {
    return `${this.#rtmp}/live/${name}`;
  }

  rtmpsUrl(name: string): string {
    return `${this.#rtmps}/live/${name}`;
  }

  /** Where the page lies that plays the stream `name`. */
  watchUrl(name: string): string {
    return `${this.#http}/?stream=live/${name}`;
  }

  /** Where the page lies that plays what there is. */
  get pagesUrl(): string {
    return `${this.#http}/`;
  }

  /** Where the page lies that publishes. */
  get publishUrl(): string {
    return `${this.#http}/publish`;
  }

  /** The server logs this, after what was last heard. */
  async hears(what: RegExp): Promise<void> {
    await this.lineAfter(this.#lastHeard, what);
    this.#lastHeard = this.lines.findIndex((line, index) => index >= this.#lastHeard && what.test(line)) + 1;
  }
}

/** What the server logs when somebody begins. */
export const PUBLISHER_CAME = /Stream published/;
export const PLAYER_CAME = /Player joined/;
