import type { ClientConnection, ConnectionEvent } from '../../core/index.ts';
import type { LinkOptions } from '../memory/link.ts';
import { MemoryNetwork } from '../memory/network.ts';
import { Side } from '../memory/side.ts';
import { createLiveServer } from '../server/live-server.ts';

/** Links that split, delay and hold back bytes, one for each client in turn. */
const LINKS: readonly LinkOptions[] = [
  { toServer: { split: { random: 90 }, delayMs: 20 }, toClient: { split: 'bytes' } },
  { toServer: { split: 'bytes' }, toClient: { split: { random: 700 }, delayMs: 3, capacity: 20_000 } },
  { toServer: { delayMs: 7 }, toClient: { split: [1, 2, 500], delayMs: 11, capacity: 3_000 } },
];

const FRAMES = 100;
const FRAME_MS = 40;

/**
 * A live session in virtual time, all of it from one seed: a live server, a publisher, players that come before it and
 * later.
 *
 * @returns every byte that any of them was given to read, in the order in which it came: the same on every runtime
 */
export function seededSession(seed: number): Uint8Array {
  const session = new Session(seed);
  session.play('a');
  session.publish('a');
  session.network.clock.advance((FRAMES * FRAME_MS) / 2);
  session.play('a');
  session.network.clock.advance(FRAMES * FRAME_MS);
  return session.heard();
}

class Session {
  readonly network: MemoryNetwork;
  readonly #port: number;
  readonly #pieces: Uint8Array[] = [];
  #clients = 0;

  constructor(seed: number) {
    this.network = new MemoryNetwork({ seed });
    this.#port = this.network.listen(createLiveServer().acceptOptions).address.port;
  }

  heard(): Uint8Array {
    const all = new Uint8Array(this.#pieces.reduce((sum, { length }) => sum + length, 0));
    let length = 0;
    for (const piece of this.#pieces) {
      all.set(piece, length);
      length += piece.length;
    }
    return all;
  }

  play(name: string): void {
    this.#join((side, event) => {
      if (event.type === 'streamCreated') side.run((client, now) => client.play(1, { name }, now));
    });
  }

  publish(name: string): void {
    this.#join((side, event) => {
      if (event.type === 'streamCreated') side.run((client, now) => client.publish(1, { name }, now));
      else if (event.type === 'publishStarted') this.#sendFrame(side, 0);
    });
  }

  /** Connects a client and has it create its stream; `react` hears of every event. */
  #join(react: (side: Side<ClientConnection>, event: ConnectionEvent) => void): void {
    const tap = (bytes: Uint8Array) => this.#pieces.push(bytes.slice());
    const { toServer, toClient } = LINKS[this.#clients++ % LINKS.length]!;
    this.network.connect({
      port: this.#port,
      link: { toServer: { ...toServer, tap }, toClient: { ...toClient, tap } },
      connection: { connect: { app: 'live', tcUrl: 'rtmp://memory/live' } },
      onConnection: (driver) =>
        new Side(driver, (event, side) => {
          if (event.type === 'connected') side.run((client, now) => client.createStream(now));
          react(side, event);
        }),
    });
  }

  #sendFrame(side: Side<ClientConnection>, index: number): void {
    const isKey = index % 50 === 0;
    const payload = new Uint8Array(isKey ? 3_000 : 300).fill(index);
    payload.set([isKey ? 0x17 : 0x27, index === 0 ? 0 : 1]); // AVC: the configuration, then frames
    const message = { messageStreamId: 1, media: 'video', timestamp: index * FRAME_MS, payload } as const;
    side.run((client, now) => client.sendMedia(message, now));
    const { clock } = this.network;
    if (index + 1 < FRAMES) clock.wakeAt(clock.now() + FRAME_MS, () => this.#sendFrame(side, index + 1));
    else side.driver.close();
  }
}
