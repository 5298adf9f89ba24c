import type { AmfValue } from '../amf/value.ts';
import type { ClientStreamFact, StreamOrder } from '../command/client-stream.machine.ts';
import { clientStreamMachine } from '../command/client-stream.machine.ts';
import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { encodeCommand } from '../message/command-message.ts';
import type { SentOrder } from './client-calls.ts';
import type { SessionHost } from './session-host.ts';
import { RtmpUsageError } from './usage-error.ts';

const TABLES = lower(clientStreamMachine);
const MEDIA = TABLES.event('mediaGiven');

type StreamEffect = (typeof TABLES)['initialEffects'][number];

/** What a refusal says, in the server's words or, where it said nothing, in ours. */
export interface Refused {
  readonly code: string;
  readonly description: string;
}

const NO_ANSWER: Refused = { code: 'NetStream.Failed', description: 'The server did not answer in time.' };

/** What a code means, whatever level it has. */
const STATUS_FACTS: ReadonlyMap<string, ClientStreamFact> = new Map<string, ClientStreamFact>([
  ['NetStream.Publish.Start', 'publishStarted'],
  ['NetStream.Play.Start', 'playStarted'],
  ['NetStream.Play.PublishNotify', 'playStarted'], // CMD-44: librtmp starts on either
  ['NetStream.Unpublish.Success', 'unpublished'],
  ['NetStream.Seek.Notify', 'seekNotified'],
  ['NetStream.Seek.Failed', 'seekFailed'], // what plays goes on
  ['NetStream.Seek.InvalidTime', 'seekFailed'],
]);

/** The commands that begin something, or change it. */
const BEGINNINGS: ReadonlySet<StreamOrder> = new Set<StreamOrder>(['publish', 'play', 'play2']);

/** One message stream at the client: carries out what its machine decides. */
export class ClientStream {
  readonly messageStreamId: number;
  readonly #host: SessionHost;
  readonly #number: (order: SentOrder) => number;
  readonly #machine = new Stepper(TABLES);
  /** The transaction of the publish or play that began what the stream does; what was sent before belongs to an end. */
  #begunBy = 0;
  /** Plays to append and changes (`play2`) of what plays, to which the server has said neither yes nor no. */
  #openChanges = 0;

  /** @param number - gives every command its transaction id */
  constructor(messageStreamId: number, host: SessionHost, number: (order: SentOrder) => number) {
    this.messageStreamId = messageStreamId;
    this.#host = host;
    this.#number = number;
  }

  /**
   * Carries out an order of the embedder.
   *
   * @param userArguments - of the command that the order sends
   * @throws RtmpUsageError `commandNotLegalNow` when this state has no such command
   */
  give(fact: `${string}Given` & ClientStreamFact, ...userArguments: readonly AmfValue[]): void {
    const effects = this.#machine.step(TABLES.event(fact));
    if (!effects.some((effect) => effect.type === 'sendCommand')) this.#refuse(fact.replace('Given', ''));
    for (const effect of effects) this.#perform(effect, userArguments, NO_ANSWER);
  }

  /** Sends a command that changes no state of ours. */
  send(command: string, ...userArguments: readonly AmfValue[]): void {
    const { messageStreamId } = this;
    const transactionId = this.#number({ messageStreamId, command });
    this.#host.sendCommand(messageStreamId, encodeCommand(command, transactionId, null, ...userArguments));
  }

  /**
   * Whether media may be sent now.
   *
   * @throws RtmpUsageError `commandNotLegalNow` when the stream does not publish
   */
  requirePublishing(): void {
    const effects = this.#machine.step(MEDIA);
    if (effects.length === 0) this.#refuse('sending media');
    for (const effect of effects) this.#perform(effect, [], NO_ANSWER);
  }

  /** Takes what an `onStatus` means for the stream. */
  takeStatus(level: string, status: Refused): void {
    if (status.code === 'NetStream.Play.Transition') return this.#settleChange();
    const fact = STATUS_FACTS.get(status.code) ?? (level === 'error' ? this.#factOfError(status.code) : undefined);
    if (fact === 'changeFailed') this.#settleChange();
    if (fact !== undefined) this.take(fact, status);
  }

  /** Takes what an `onPlayStatus` means for the stream: the turn of what was appended has come. */
  takePlayStatus(code: string): void {
    if (code === 'NetStream.Play.Switch') this.#settleChange();
  }

  /** Takes `_error` to one of the stream's commands: it must not hit what began after that command. */
  takeRefusal(transactionId: number, command: string, refused: Refused): void {
    if (transactionId < this.#begunBy) return;
    if (command === 'seek') return this.take('seekFailed', refused);
    if (transactionId === this.#begunBy) return this.take('errorReceived', refused);
    this.#settleChange();
    this.take('changeFailed', refused);
  }

  /** Takes what the server said, or its silence. */
  take(fact: ClientStreamFact | 'statusTimeout', refused: Refused = NO_ANSWER): void {
    for (const effect of this.#machine.step(TABLES.event(fact))) this.#perform(effect, [], refused);
  }

  #perform(effect: StreamEffect, userArguments: readonly AmfValue[], refused: Refused): void {
    const { messageStreamId } = this;
    switch (effect.type) {
      case 'arm':
        return this.#host.arm(effect.params.deadline, messageStreamId);
      case 'disarm':
        return this.#host.disarm(effect.params.deadline, messageStreamId);
      case 'sendCommand':
        return this.#sendCommand(effect.params.command, userArguments);
      case 'tellPublishStarted':
        return this.#host.emit({ type: 'publishStarted', messageStreamId });
      case 'tellPlayStarted':
        return this.#host.emit({ type: 'playStarted', messageStreamId });
      case 'tellSeekDone':
        return this.#host.emit({ type: 'seekDone', messageStreamId });
      case 'tellSeekRefused':
        return this.#host.emit({ type: 'seekRefused', messageStreamId, ...refused });
      case 'tellChangeRefused':
        return this.#host.emit({ type: 'changeRefused', messageStreamId, ...refused });
      case 'sendMedia':
        return; // the caller does, now that requirePublishing let it
      default:
        effect.type satisfies 'tellRefused';
        return this.#host.emit({ type: 'streamRefused', messageStreamId, ...refused });
    }
  }

  /** An error about playing is the no to a change, where one is asked for: no error of a status names its command. */
  #factOfError(code: string): ClientStreamFact {
    return this.#openChanges > 0 && code.startsWith('NetStream.Play.') ? 'changeFailed' : 'errorReceived';
  }

  #settleChange(): void {
    if (this.#openChanges > 0) this.#openChanges--;
  }

  /** deleteStream names its stream and belongs to the connection (CMD-33); the others go on the stream itself. */
  #sendCommand(command: StreamOrder, userArguments: readonly AmfValue[]): void {
    const { messageStreamId } = this;
    const transactionId = this.#number({ messageStreamId, command });
    if (BEGINNINGS.has(command)) this.#noteBeginning(transactionId);
    const payload = encodeCommand(command, transactionId, null, ...userArguments);
    this.#host.sendCommand(command === 'deleteStream' ? 0 : messageStreamId, payload);
  }

  /** The machine has stepped already: a play that left it playing changes what plays. */
  #noteBeginning(transactionId: number): void {
    if (this.#machine.is('playing')) {
      this.#openChanges++;
      return;
    }
    this.#begunBy = transactionId;
    this.#openChanges = 0;
  }

  #refuse(what: string): never {
    const message = `${what} is not legal now on message stream ${this.messageStreamId}`;
    throw new RtmpUsageError('commandNotLegalNow', message);
  }
}
