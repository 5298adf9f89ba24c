import type { ClientConnection, ConnectionEvent } from '../../../core/index.ts';
import { createLiveServer } from '../../server/live-server.ts';
import { MemoryNetwork } from '../network.ts';
import type { PipeOptions } from '../pipe.ts';
import { SeededRandom } from '../random.ts';
import { Side } from '../side.ts';

const STREAM_COUNT = 10;
const FRAME_MS = 40;
const GOP_FRAMES = 50;
/** HE-AAC: 2048 samples at 44.1 kHz. */
const AUDIO_MS = 46;

/** A live server, ten publishers and ten players, and frames at the pace of virtual time. */
export class Broadcast {
  readonly network: MemoryNetwork;
  readonly sent: number[] = [];
  readonly received: number[] = [];
  readonly faults: unknown[] = [];
  readonly #random: SeededRandom;
  readonly #port: number;
  #isOver = false;

  constructor(seed: number, pipe: PipeOptions = {}) {
    this.network = new MemoryNetwork({ seed, link: { toServer: pipe, toClient: pipe } });
    this.#random = new SeededRandom(seed);
    this.#port = this.network.listen(createLiveServer().acceptOptions).address.port;
    for (let index = 0; index < STREAM_COUNT; index++) {
      this.#play(index);
      this.#publish(index);
    }
  }

  #connect(onEvent: (event: ConnectionEvent, side: Side<ClientConnection>) => void): void {
    this.network.connect({
      port: this.#port,
      connection: { connect: { app: 'live', tcUrl: 'rtmp://memory/live' } },
      onConnection: (driver) =>
        new Side(driver, (event, side) => {
          side.events.length = 0; // an hour of them would fill the memory
          if (event.type === 'connected') side.run((client, now) => client.createStream(now));
          else if (event.type === 'closed') this.faults.push(event);
          else onEvent(event, side);
        }),
    });
  }

  #play(index: number): void {
    this.received[index] = 0;
    this.#connect((event, side) => {
      if (event.type === 'streamCreated') side.run((client, now) => client.play(1, { name: `s${index}` }, now));
      else if (event.type === 'mediaReceived') this.received[index]! += event.payload.length;
    });
  }

  #publish(index: number): void {
    this.sent[index] = 0;
    this.#connect((event, side) => {
      if (event.type === 'streamCreated') side.run((client, now) => client.publish(1, { name: `s${index}` }, now));
      else if (event.type === 'publishStarted') {
        this.#send(side, index, 'video', FRAME_MS, (count) => [count % GOP_FRAMES === 0 ? 0x17 : 0x27, 500, 4000]);
        this.#send(side, index, 'audio', AUDIO_MS, () => [0xaf, 100, 300]);
      }
    });
  }

  /** Sends a message of one medium at each interval; `shape` gives its first byte and between which sizes it is. */
  #send(
    side: Side<ClientConnection>,
    index: number,
    media: 'audio' | 'video',
    intervalMs: number,
    shape: (count: number) => readonly [number, number, number],
  ): void {
    const { clock } = this.network;
    const start = clock.now();
    const payload = new Uint8Array(4000);
    this.#random.fill(payload);
    payload[1] = 1; // coded frames, AAC and AVC alike
    let count = 0;
    const next = () => {
      if (this.#isOver) return;
      const now = clock.now();
      const [firstByte, least, most] = shape(count++);
      payload[0] = firstByte;
      const length = this.#random.between(least, most);
      const message = { messageStreamId: 1, media, timestamp: now - start, payload: payload.subarray(0, length) };
      side.driver.perform(side.connection.sendMedia(message, now));
      this.sent[index]! += length;
      clock.wakeAt(now + intervalMs, next);
    };
    next();
  }

  /** Lets so much virtual time pass, then lets everything under way arrive. */
  run(ms: number): void {
    this.network.clock.advance(ms, Number.POSITIVE_INFINITY);
    this.#isOver = true;
    this.network.clock.runUntilIdle();
  }
}
