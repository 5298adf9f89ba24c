import { inject } from 'vitest';
import { Program } from './program.ts';

/** `millrace serve` on ports that the system chose. */
export class LiveServer extends Program {
  #rtmp = '';
  #rtmps = '';
  #lastHeard = 0;

  /** @param options - of `millrace serve`; `--rtmps` and its certificate bring `rtmpsUrl` */
  static async start(...options: string[]): Promise<LiveServer> {
    const server = new LiveServer(process.execPath, [inject('cli'), 'serve', '--rtmp', '127.0.0.1:0', ...options]);
    [server.#rtmp] = await server.line(/rtmp:\/\/127\.0\.0\.1:\d+/);
    if (options.includes('--rtmps')) [server.#rtmps] = await server.line(/rtmps:\/\/127\.0\.0\.1:\d+/);
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

  /** The server logs this, after what was last heard. */
  async hears(what: RegExp): Promise<void> {
    await this.lineAfter(this.#lastHeard, what);
    this.#lastHeard = this.lines.findIndex((line, index) => index >= this.#lastHeard && what.test(line)) + 1;
  }
}

/** What the server logs when somebody begins. */
export const PUBLISHER_CAME = /Stream published/;
export const PLAYER_CAME = /Player joined/;
