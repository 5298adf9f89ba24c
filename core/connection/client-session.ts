import type { AmfValue } from '../amf/value.ts';
import { property } from '../amf/value.ts';
import type { Message } from '../chunk/message.ts';
import type { ClientConnectionFact } from '../command/client-connection.machine.ts';
import { clientConnectionMachine } from '../command/client-connection.machine.ts';
import type { ClientStreamFact } from '../command/client-stream.machine.ts';
import { connectCommandObject } from '../command/connect-command.ts';
import { readInformation } from '../command/status.ts';
import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { encodeCommand } from '../message/command-message.ts';
import { type CallKind, ClientCalls, CONNECT_TRANSACTION, type SentOrder } from './client-calls.ts';
import { ClientStream } from './client-stream.ts';
import { dispatchMessage, type MediaTaker } from './dispatch-message.ts';
import type { DataReceived } from './event.ts';
import { findStream } from './find-stream.ts';
import type { ClientConnectionOptions } from './options.ts';
import type { ReceivedCommand } from './receive-values.ts';
import { isCommand, receiveCommand } from './receive-values.ts';
import { ReceivedCalls } from './received-calls.ts';
import type { DeadlineName, Session, SessionHost } from './session.ts';
import { RtmpUsageError } from './usage-error.ts';

const TABLES = lower(clientConnectionMachine);
const MESSAGE = TABLES.event('messageReceived');
type Effects = ReturnType<Stepper<never, never, (typeof TABLES)['initialEffects'][number]>['step']>;

const NO_CONNECT_ANSWER = 'expected an answer to connect, got none in time';
const NO_BYTES = new Uint8Array(0);

/** The client's side of a session: `connect`, calls and their answers, and the streams that the server makes for us. */
export class ClientSession implements Session, MediaTaker {
  readonly isDeciding = false;
  readonly calls: ReceivedCalls;
  readonly #host: SessionHost;
  readonly #machine = new Stepper(TABLES);
  readonly #streams = new Map<number, ClientStream>();
  /** The ids deleted last: what was under way to them then is for nobody, and no fault of the server's. */
  readonly #deletedIds = new Set<number>();
  readonly #calls: ClientCalls;
  /** `connect`, until it is sent. */
  #connect: Uint8Array;

  /** @throws AmfUsageError when what `connect` is to say cannot be encoded */
  constructor(host: SessionHost, connect: ClientConnectionOptions['connect']) {
    this.#host = host;
    this.calls = new ReceivedCalls(host);
    this.#calls = new ClientCalls(host);
    const { userArguments = [] } = connect;
    this.#connect = encodeCommand('connect', CONNECT_TRANSACTION, connectCommandObject(connect), ...userArguments);
  }

  get lastTransactionId(): number {
    return this.#calls.lastTransactionId;
  }

  handshakeDone(): void {
    this.#perform(this.#machine.step(TABLES.event('handshakeDone')));
  }

  receive(message: Message): void {
    if (isCommand(message.messageTypeId)) return this.#receiveCommand(message);
    this.#perform(this.#machine.step(MESSAGE), undefined, message);
  }

  deadlineReached(name: DeadlineName, of: number): void {
    switch (name) {
      case 'answerTimeout':
        this.#calls.end(of);
        return this.#tellAnswered(of, false, undefined, []);
      case 'callTimeout':
        return this.calls.fail(of, 'Not answered in time.');
      case 'statusTimeout':
        return this.#streams.get(of)?.take(name);
      default:
        this.#perform(this.#machine.step(TABLES.event('connectTimeout')));
    }
  }

  connectionClosed(): void {
    this.calls.connectionClosed();
    this.#streams.clear();
  }

  /** Sends a command of the connection that wants an answer. */
  call(kind: CallKind, name: string, commandObject: AmfValue, ...values: readonly AmfValue[]): void {
    this.requireConnected(name);
    this.#calls.send(kind, name, commandObject, values);
  }

  /**
   * The stream of this id.
   *
   * @throws RtmpUsageError `messageStreamUnknown` when createStream has not returned it, or deleteStream took it away
   */
  stream(messageStreamId: number): ClientStream {
    const stream = this.#streams.get(messageStreamId);
    if (stream !== undefined) return stream;
    throw new RtmpUsageError('messageStreamUnknown', `createStream has not returned message stream ${messageStreamId}`);
  }

  deleteStream(messageStreamId: number): void {
    this.stream(messageStreamId).give('deleteGiven', messageStreamId);
    this.#streams.delete(messageStreamId);
    this.#rememberDeleted(messageStreamId);
  }

  /** @throws RtmpUsageError `commandNotLegalNow` before `connected` and after the end */
  requireConnected(what: string): void {
    const effects = this.#machine.step(TABLES.event('commandGiven'));
    if (effects.length > 0) return this.#perform(effects);
    throw new RtmpUsageError('commandNotLegalNow', `${what} is legal only after connect succeeded`);
  }

  #receiveCommand(message: Message): void {
    const command = receiveCommand(this.#host, message);
    if (command !== undefined) this.#perform(this.#machine.step(TABLES.event(this.#factOf(command))), command);
  }

  /** A level says whether the answer to connect is a yes. */
  #factOf(command: ReceivedCommand): ClientConnectionFact {
    if (command.name === 'close') return 'closeReceived';
    if (!isAnswer(command) || this.#machine.is('connected')) return 'commandReceived';
    // While connect is the only call, an answer without a number must be to it; one to a call we never made is not.
    if (command.transactionId > CONNECT_TRANSACTION) return 'commandReceived';
    const isYes = command.name === '_result' && readInformation(command.userArguments[0]).level !== 'error';
    return isYes ? 'connectSucceeded' : 'connectRefused';
  }

  /**
   * @param command - the command in hand, for the facts that one establishes
   * @param message - the message in hand, for `messageReceived`
   */
  #perform(effects: Effects, command?: ReceivedCommand, message?: Message): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'dispatchMessage':
          dispatchMessage(this.#host, message as Message, this); // only messageReceived has this effect
          break;
        case 'arm':
          this.#host.arm(effect.params.deadline);
          break;
        case 'disarm':
          this.#host.disarm(effect.params.deadline);
          break;
        case 'sendConnect':
          this.#sendConnect();
          break;
        case 'tellConnected':
          this.#tellConnected(command as ReceivedCommand); // only an answer to connect has this effect
          break;
        case 'tellRefused':
          this.#tellRefused(command as ReceivedCommand); // likewise
          break;
        case 'dispatchCommand':
          this.#dispatchCommand(command as ReceivedCommand); // only commandReceived has this effect
          break;
        case 'fail':
          this.#host.fail({ code: effect.params.code, at: this.#host.at, message: NO_CONNECT_ANSWER });
          break;
        case 'allowCommand':
          break; // the caller sends it
        default:
          effect.type satisfies 'closeOrderly';
          this.#host.close();
      }
    }
  }

  #sendConnect(): void {
    this.#host.announceChunkSize();
    this.#host.sendCommand(0, this.#connect);
    this.#connect = NO_BYTES;
  }

  #tellConnected(answer: ReceivedCommand): void {
    this.#noteForeignTransaction(answer);
    this.#host.announceWindow();
    this.#host.emit({ type: 'connected', properties: answer.commandObject, information: answer.userArguments[0] });
  }

  #tellRefused(answer: ReceivedCommand): void {
    this.#noteForeignTransaction(answer);
    const information = answer.userArguments[0] ?? answer.commandObject;
    const { code, description } = readInformation(information);
    const redirect = property(property(information, 'ex'), 'redirect');
    this.#host.emit({
      type: 'connectRefused',
      code,
      description,
      redirect: typeof redirect === 'string' ? redirect : undefined,
      information,
    });
  }

  #noteForeignTransaction({ transactionId }: ReceivedCommand): void {
    if (transactionId === CONNECT_TRANSACTION) return;
    this.#host.deviate('transactionUnknown', `expected the answer to transaction 1, got one to ${transactionId}`);
  }

  #dispatchCommand(command: ReceivedCommand): void {
    if (isAnswer(command)) return this.#takeAnswer(command);
    if (command.name === 'onStatus') return this.#takeStatus(command);
    this.calls.receive(command);
  }

  #takeAnswer(answer: ReceivedCommand): void {
    const { transactionId, commandObject, userArguments: values } = answer;
    const order = this.#calls.takeOrder(transactionId);
    if (order !== undefined) return this.#takeOrderAnswer(order, answer);
    const kind = this.#calls.end(transactionId);
    if (kind === undefined) {
      this.#host.deviate(
        'transactionUnknown',
        `${answer.name} answers transaction ${transactionId}, which is not open`,
      );
      return;
    }
    const succeeded = answer.name === '_result';
    const [messageStreamId] = values;
    if (kind === 'createStream' && succeeded && isMessageStreamId(messageStreamId)) {
      this.#deletedIds.delete(messageStreamId);
      this.#addStream(messageStreamId);
      this.#host.emit({ type: 'streamCreated', transactionId, messageStreamId });
    } else {
      this.#tellAnswered(transactionId, kind === 'call' && succeeded, commandObject, values);
    }
  }

  /** A yes says nothing: the status does. A no to what a status would refuse is one; any other is told as it is. */
  #takeOrderAnswer({ messageStreamId, command }: SentOrder, answer: ReceivedCommand): void {
    if (answer.name === '_result') return;
    const { transactionId, commandObject, userArguments: values } = answer;
    const fact = REFUSALS.get(command);
    if (fact === undefined) return this.#tellAnswered(transactionId, false, commandObject, values);
    const { code, description } = readInformation(values[0] ?? commandObject);
    this.#streams.get(messageStreamId)?.take(fact, { code, description });
  }

  /** Some servers have one id only, and give it out again while its stream is at work: that goes on. */
  #addStream(messageStreamId: number): void {
    if (this.#streams.has(messageStreamId)) return;
    this.#streams.set(messageStreamId, new ClientStream(messageStreamId, this.#host, this.#calls.number));
  }

  #tellAnswered(transactionId: number, succeeded: boolean, commandObject: AmfValue, values: readonly AmfValue[]): void {
    this.#host.emit({ type: 'callAnswered', transactionId, succeeded, commandObject, values });
  }

  /** Some servers leave out the null before the information object, or say on stream 0 what is for the only stream. */
  #takeStatus(command: ReceivedCommand): void {
    const information = command.userArguments[0] ?? command.commandObject;
    const { level, code, description } = readInformation(information);
    const isForStream = !code.startsWith('NetConnection.'); // CMD-50
    const stream = isForStream ? this.#streamOf(command.messageStreamId) : undefined;
    const messageStreamId = stream?.messageStreamId ?? command.messageStreamId;
    this.#host.emit({ type: 'statusReceived', messageStreamId, level, code, description, information });
    const fact = STATUS_FACTS.get(code) ?? (level === 'error' ? 'errorReceived' : undefined);
    if (fact !== undefined) stream?.take(fact, { code, description });
  }

  takerOf(message: Message): number | undefined {
    const stream = this.#streamOf(message.messageStreamId);
    if (stream === undefined) this.#noteNoStream(message);
    return stream?.messageStreamId;
  }

  tellData(event: DataReceived): void {
    if (event.handler === 'onPlayStatus') this.#takePlayStatus(event.messageStreamId, event.values[0]);
    else this.#host.emit(event);
  }

  /** CMD-36: a status that comes as data, in its place among the media. */
  #takePlayStatus(messageStreamId: number, information: AmfValue): void {
    const { level, code, description } = readInformation(information);
    const duration = numberIn(information, 'duration');
    const bytes = numberIn(information, 'bytes');
    const status = { level, code, description, duration, bytes, information };
    this.#host.emit({ type: 'playStatusReceived', messageStreamId, ...status });
  }

  #streamOf(messageStreamId: number): ClientStream | undefined {
    return findStream(this.#streams, messageStreamId, this.#host);
  }

  #rememberDeleted(messageStreamId: number): void {
    this.#deletedIds.add(messageStreamId);
    const [oldest = messageStreamId] = this.#deletedIds;
    if (this.#deletedIds.size > this.#host.limits.messageStreams) this.#deletedIds.delete(oldest);
  }

  #noteNoStream({ messageStreamId }: Message): void {
    if (this.#deletedIds.has(messageStreamId)) return;
    this.#host.deviate(
      'messageStreamIdUnknown',
      `message stream ${messageStreamId} does not exist: its message is dropped`,
    );
  }
}

/** What a code means for its stream, whatever level it has; with any other an error ends what the stream does. */
const STATUS_FACTS: ReadonlyMap<string, ClientStreamFact> = new Map<string, ClientStreamFact>([
  ['NetStream.Publish.Start', 'publishStarted'],
  ['NetStream.Play.Start', 'playStarted'],
  ['NetStream.Play.PublishNotify', 'playStarted'], // CMD-44: librtmp starts on either
  ['NetStream.Unpublish.Success', 'unpublished'],
  ['NetStream.Seek.Notify', 'seekNotified'],
  ['NetStream.Seek.Failed', 'seekFailed'], // what plays goes on
  ['NetStream.Seek.InvalidTime', 'seekFailed'],
]);

/** What `_error` to a numbered command of a stream means for the stream. */
const REFUSALS: ReadonlyMap<string, ClientStreamFact> = new Map<string, ClientStreamFact>([
  ['publish', 'errorReceived'],
  ['play', 'errorReceived'],
  ['play2', 'errorReceived'],
  ['seek', 'seekFailed'],
]);

function isAnswer({ name }: ReceivedCommand): boolean {
  return name === '_result' || name === '_error';
}

function numberIn(information: AmfValue, key: string): number | undefined {
  const value = property(information, key);
  return typeof value === 'number' ? value : undefined;
}

/** AMF-LIM-10: ids are doubles on the wire; 0 is the connection's own. */
function isMessageStreamId(value: AmfValue): value is number {
  return typeof value === 'number' && value > 0 && value >>> 0 === value;
}
