import {
  type ClientConnection,
  type ClientConnectionOptions,
  chunkMessage,
  type MediaReceived,
  MessageType,
  type Millis,
} from '../../../core/index.ts';
import { type LinkOptions, MemoryNetwork, Side } from '../../memory/index.ts';
import type { Transport } from '../../transport.ts';
import type { LiveServerEvent } from '../event.ts';
import { LiveServer, type LiveServerOptions } from '../live-server.ts';

/** A client of a staged server: connected, and if it is told so publishing or playing on message stream 1. */
export class StageClient extends Side<ClientConnection> {
  /** Marks of the media received: the last byte of each payload. */
  get marks(): number[] {
    return this.eventsOf('mediaReceived').map(({ payload }) => payload.at(-1) ?? -1);
  }

  get media(): MediaReceived[] {
    return this.eventsOf('mediaReceived');
  }

  /** Status codes in the order in which they came. */
  get codes(): string[] {
    return this.eventsOf('statusReceived').map(({ code }) => code);
  }

  send(...messages: readonly StageMessage[]): void {
    for (const { media, timestamp, payload } of messages) {
      this.run((connection, now) => connection.sendMedia({ messageStreamId: 1, media, timestamp, payload }, now));
    }
  }

  /** Sends as impatient encoders do, who do not wait for a yes. */
  sendUnasked({ media, timestamp, payload }: StageMessage): void {
    const messageTypeId = media === 'audio' ? MessageType.Audio : MessageType.Video;
    const message = { chunkStreamId: 6, timestamp, messageTypeId, messageStreamId: 1, payload };
    this.run((connection, now) => {
      const bytes = chunkMessage(message, connection.sendChunkSize);
      return connection.sendChunks({ bytes, chunkStreamId: message.chunkStreamId }, now);
    });
  }
}

export interface StageMessage {
  readonly media: 'audio' | 'video';
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/** A live server on a memory network, its clients, and all that it told. */
export class Stage {
  readonly network: MemoryNetwork;
  readonly server: LiveServer;
  readonly events: LiveServerEvent[] = [];
  /** Of each write to each client, in order: how many buffers it had. By connection id. */
  readonly writes = new Map<number, number[]>();
  readonly #port: number;

  constructor(options: LiveServerOptions = {}, link: LinkOptions = {}) {
    this.network = new MemoryNetwork({ link });
    this.server = new LiveServer({ onEvent: (event) => this.events.push(event), ...options });
    const listener = this.network.listen({
      ...this.server.acceptOptions,
      onConnection: (driver) => {
        this.#watch(driver.transport);
        return this.server.acceptOptions.onConnection(driver);
      },
    });
    this.server.attach(listener);
    this.#port = listener.address.port;
  }

  #watch(transport: Transport): void {
    const writes: number[] = [];
    this.writes.set(this.writes.size + 1, writes);
    const write = transport.write.bind(transport);
    transport.write = (buffers) => {
      writes.push(buffers.length);
      write(buffers);
    };
  }

  /** Opens a client; `settle` lets it connect. */
  open(app = 'live', link?: LinkOptions, connect: Partial<ClientConnectionOptions['connect']> = {}): StageClient {
    let client: StageClient | undefined;
    this.network.connect({
      port: this.#port,
      connection: { connect: { app, tcUrl: `rtmp://memory/${app}`, ...connect } },
      onConnection: (driver) => {
        client = new StageClient(driver);
        return client;
      },
      ...(link && { link }),
    });
    if (client === undefined) throw new Error('connect calls onConnection');
    return client;
  }

  /** Lets everything happen that is under way, and the promises of hooks. */
  async settle(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      this.network.clock.runUntilIdle();
      await settlePromises();
    }
  }

  /** Lets the promises of hooks settle, and no byte move. */
  async decide(): Promise<void> {
    await settlePromises();
  }

  /** Lets virtual time pass, deadlines included. */
  async advance(ms: Millis): Promise<void> {
    this.network.clock.advance(ms);
    await settlePromises();
  }

  async connected(app?: string, link?: LinkOptions): Promise<StageClient> {
    const client = this.open(app, link);
    await this.settle();
    client.run((connection, now) => connection.createStream(now));
    await this.settle();
    return client;
  }

  async publisher(name = 'a', app?: string): Promise<StageClient> {
    const client = await this.connected(app);
    client.run((connection, now) => connection.publish(1, { name }, now));
    await this.settle();
    return client;
  }

  async player(name = 'a', app?: string, link?: LinkOptions): Promise<StageClient> {
    const client = await this.connected(app, link);
    client.run((connection, now) => connection.play(1, { name }, now));
    await this.settle();
    return client;
  }

  /** The events of one type, in order. */
  told<T extends LiveServerEvent['type']>(type: T): Extract<LiveServerEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<LiveServerEvent, { type: T }> => event.type === type);
  }
}

/** Long enough for any chain of promises in here. */
async function settlePromises(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}

export const videoHeader = (mark: number): StageMessage => video(0, [0x17, 0, 0, 0, 0, mark]);
export const keyFrame = (mark: number, byteCount = 0): StageMessage => video(mark, padded([0x17, 1], byteCount, mark));
export const interFrame = (mark: number, byteCount = 0): StageMessage =>
  video(mark, padded([0x27, 1], byteCount, mark));
export const sound = (mark: number, byteCount = 0): StageMessage => ({
  media: 'audio',
  timestamp: mark,
  payload: padded([0xaf, 1], byteCount, mark),
});

function video(timestamp: number, bytes: readonly number[] | Uint8Array): StageMessage {
  return { media: 'video', timestamp, payload: Uint8Array.from(bytes) };
}

function padded(start: readonly number[], byteCount: number, mark: number): Uint8Array {
  const payload = new Uint8Array(start.length + 4 + byteCount);
  payload.set(start);
  payload[payload.length - 1] = mark;
  return payload;
}
