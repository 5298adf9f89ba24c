import { onFc, onStatus } from '../command/answers.ts';
import type { ServerStreamFact } from '../command/server-stream.machine.ts';
import { serverStreamMachine } from '../command/server-stream.machine.ts';
import type { Status } from '../command/status.ts';
import { status } from '../command/status.ts';
import type { PlayCommand } from '../command/stream-command.ts';
import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { encodeData } from '../message/data-message.ts';
import { UserControlEvent } from '../message/user-control.ts';
import type { RequestId } from './event.ts';
import type { SessionHost } from './session.ts';

const TABLES = lower(serverStreamMachine);
const MEDIA = TABLES.event('mediaReceived');
const SAMPLE_ACCESS = encodeData('|RtmpSampleAccess', true, true);

type StreamEffect = ReturnType<Stepper<never, never, (typeof TABLES)['initialEffects'][number]>['step']>[number];

/** What a stream asks of the session that owns it. */
export interface StreamOwner {
  readonly host: SessionHost;
  /** Opens a request that waits for the application. */
  ask(kind: 'publish' | 'play', stream: ServerStream): RequestId;
  /** The open request can no longer be answered. */
  expire(reason: 'timeout' | 'withdrawn'): void;
  /** Whether FCPublish named this stream, in which case it is told of the start (CMD-17). Forgets it. */
  takeFcPublish(name: string): boolean;
  /** Ends the connection unless some stream publishes or plays. */
  closeUnlessInUse(): void;
}

/** One message stream at the server: carries out what its machine decides. */
export class ServerStream {
  readonly messageStreamId: number;
  readonly #owner: StreamOwner;
  readonly #host: SessionHost;
  readonly #machine = new Stepper(TABLES);
  #publishName = '';
  #publishType: 'live' | 'record' | 'append' = 'live';
  #play: PlayCommand = { name: '', start: -2, duration: -1, reset: true };
  /** The `onStatus` of the application that says no, encoded. */
  #refusal: Uint8Array | undefined;

  constructor(messageStreamId: number, owner: StreamOwner) {
    this.messageStreamId = messageStreamId;
    this.#owner = owner;
    this.#host = owner.host;
  }

  get isPublishing(): boolean {
    return this.#machine.is('publishing');
  }

  get isPlaying(): boolean {
    return this.#machine.is('playing');
  }

  /** Whether it publishes under this very name. */
  publishes(name: string): boolean {
    return this.isPublishing && this.#publishName === name;
  }

  publish(name: string, publishType: 'live' | 'record' | 'append'): void {
    if (!this.isPublishing) {
      this.#publishName = name;
      this.#publishType = publishType;
    }
    this.step('publishReceived');
  }

  play(command: PlayCommand): void {
    if (!this.isPublishing) this.#play = command;
    this.step('playReceived');
  }

  /**
   * Takes the application's no.
   *
   * @param refusal - payload of the `onStatus` that says so
   */
  reject(fact: 'publishRejected' | 'playRejected', refusal: Uint8Array): void {
    this.#refusal = refusal;
    this.step(fact);
    this.#refusal = undefined;
  }

  /**
   * Ends publishing or playing from our side.
   *
   * @param farewell - User Control event that goes before the status
   * @throws AmfUsageError for a status that cannot be encoded; nothing has ended then
   */
  end(information: Status, farewell?: number): void {
    const payload = onStatus(information);
    if (farewell !== undefined) this.sendUserControl(farewell);
    this.#host.sendCommand(this.messageStreamId, payload);
    this.step('endedHere');
  }

  /** Whether the media or data message in hand goes to the application. Called for each one: the hot path. */
  takesMedia(): boolean {
    const effects = this.#machine.step(MEDIA);
    for (const effect of effects) this.#perform(effect);
    return effects[0]?.type === 'deliver';
  }

  step(fact: ServerStreamFact | 'decisionTimeout'): void {
    for (const effect of this.#machine.step(TABLES.event(fact))) this.#perform(effect);
  }

  /** Sends `onStatus` on this stream. */
  sendStatus(information: Status): void {
    this.#host.sendCommand(this.messageStreamId, onStatus(information));
  }

  /** Sends a User Control event about this stream. */
  sendUserControl(eventType: number): void {
    this.#host.sendUserControl(eventType, this.messageStreamId);
  }

  #perform(effect: StreamEffect): void {
    const { messageStreamId } = this;
    switch (effect.type) {
      case 'deliver':
        return; // by who asked takesMedia
      case 'arm':
        return this.#host.arm(effect.params.deadline);
      case 'disarm':
        return this.#host.disarm(effect.params.deadline);
      case 'askForPublish':
        return this.#askForPublish();
      case 'askForPlay':
        return this.#host.emit({
          type: 'playRequested',
          requestId: this.#owner.ask('play', this),
          messageStreamId,
          ...this.#play,
        });
      case 'expireRequest':
        return this.#owner.expire(effect.params.reason);
      case 'sendPublishStart':
        return this.#sendPublishStart();
      case 'sendPublishError':
        return this.#sendRefusal('NetStream.Publish.Rejected');
      case 'sendPlayStart':
        return this.#sendPlayStart();
      case 'sendPlayError':
        return this.#sendRefusal('NetStream.Play.Failed');
      case 'sendUnpublishSuccess':
        return this.sendStatus(status('NetStream.Unpublish.Success', 'Stream unpublished.'));
      case 'refuseCommand':
        return this.sendStatus(status(effect.params.code, `Message stream ${messageStreamId} is in use.`));
      case 'endPublish':
        return this.#host.emit({ type: 'publishEnded', messageStreamId, reason: effect.params.reason });
      case 'endPlay':
        return this.#host.emit({ type: 'playEnded', messageStreamId, reason: effect.params.reason });
      case 'deviate':
        this.#host.deviate(
          effect.params.code,
          `message stream ${messageStreamId} does not publish: its media is dropped`,
        );
        return;
      default:
        effect.type satisfies 'closeUnlessInUse';
        return this.#owner.closeUnlessInUse();
    }
  }

  /** The application's words, or ours when it said nothing. */
  #sendRefusal(code: 'NetStream.Publish.Rejected' | 'NetStream.Play.Failed'): void {
    const refusal = this.#refusal ?? onStatus(status(code, 'Not decided in time.'));
    this.#host.sendCommand(this.messageStreamId, refusal);
  }

  #askForPublish(): void {
    this.#host.emit({
      type: 'publishRequested',
      requestId: this.#owner.ask('publish', this),
      messageStreamId: this.messageStreamId,
      name: this.#publishName,
      publishType: this.#publishType,
    });
  }

  #sendPublishStart(): void {
    const start = status('NetStream.Publish.Start', 'Start publishing.');
    if (this.#owner.takeFcPublish(this.#publishName)) this.#host.sendCommand(0, onFc('onFCPublish', start));
    this.sendUserControl(UserControlEvent.StreamBegin);
    this.sendStatus(start);
  }

  /** In the order of 7.2.2.1: StreamBegin, Play.Reset, Play.Start, and what players of Flash wait for (CMD-42, CMD-44). */
  #sendPlayStart(): void {
    this.sendUserControl(UserControlEvent.StreamBegin);
    if (this.#play.reset) this.sendStatus(status('NetStream.Play.Reset', 'Playing and resetting stream.'));
    this.sendStatus(status('NetStream.Play.Start', 'Started playing stream.'));
    this.#host.sendData(this.messageStreamId, 0, SAMPLE_ACCESS);
  }
}
