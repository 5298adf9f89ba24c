import { describe, expect, it } from 'vitest';
import type { TransportFailure, TransportHandlers } from '../transport.ts';
import { Link, type LinkOptions } from './link.ts';
import { SeededRandom } from './random.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Records what one end hears, with the instant. */
class Ear implements TransportHandlers {
  readonly heard: [number, string][] = [];
  readonly pieces: number[][] = [];
  transmitted = 0;
  isGone = false;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  onBytes(bytes: Uint8Array): void {
    this.pieces.push([...bytes]);
    this.#note(`${bytes.length} bytes`);
  }

  onEnd(): void {
    this.#note('end');
  }

  onTransmitted(byteCount: number): void {
    this.transmitted += byteCount;
  }

  onLost(failure?: TransportFailure): void {
    this.#note(`lost ${failure?.code ?? 'in order'}`);
  }

  get sizes(): number[] {
    return this.pieces.map((piece) => piece.length);
  }

  #note(what: string): void {
    this.heard.push([this.#clock.now(), what]);
  }
}

function scene(options: LinkOptions = {}, seed = 1) {
  const clock = new VirtualClock();
  const link = new Link(clock, new SeededRandom(seed), options);
  const server = new Ear(clock);
  const client = new Ear(clock);
  link.server.attach(server, () => {
    server.isGone = true;
  });
  link.client.attach(client);
  return { clock, link, server, client };
}

const counting = (length: number) => Uint8Array.from({ length }, (_, index) => index & 0xff);

describe('pieces', () => {
  it('joins what was written at one instant, as a socket does', () => {
    const { clock, link, server } = scene();
    link.client.write([counting(3), counting(2)]);
    link.client.write([counting(4)]);
    clock.runUntilIdle();
    expect(server.pieces).toEqual([[0, 1, 2, 0, 1, 0, 1, 2, 3]]);
  });

  it('cuts what comes in one go into pieces of 64 KiB at most', () => {
    const { clock, link, server } = scene();
    link.client.write([counting(150_000)]);
    clock.runUntilIdle();
    expect(server.sizes).toEqual([65_536, 65_536, 18_928]);
  });

  it('delivers byte by byte', () => {
    const { clock, link, server } = scene({ toServer: { split: 'bytes' } });
    link.client.write([counting(4)]);
    clock.runUntilIdle();
    expect(server.pieces).toEqual([[0], [1], [2], [3]]);
  });

  it('delivers in the sizes of a list, over and over', () => {
    const { clock, link, server } = scene({ toServer: { split: [1, 3] } });
    link.client.write([counting(10)]);
    clock.runUntilIdle();
    expect(server.sizes).toEqual([1, 3, 1, 3, 1, 1]);
  });

  it('delivers in random sizes that the seed decides', () => {
    const sizesOf = (seed: number) => {
      const { clock, link, server } = scene({ toServer: { split: { random: 10 } } }, seed);
      link.client.write([counting(500)]);
      clock.runUntilIdle();
      expect(server.pieces.flat()).toEqual([...counting(500)]);
      return server.sizes;
    };
    expect(sizesOf(1)).toEqual(sizesOf(1));
    expect(sizesOf(1)).not.toEqual(sizesOf(2));
    expect(new Set(sizesOf(1)).size).toBe(10);
  });

  it('refuses sizes that are none', () => {
    for (const split of [[], [0], [1.5], { random: 65_537 }]) {
      expect(() => scene({ toServer: { split } })).toThrow(RangeError);
    }
  });

  it('overwrites a piece after it was read, so that a kept view is found out', () => {
    const { clock, link } = scene();
    let kept: Uint8Array = new Uint8Array();
    const client = new Ear(clock);
    client.onBytes = (bytes) => {
      kept = bytes;
    };
    link.client.attach(client);
    link.server.write([Uint8Array.of(1, 2, 3)]);
    clock.runUntilIdle();
    expect([...kept]).toEqual([0xdd, 0xdd, 0xdd]);
  });
});

describe('time and room', () => {
  it('delivers after the delay of each direction', () => {
    const { clock, link, server, client } = scene({ toServer: { delayMs: 20 }, toClient: { delayMs: 5 } });
    link.client.write([counting(1)]);
    clock.advance(10);
    link.client.write([counting(2)]);
    link.server.write([counting(3)]);
    clock.runUntilIdle();
    expect(server.heard).toEqual([
      [20, '1 bytes'],
      [30, '2 bytes'],
    ]);
    expect(client.heard).toEqual([[15, '3 bytes']]);
  });

  it('takes no more than its capacity, and reports as transmitted what it took', () => {
    const { clock, link, server, client } = scene({ toServer: { capacity: 100, delayMs: 10 } });
    link.client.write([counting(250)]);
    clock.advance(0);
    expect(client.transmitted).toBe(100);
    clock.advance(10);
    expect(client.transmitted).toBe(200);
    clock.runUntilIdle();
    expect(server.sizes).toEqual([100, 100, 50]);
    expect([client.transmitted, clock.now()]).toEqual([250, 30]);
  });

  it('holds a writer back while the reader does not read', () => {
    const { clock, link, server, client } = scene({ toServer: { capacity: 100 } });
    link.server.pauseReading();
    link.client.write([counting(250)]);
    link.client.end();
    clock.advance(1000);
    expect([server.heard, client.transmitted]).toEqual([[], 100]);
    link.server.resumeReading();
    clock.runUntilIdle();
    expect(server.heard.map(([, what]) => what)).toEqual(['100 bytes', '100 bytes', '50 bytes', 'end']);
    expect(client.transmitted).toBe(250);
  });

  it('lets bytes in at its rate, segment by segment, one write behind the other', () => {
    const { clock, link, server } = scene({ toServer: { bytesPerSecond: 146_000, delayMs: 5 } });
    link.client.write([counting(2920)]);
    link.client.write([counting(146)]);
    clock.runUntilIdle();
    expect(server.heard).toEqual([
      [15, '1460 bytes'],
      [25, '1460 bytes'],
      [26, '146 bytes'],
    ]);
    clock.advance(100);
    link.client.write([counting(1460)]);
    link.client.end();
    clock.runUntilIdle();
    expect(server.heard.slice(3)).toEqual([
      [141, '1460 bytes'],
      [141, 'end'],
    ]);
  });

  it('holds a writer back to its rate where it has little room', () => {
    const { clock, link, client } = scene({ toServer: { bytesPerSecond: 1000, capacity: 100 } });
    link.client.write([counting(1000)]);
    clock.advance(500);
    expect(client.transmitted).toBe(600);
  });

  it('refuses a rate that is none', () => {
    for (const bytesPerSecond of [0, -1, Number.NaN]) {
      expect(() => scene({ toClient: { bytesPerSecond } })).toThrow(RangeError);
    }
  });

  it('never calls back from within a call', () => {
    const { link, server, client } = scene();
    link.client.write([counting(5)]);
    link.client.end();
    link.server.abort();
    expect([server.heard, client.heard, client.transmitted]).toEqual([[], [], 0]);
  });
});

describe('the end', () => {
  it('carries bytes the other way after one side has ended, and is gone when both have', () => {
    const { clock, link, server, client } = scene({ toServer: { delayMs: 3 } });
    link.client.write([counting(2)]);
    link.client.end();
    clock.runUntilIdle();
    expect(server.heard).toEqual([
      [3, '2 bytes'],
      [3, 'end'],
    ]);
    link.server.write([counting(4)]);
    link.server.end();
    clock.runUntilIdle();
    expect(client.heard).toEqual([
      [3, '4 bytes'],
      [3, 'end'],
      [3, 'lost in order'],
    ]);
    expect([server.isGone, link.isOpen]).toEqual([true, false]);
  });

  it('tells an abort to the other side as a reset, one delay later, and loses what is under way', () => {
    const { clock, link, server, client } = scene({ toServer: { delayMs: 7 } });
    link.client.write([counting(2)]);
    link.client.abort();
    link.client.write([counting(2)]);
    clock.runUntilIdle();
    expect(server.heard).toEqual([[7, 'lost ECONNRESET']]);
    expect(client.heard).toEqual([[0, 'lost in order']]);
  });

  it('loses what is under way to the side that aborts', () => {
    const { clock, link, client } = scene({ toClient: { delayMs: 4 } });
    link.server.write([counting(2)]);
    link.client.abort();
    clock.advance(100);
    expect(client.heard).toEqual([[0, 'lost in order']]);
  });

  it('tells an abort of the server to the client', () => {
    const { clock, link, client } = scene({ toClient: { delayMs: 4 } });
    link.server.abort();
    link.server.abort();
    clock.runUntilIdle();
    expect(client.heard).toEqual([[4, 'lost ECONNRESET']]);
  });

  it('breaks in the middle of a message where it was told to', () => {
    const { clock, link, server, client } = scene({ toServer: { cutAfterBytes: 5 } });
    link.client.write([counting(3)]);
    clock.runUntilIdle();
    link.client.write([counting(10)]);
    clock.runUntilIdle();
    expect(server.sizes).toEqual([3, 2]);
    expect(server.heard.at(-1)).toEqual([0, 'lost ECONNRESET']);
    expect(client.heard.at(-1)).toEqual([0, 'lost ECONNRESET']);
  });

  it('shows every piece to the tap', () => {
    const seen: number[] = [];
    const { clock, link } = scene({ toServer: { split: [2], tap: (bytes) => seen.push(...bytes) } });
    link.client.write([counting(5)]);
    clock.runUntilIdle();
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });
});
