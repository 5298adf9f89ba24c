import { MessageType } from '../../core/index.ts';
import { type RecordedMessage, readMessages } from '../../fixtures/recorded/messages.ts';
import type { RecordedConnection } from '../../fixtures/recorded/recorded-connection.ts';
import { RecordingError } from '../../fixtures/recorded/recording-error.ts';
import { contentOf } from '../../fixtures/transcript/content-of.ts';
import { AwaitedStream } from '../client/awaited-stream.ts';
import type { StreamClientOptions, StreamOrder } from '../client/index.ts';
import type { Clock } from '../transport.ts';

export interface RecordedClientOptions extends Omit<StreamClientOptions, 'order' | 'listener' | 'followsReconnects'> {
  readonly clock: Clock;
  readonly recorded: RecordedConnection;
  /** `instant`: as fast as the server takes it. */
  readonly timing: 'recorded' | 'instant';
}

/** What a recorded client sent after it had asked for its stream. */
interface Plot {
  readonly order: StreamOrder;
  /** Audio, video and data, in order. */
  readonly messages: readonly RecordedMessage[];
  /** From its first message to its last packet, milliseconds. */
  readonly lengthMs: number;
}

/**
 * Does what a recorded client did, with another server: publishes the same messages, byte for byte, with the same
 * timestamps and at the same times; or plays for as long.
 */
export class RecordedClient {
  /** Fulfilled at the end of what was recorded, or after `stop`; rejected with `ClientError`. */
  readonly done: Promise<void>;
  readonly #options: RecordedClientOptions;
  readonly #plot: Plot;
  readonly #stream: AwaitedStream;
  #received = 0;
  #sent = 0;

  /** @throws RtmpUrlError; RecordingError where the recorded client is none that `asksForStream` */
  constructor(options: RecordedClientOptions) {
    this.#options = options;
    const { recorded, timing: _, ...stream } = options;
    this.#plot = plotOf(recorded);
    this.#stream = new AwaitedStream({
      ...stream,
      order: this.#plot.order,
      followsReconnects: false, // what was recorded was said to one server
      onEvent: (event) => {
        if (event.type === 'mediaReceived') this.#received += 1;
      },
    });
    this.done = this.#run();
  }

  /** `published 374 messages`, `played: 162 messages came`. */
  get account(): string {
    const { kind } = this.#plot.order;
    return kind === 'publish' ? `published ${this.#sent} messages` : `played: ${this.#received} messages came`;
  }

  stop(): void {
    this.#stream.stop();
  }

  async #run(): Promise<void> {
    await this.#stream.ready();
    const startedAt = this.#options.clock.now();
    const { order, messages, lengthMs } = this.#plot;
    const [first] = messages;
    for (const message of messages) await this.#send(message, startedAt + message.timeMs - (first?.timeMs ?? 0));
    if (order.kind === 'play') await this.#stream.sleep(startedAt + lengthMs);
    await this.#stream.end();
  }

  async #send({ messageTypeId, timestamp, payload }: RecordedMessage, due: number): Promise<void> {
    const { clock, timing } = this.#options;
    if (timing === 'recorded' && due > clock.now()) await this.#stream.sleep(due);
    await this.#stream.ready();
    if (this.#stream.isHalted) return;
    this.#sent += 1;
    if (messageTypeId === MessageType.DataAmf0) this.#stream.client.sendData(timestamp, payload);
    else this.#stream.client.sendMedia(messageTypeId === MessageType.Audio ? 'audio' : 'video', timestamp, payload);
  }
}

const SENT: ReadonlySet<number> = new Set([MessageType.Audio, MessageType.Video, MessageType.DataAmf0]);

/** Whether a recorded client asked for a stream, and kept to the protocol. */
export function asksForStream(recorded: RecordedConnection): boolean {
  try {
    return orderOf(readMessages(recorded.client)) !== undefined;
  } catch (error) {
    if (error instanceof RecordingError) return false;
    throw error;
  }
}

function plotOf(recorded: RecordedConnection): Plot {
  const all = readMessages(recorded.client);
  const order = orderOf(all) ?? { kind: 'publish' };
  const messages = order.kind === 'publish' ? all.filter(({ messageTypeId }) => SENT.has(messageTypeId)) : [];
  const from = all[0]?.timeMs ?? 0;
  const until = recorded.client.end?.timeMs ?? recorded.server.segments.at(-1)?.timeMs ?? from;
  return { order, messages, lengthMs: Math.max(0, until - from) };
}

function orderOf(messages: readonly RecordedMessage[]): StreamOrder | undefined {
  for (const message of messages) {
    if (message.messageTypeId !== MessageType.CommandAmf0) continue;
    const { command } = contentOf({ ...message, content: undefined });
    if (command === 'publish' || command === 'play') return { kind: command };
  }
  return undefined;
}
