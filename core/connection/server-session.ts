import type { Message } from '../chunk/message.ts';
import { connectError, connectResult, onStatus, type ReconnectTarget, reconnectRequest } from '../command/answers.ts';
import { readConnect } from '../command/connect-command.ts';
import type { ServerConnectionFact } from '../command/server-connection.machine.ts';
import { serverConnectionMachine } from '../command/server-connection.machine.ts';
import type { Status } from '../command/status.ts';
import { status } from '../command/status.ts';
import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { dispatchMessage, type MediaTaker } from './dispatch-message.ts';
import type { DataReceived } from './event.ts';
import type { Trouble } from './fault.ts';
import type { ReceivedCommand } from './receive-values.ts';
import { isCommand, receiveCommand } from './receive-values.ts';
import { ReceivedCalls } from './received-calls.ts';
import { checkReconnectUrl } from './reconnect-url.ts';
import { Requests, type StreamRequestKind } from './requests.ts';
import { ServerCommands } from './server-commands.ts';
import type { RequestId } from './server-event.ts';
import { ServerStream } from './server-stream.ts';
import type { Subject } from './server-streams.ts';
import { ServerStreams } from './server-streams.ts';
import type { ConnectAnswer, ConnectRefusal, Session } from './session.ts';
import type { DeadlineName, SessionHost } from './session-host.ts';
import { RtmpUsageError } from './usage-error.ts';

const TABLES = lower(serverConnectionMachine);
const MESSAGE = TABLES.event('messageReceived');
type Effects = ReturnType<Stepper<never, never, (typeof TABLES)['initialEffects'][number]>['step']>;

/** The server's side of a session: `connect`, the application's decisions, and the streams that follow. */
export class ServerSession implements Session, MediaTaker {
  readonly calls: ReceivedCalls;
  readonly #host: SessionHost;
  readonly #machine = new Stepper(TABLES);
  readonly #requests = new Requests<Subject>();
  readonly #streams: ServerStreams;
  readonly #commands: ServerCommands;
  /** Of the last `connect`: its answer repeats it. */
  #transactionId = 1;
  /** What the client and we agree on. */
  #objectEncoding: 0 | 3 = 0;
  /** The application's answer to `connect`, encoded. */
  #answer: Uint8Array | undefined;
  #takesReconnectRequest = false;

  constructor(host: SessionHost) {
    this.#host = host;
    this.calls = new ReceivedCalls(host);
    this.#streams = new ServerStreams(host, this.#requests);
    this.#commands = new ServerCommands(host, this.#streams, this.calls);
  }

  /** The client is connected, and said that it understands requests to reconnect. */
  get mayRequestReconnect(): boolean {
    return this.#takesReconnectRequest && this.#machine.is('connected');
  }

  get isDeciding(): boolean {
    return this.#requests.isOpen;
  }

  handshakeDone(): void {
    this.#perform(TABLES.initialEffects);
  }

  receive(message: Message): void {
    if (isCommand(message.messageTypeId)) return this.#receiveCommand(message);
    this.#perform(this.#machine.step(MESSAGE), undefined, message);
  }

  deadlineReached(name: DeadlineName, of: number): void {
    if (name === 'callTimeout') return this.calls.fail(of, 'Not answered in time.');
    const subject = this.#requests.open;
    if (subject instanceof ServerStream) subject.step('decisionTimeout');
    else this.#perform(this.#machine.step(TABLES.event(name === 'connectTimeout' ? name : 'decisionTimeout')));
  }

  connectionClosed(): void {
    this.calls.connectionClosed();
    this.#streams.connectionClosed();
    this.#step('connectionClosed');
  }

  requireConnected(what: string): void {
    if (this.#machine.is('connected')) return;
    throw new RtmpUsageError('commandNotLegalNow', `${what} is legal only after connect was accepted`);
  }

  acceptConnect(requestId: RequestId, answer: ConnectAnswer): void {
    if (this.#requests.find(requestId, 'connect') === undefined) return;
    this.#answer = connectResult(this.#transactionId, answer, this.#objectEncoding);
    this.#decide('connectAccepted');
  }

  rejectConnect(requestId: RequestId, { code, description, redirect }: ConnectRefusal): void {
    if (this.#requests.find(requestId, 'connect') === undefined) return;
    const refusal: Status = { level: 'error', code: code ?? 'NetConnection.Connect.Rejected', description };
    this.#answer = connectError(this.#transactionId, refusal, redirect);
    this.#decide('connectRejected');
  }

  /**
   * Asks the client to reconnect (ERTMP-40).
   *
   * @throws RtmpUsageError `commandNotLegalNow` before `connect` was accepted, and to a client that did not say that it
   *   understands it; `tcUrlInvalid`
   */
  requestReconnect(target: ReconnectTarget): void {
    if (target.tcUrl !== undefined) checkReconnectUrl(target.tcUrl);
    if (!this.#takesReconnectRequest) {
      const message = 'the client has not said that it takes requests to reconnect (capsEx 1)';
      throw new RtmpUsageError('commandNotLegalNow', message);
    }
    const payload = reconnectRequest(target);
    const effects = this.#machine.step(TABLES.event('reconnectGiven'));
    if (effects.length === 0) this.requireConnected('a request to reconnect'); // which throws in every other state
    this.#perform(effects);
    this.#host.sendCommand(0, payload);
  }

  accept(requestId: RequestId, kind: StreamRequestKind, isRecorded = false): void {
    const stream = this.#requests.find(requestId, kind);
    if (!(stream instanceof ServerStream)) return;
    this.#requests.close();
    stream.accept(kind, isRecorded);
  }

  reject(requestId: RequestId, kind: StreamRequestKind, refusal: Status): void {
    const stream = this.#requests.find(requestId, kind);
    if (!(stream instanceof ServerStream)) return;
    const answer = onStatus(refusal);
    this.#requests.close();
    stream.reject(kind, answer);
  }

  /** The stream, be it idle; `undefined` when it is deleted or never was. */
  stream(messageStreamId: number): ServerStream | undefined {
    return this.#streams.get(messageStreamId);
  }

  /** The stream if it plays, `undefined` when it ended meanwhile. */
  playing(messageStreamId: number): ServerStream | undefined {
    const stream = this.#streams.get(messageStreamId);
    return stream?.isPlaying ? stream : undefined;
  }

  /** The stream if it publishes, `undefined` when it ended meanwhile. */
  publishing(messageStreamId: number): ServerStream | undefined {
    const stream = this.#streams.get(messageStreamId);
    return stream?.isPublishing ? stream : undefined;
  }

  /** Takes the application's answer, once it is encoded: one that cannot be has changed nothing. */
  #decide(fact: 'connectAccepted' | 'connectRejected'): void {
    this.#requests.close();
    this.#step(fact);
    this.#answer = undefined;
  }

  #step(fact: ServerConnectionFact): void {
    this.#perform(this.#machine.step(TABLES.event(fact)));
  }

  #receiveCommand(message: Message): void {
    const command = receiveCommand(this.#host, message);
    if (command === undefined) return;
    const fact = command.name === 'connect' ? 'connectReceived' : 'commandReceived';
    if (fact === 'connectReceived') this.#transactionId = command.transactionId;
    this.#perform(this.#machine.step(TABLES.event(fact)), command);
  }

  /** MSG-8: media for a stream that does not exist or does not publish is dropped and noted. */
  takerOf({ messageStreamId }: Message): number | undefined {
    const stream = this.#streams.find(messageStreamId);
    if (stream !== undefined) return stream.takesMedia() ? stream.messageStreamId : undefined;
    const message = `message stream ${messageStreamId} does not exist: its media is dropped`;
    this.#host.deviate('mediaWithoutPublish', message);
    return undefined;
  }

  tellData(event: DataReceived): void {
    this.#host.emit(event);
  }

  /**
   * @param command - the command in hand, for the facts `connectReceived` and `commandReceived`
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
        case 'askForConnect':
          this.#askForConnect(command as ReceivedCommand); // only connectReceived has this effect
          break;
        case 'dispatchCommand':
          this.#commands.dispatch(command as ReceivedCommand); // only commandReceived has this effect
          break;
        case 'expireRequest':
          this.#host.emit(this.#requests.expire(effect.params.reason));
          break;
        case 'sendConnectSuccess':
          this.#sendConnectSuccess();
          break;
        case 'sendConnectError':
          this.#sendConnectError(effect.params.why);
          break;
        case 'sendReconnectRequest':
          break; // the caller does
        case 'fail':
          this.#host.fail(this.#trouble(effect.params.code));
          break;
        case 'closeAfterFault':
          this.#host.close(this.#trouble(effect.params.code));
          break;
        default:
          effect.type satisfies 'closeOrderly';
          this.#host.close();
      }
    }
  }

  #askForConnect(command: ReceivedCommand): void {
    const { deviation, takesReconnectRequest, ...connect } = readConnect(command);
    if (deviation !== undefined && !this.#host.deviate('connectObjectMalformed', deviation)) return;
    this.#takesReconnectRequest = takesReconnectRequest;
    this.#objectEncoding = connect.objectEncoding === 3 ? this.#host.objectEncoding : 0;
    this.#host.emit({ type: 'connectRequested', requestId: this.#requests.ask('connect', 'connect'), ...connect });
  }

  /**
   * In the order of CMD-11, so that the result fits one chunk of the size just set. StreamBegin 0 is left out, as by
   * nginx-rtmp, SRS and Node-Media-Server: no client waits for it (MSG-21).
   */
  #sendConnectSuccess(): void {
    this.#host.announceWindow();
    this.#host.announcePeerBandwidth();
    this.#host.announceChunkSize();
    this.#host.sendCommand(0, this.#answer as Uint8Array); // connectAccepted comes with it
  }

  #sendConnectError(why: 'rejected' | 'undecided' | 'repeated'): void {
    // connectRejected comes with the application's words
    const answer = why === 'rejected' ? this.#answer : connectError(this.#transactionId, REFUSALS[why]);
    this.#host.sendCommand(0, answer as Uint8Array);
  }

  #trouble(code: keyof typeof TROUBLES): Trouble {
    return { code, at: this.#host.at, message: TROUBLES[code] };
  }
}

/** Why `connect` fails where the application says nothing. */
const REFUSALS = {
  undecided: status('NetConnection.Connect.Failed', 'Not decided in time.'),
  repeated: status('NetConnection.Connect.Rejected', 'This connection is connected already.'),
};

const TROUBLES = {
  connectTimeout: 'expected connect after the handshake, got nothing in time',
  decisionTimeout: 'the application did not decide on connect in time',
  commandBeforeConnect: 'expected connect as the first command, got another',
  messageBeforeConnect: 'expected connect as the first message, got one of another type',
  connectRepeated: 'expected one connect on a connection, got a second',
} as const;
