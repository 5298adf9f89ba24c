import type { StreamClientEvent } from '../../adapters/client/index.ts';
import { MovingStream } from '../../adapters/client/moving-stream.ts';
import { startConnection } from '../../adapters/listener.ts';
import type { ClientConnectionOptions } from '../../core/index.ts';
import { type Capability, DEADLINES, type Intent, type Metric, type SubjectOrder } from '../kit/case.ts';
import type { MemorySubject, World } from '../kit/subject.ts';
import { amf0 } from '../kit/wire/amf0.ts';
import { concat } from '../kit/wire/bytes.ts';
import { AAC_HEADER, AVC_HEADER, audioPayload, METADATA, videoPayload } from '../kit/wire/media.ts';
import { TYPE } from '../kit/wire/message.ts';
import { kitValue } from './kit-value.ts';
import { PortTransport } from './port-transport.ts';

const CAPABILITIES: readonly Capability[] = ['records', 'orders', 'virtualTime', 'ertmp', 'amf3', 'measures'];
const FRAME_MS = 40;

/** Key frames do not fit into one chunk of the default size. */
const KEY_FRAME_SIZE = 600;

/**
 * Our client as `millrace publish` and `millrace play` run it, in memory: publishes self-checking media without end, and goes
 * where a server asks it to reconnect.
 */
export function ourClient(options: Partial<ClientConnectionOptions> = {}): MemorySubject {
  return {
    name: 'millrace client',
    role: 'client',
    capabilities: new Set(CAPABILITIES),
    profile: { app: 'live', tcUrl: 'rtmp://127.0.0.1/live', deadlines: DEADLINES },
    start: (world) => new OurClient(world, options),
  };
}

class OurClient {
  readonly #world: World;
  readonly #options: Partial<ClientConnectionOptions>;
  #stream: MovingStream | undefined;
  #sequence = 0;
  /** The number of the first picture on the connection. */
  #firstSequence = 0;

  constructor(world: World, options: Partial<ClientConnectionOptions>) {
    this.#world = world;
    this.#options = options;
  }

  launch(intent: Intent, name: string): void {
    const { clock, random } = this.#world;
    let isStarted = false;
    this.#stream = new MovingStream({
      url: `rtmp://127.0.0.1/live/${name}`,
      order: { kind: intent },
      random,
      connect: ({ onConnection, connection }) => {
        const transport = new PortTransport();
        transport.connect(this.#world.dial(transport));
        const own = { ...connection, ...this.#options };
        return startConnection(transport, { clock, random }, { onConnection, connection: own });
      },
      listener: {
        onStarted: () => {
          this.#firstSequence = this.#sequence;
          if (intent === 'publish') this.#sendHeaders();
          if (isStarted) return; // it has moved
          isStarted = true;
          this.#world.report({ what: 'started', detail: intent });
          if (intent === 'publish') this.#sendFrames();
        },
        onEvent: (event) => this.#hear(event),
        onEnded: (_client, error, isOnItsWay) => {
          if (isOnItsWay) return;
          this.#world.report(
            error === undefined ? { what: 'ended', detail: '' } : { what: 'failed', detail: error.message },
          );
        },
      },
    });
    this.#stream.start();
  }

  order(order: SubjectOrder): void {
    if (order.kind === 'stop') this.#stream?.close();
    if (order.kind === 'sendMedia') this.#stream?.client.sendMedia(order.media, order.timestamp, order.payload);
  }

  measure(metric: Metric): number | undefined {
    if (metric === 'timers') return this.#world.clock.pendingCount;
    if (metric !== 'unsentBytes' && metric !== 'heldBytes') return undefined;
    const connection = this.#stream?.client.driver?.connection;
    // What it held goes with a connection that is over; its counts are its last.
    if (connection === undefined || connection.isClosed) return 0;
    return connection.unsentBytes + (metric === 'heldBytes' ? connection.heldBytes : 0);
  }

  #hear(event: StreamClientEvent): void {
    switch (event.type) {
      case 'mediaReceived':
        return this.#world.received({
          type: event.media === 'audio' ? TYPE.audio : TYPE.video,
          timestamp: event.timestamp,
          payload: event.payload,
        });
      case 'dataReceived':
        return this.#world.received({
          type: TYPE.data,
          timestamp: event.timestamp,
          payload: event.payload,
          values: [event.handler, ...event.values.map((value) => kitValue(value))],
        });
      case 'finished':
        return this.#stream?.close();
      default:
        return;
    }
  }

  #sendHeaders(): void {
    this.#stream?.client.sendData(0, concat(amf0('@setDataFrame'), amf0('onMetaData'), METADATA));
    this.#stream?.client.sendMedia('video', 0, AVC_HEADER);
    this.#stream?.client.sendMedia('audio', 0, AAC_HEADER);
  }

  /** A picture and a sound every 40 ms, a key frame each second and at the beginning of a connection. */
  #sendFrames(): void {
    const client = this.#stream?.client;
    if (client === undefined || !client.isStarted) return;
    const sequence = this.#sequence;
    const timestamp = sequence * FRAME_MS;
    const isKey = sequence % 25 === 0 || sequence === this.#firstSequence;
    const picture = isKey ? { size: KEY_FRAME_SIZE } : { key: false };
    client.sendMedia('video', timestamp, videoPayload({ sequence, timestamp, ...picture }));
    client.sendMedia('audio', timestamp, audioPayload({ sequence, timestamp }));
    this.#sequence += 1;
    const { clock } = this.#world;
    clock.wakeAt(clock.now() + FRAME_MS, () => this.#sendFrames());
  }
}
