import type { AmfValue } from '../amf/value.ts';
import { property } from '../amf/value.ts';
import type { Message } from '../chunk/message.ts';
import { readInformation } from '../command/status.ts';
import type { SentOrder } from './client-calls.ts';
import { ClientStream } from './client-stream.ts';
import { findStream } from './find-stream.ts';
import type { ReceivedCommand } from './receive-values.ts';
import type { SessionHost } from './session-host.ts';
import { RtmpUsageError } from './usage-error.ts';

/** The message streams that a server made for us, and what it says on them. */
export class ClientStreams {
  readonly #host: SessionHost;
  readonly #number: (order: SentOrder) => number;
  readonly #streams = new Map<number, ClientStream>();
  /** The ids deleted last: what was under way to them then is for nobody, and no fault of the server's. */
  readonly #deletedIds = new Set<number>();

  /** @param number - gives every command its transaction id */
  constructor(host: SessionHost, number: (order: SentOrder) => number) {
    this.#host = host;
    this.#number = number;
  }

  /** Some servers have one id only, and give it out again while its stream is at work: that goes on. */
  add(messageStreamId: number): void {
    this.#deletedIds.delete(messageStreamId);
    if (this.#streams.has(messageStreamId)) return;
    this.#streams.set(messageStreamId, new ClientStream(messageStreamId, this.#host, this.#number));
  }

  /**
   * The stream of this id.
   *
   * @throws RtmpUsageError `messageStreamUnknown` when createStream has not returned it, or deleteStream took it away
   */
  get(messageStreamId: number): ClientStream {
    const stream = this.#streams.get(messageStreamId);
    if (stream !== undefined) return stream;
    throw new RtmpUsageError('messageStreamUnknown', `createStream has not returned message stream ${messageStreamId}`);
  }

  /** @throws RtmpUsageError as `get` */
  delete(messageStreamId: number): void {
    this.get(messageStreamId).give('deleteGiven', messageStreamId);
    this.#streams.delete(messageStreamId);
    this.#deletedIds.add(messageStreamId);
    const [oldest = messageStreamId] = this.#deletedIds;
    if (this.#deletedIds.size > this.#host.limits.messageStreams) this.#deletedIds.delete(oldest);
  }

  clear(): void {
    this.#streams.clear();
  }

  statusTimeout(messageStreamId: number): void {
    this.#streams.get(messageStreamId)?.take('statusTimeout');
  }

  /** The stream that a message is for; `undefined`: there is none, which is noted unless it was deleted. */
  takerOf({ messageStreamId }: Message): number | undefined {
    const stream = this.#find(messageStreamId);
    if (stream === undefined && !this.#deletedIds.has(messageStreamId)) {
      const message = `message stream ${messageStreamId} does not exist: its message is dropped`;
      this.#host.deviate('messageStreamIdUnknown', message);
    }
    return stream?.messageStreamId;
  }

  /** Some servers say on stream 0 what is for the only stream. */
  takeStatus(command: ReceivedCommand): void {
    const information = informationOf(command);
    const { level, code, description } = readInformation(information);
    const isForStream = !code.startsWith('NetConnection.'); // CMD-50
    const stream = isForStream ? this.#find(command.messageStreamId) : undefined;
    const messageStreamId = stream?.messageStreamId ?? command.messageStreamId;
    this.#host.emit({ type: 'statusReceived', messageStreamId, level, code, description, information });
    stream?.takeStatus(level, { code, description });
  }

  /** `onPlayStatus` is data, in its place among the media (CMD-36); some servers make it a command. */
  takePlayStatusCommand(command: ReceivedCommand): void {
    const stream = this.#find(command.messageStreamId);
    this.takePlayStatus(stream?.messageStreamId ?? command.messageStreamId, informationOf(command));
  }

  takePlayStatus(messageStreamId: number, information: AmfValue): void {
    const { level, code, description } = readInformation(information);
    const duration = numberIn(information, 'duration');
    const bytes = numberIn(information, 'bytes');
    const status = { level, code, description, duration, bytes, information };
    this.#host.emit({ type: 'playStatusReceived', messageStreamId, ...status });
    this.#streams.get(messageStreamId)?.takePlayStatus(code);
  }

  /**
   * A command of a stream was answered by its number. A yes says nothing: the status does.
   *
   * @returns false for a no to a command that no status would refuse
   */
  takeAnswer({ messageStreamId, command }: SentOrder, answer: ReceivedCommand): boolean {
    if (answer.name === '_result') return true;
    if (!REFUSABLE.has(command)) return false;
    const { code, description } = readInformation(informationOf(answer));
    this.#streams.get(messageStreamId)?.takeRefusal(answer.transactionId, command, { code, description });
    return true;
  }

  #find(messageStreamId: number): ClientStream | undefined {
    return findStream(this.#streams, messageStreamId, this.#host);
  }
}

const REFUSABLE: ReadonlySet<string> = new Set(['publish', 'play', 'play2', 'seek']);

/** Some servers leave out the null before the information object. */
export function informationOf({ userArguments: [information], commandObject }: ReceivedCommand): AmfValue {
  return information ?? commandObject;
}

function numberIn(information: AmfValue, key: string): number | undefined {
  const value = property(information, key);
  return typeof value === 'number' ? value : undefined;
}
