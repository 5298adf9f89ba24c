import type { AmfValue } from '../amf/value.ts';
import { property } from '../amf/value.ts';
import type { Message } from '../chunk/message.ts';
import type { ClientConnectionFact } from '../command/client-connection.machine.ts';
import { clientConnectionMachine } from '../command/client-connection.machine.ts';
import { connectCommandObject } from '../command/connect-command.ts';
import { SERVER_NOTICES } from '../command/notices.ts';
import { readInformation } from '../command/status.ts';
import { resolveTcUrl } from '../command/tc-url.ts';
import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { encodeCommand } from '../message/command-message.ts';
import { type CallKind, ClientCalls, CONNECT_TRANSACTION } from './client-calls.ts';
import type { ClientStream } from './client-stream.ts';
import { ClientStreams, informationOf } from './client-streams.ts';
import { dispatchMessage, type MediaTaker } from './dispatch-message.ts';
import type { DataReceived } from './event.ts';
import type { ClientConnectionOptions } from './options.ts';
import type { ReceivedCommand } from './receive-values.ts';
import { isCommand, receiveCommand } from './receive-values.ts';
import { ReceivedCalls } from './received-calls.ts';
import type { Session } from './session.ts';
import type { DeadlineName, SessionHost } from './session-host.ts';
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
  readonly #calls: ClientCalls;
  readonly #streams: ClientStreams;
  readonly #tcUrl: string;
  /** `connect`, until it is sent. */
  #connect: Uint8Array;

  /** @throws AmfUsageError when what `connect` is to say cannot be encoded */
  constructor(host: SessionHost, connect: ClientConnectionOptions['connect']) {
    this.#host = host;
    this.calls = new ReceivedCalls(host);
    this.#calls = new ClientCalls(host);
    this.#streams = new ClientStreams(host, this.#calls.number);
    const { userArguments = [], tcUrl } = connect;
    this.#tcUrl = tcUrl;
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
        return this.#streams.statusTimeout(of);
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

  /** @throws RtmpUsageError `messageStreamUnknown` when createStream has not returned it, or deleteStream took it away */
  stream(messageStreamId: number): ClientStream {
    return this.#streams.get(messageStreamId);
  }

  deleteStream(messageStreamId: number): void {
    this.#streams.delete(messageStreamId);
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
    if (isReconnectRequest(command)) return 'reconnectRequested';
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
        case 'disarm':
          this.#host[effect.type](effect.params.deadline);
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
        case 'tellReconnectRequested':
          this.#tellReconnectRequested(command as ReceivedCommand); // only reconnectRequested has this effect
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

  #tellReconnectRequested(command: ReceivedCommand): void {
    const information = informationOf(command);
    const said = property(information, 'tcUrl') ?? undefined;
    const tcUrl =
      said === undefined ? this.#tcUrl : typeof said === 'string' ? resolveTcUrl(this.#tcUrl, said) : undefined;
    const { description } = readInformation(information);
    if (tcUrl !== undefined) this.#host.emit({ type: 'reconnectRequested', tcUrl, description });
    else this.#host.deviate('reconnectUrlUnusable', 'a request to reconnect names a URL that we must not follow');
  }

  #noteForeignTransaction({ transactionId }: ReceivedCommand): void {
    if (transactionId === CONNECT_TRANSACTION) return;
    this.#host.deviate('transactionUnknown', `expected the answer to transaction 1, got one to ${transactionId}`);
  }

  #dispatchCommand(command: ReceivedCommand): void {
    if (isAnswer(command)) return this.#takeAnswer(command);
    if (command.name === 'onStatus') return this.#streams.takeStatus(command);
    if (command.name === 'onPlayStatus') return this.#streams.takePlayStatusCommand(command);
    this.calls.receive(command, SERVER_NOTICES.has(command.name) ? 'ignore' : 'refuse');
  }

  #takeAnswer(answer: ReceivedCommand): void {
    const { transactionId, commandObject, userArguments: values } = answer;
    const order = this.#calls.takeOrder(transactionId);
    if (order !== undefined) {
      if (!this.#streams.takeAnswer(order, answer)) this.#tellAnswered(transactionId, false, commandObject, values);
      return;
    }
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
      this.#streams.add(messageStreamId);
      this.#host.emit({ type: 'streamCreated', transactionId, messageStreamId });
    } else {
      this.#tellAnswered(transactionId, kind === 'call' && succeeded, commandObject, values);
    }
  }

  #tellAnswered(transactionId: number, succeeded: boolean, commandObject: AmfValue, values: readonly AmfValue[]): void {
    this.#host.emit({ type: 'callAnswered', transactionId, succeeded, commandObject, values });
  }

  takerOf(message: Message): number | undefined {
    return this.#streams.takerOf(message);
  }

  tellData(event: DataReceived): void {
    const { handler, messageStreamId, values } = event;
    if (handler === 'onPlayStatus') this.#streams.takePlayStatus(messageStreamId, values[0]);
    else this.#host.emit(event);
  }
}

function isAnswer({ name }: ReceivedCommand): boolean {
  return name === '_result' || name === '_error';
}

function isReconnectRequest(command: ReceivedCommand): boolean {
  if (command.name !== 'onStatus') return false;
  return readInformation(informationOf(command)).code === 'NetConnection.Connect.ReconnectRequest';
}

/** AMF-LIM-10: ids are doubles on the wire; 0 is the connection's own. */
function isMessageStreamId(value: AmfValue): value is number {
  return typeof value === 'number' && value > 0 && value >>> 0 === value;
}
