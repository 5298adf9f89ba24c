import type { AmfValue } from '../amf/value.ts';
import type { ClientStreamFact, StreamOrder } from '../command/client-stream.machine.ts';
import { clientStreamMachine } from '../command/client-stream.machine.ts';
import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { encodeCommand } from '../message/command-message.ts';
import type { SentOrder } from './client-calls.ts';
import type { SessionHost } from './session.ts';
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

/** One message stream at the client: carries out what its machine decides. */
export class ClientStream {
  readonly messageStreamId: number;
  readonly #host: SessionHost;
  readonly #number: (order: SentOrder) => number;
  readonly #machine = new Stepper(TABLES);

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
    this.#host.sendCommand(this.messageStreamId, this.#encode(command, userArguments));
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

  /** Takes what the server's status means for the stream, or its silence. */
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
      case 'sendMedia':
        return; // the caller does, now that requirePublishing let it
      default:
        effect.type satisfies 'tellRefused';
        return this.#host.emit({ type: 'streamRefused', messageStreamId, ...refused });
    }
  }

  /** deleteStream names its stream and belongs to the connection (CMD-33); the others go on the stream itself. */
  #sendCommand(command: StreamOrder, userArguments: readonly AmfValue[]): void {
    if (command !== 'deleteStream') return this.send(command, ...userArguments);
    this.#host.sendCommand(0, this.#encode(command, userArguments));
  }

  #encode(command: string, userArguments: readonly AmfValue[]): Uint8Array {
    const { messageStreamId } = this;
    return encodeCommand(command, this.#number({ messageStreamId, command }), null, ...userArguments);
  }

  #refuse(what: string): never {
    const message = `${what} is not legal now on message stream ${this.messageStreamId}`;
    throw new RtmpUsageError('commandNotLegalNow', message);
  }
}
