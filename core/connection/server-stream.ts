import { onFc, onStatus } from '../command/answers.ts';
import type { ServerStreamFact } from '../command/server-stream.machine.ts';
import { serverStreamMachine } from '../command/server-stream.machine.ts';
import type { Status } from '../command/status.ts';
import { status } from '../command/status.ts';
import type { PauseCommand, Play2Command, PlayCommand } from '../command/stream-command.ts';
import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { UserControlEvent } from '../message/user-control.ts';
import type { StreamRequestKind } from './requests.ts';
import type { RequestId } from './server-event.ts';
import type { SessionHost } from './session-host.ts';
import { StreamNotices } from './stream-notices.ts';

const TABLES = lower(serverStreamMachine);
const MEDIA = TABLES.event('mediaReceived');

type StreamEffect = ReturnType<Stepper<never, never, (typeof TABLES)['initialEffects'][number]>['step']>[number];

/** What the command in hand says, for the facts that commands establish. */
interface InHand {
  readonly play?: PlayCommand;
  readonly play2?: Play2Command;
  readonly seekMs?: number;
  readonly pause?: PauseCommand;
  readonly toggle?: ReceiveToggle;
}

interface ReceiveToggle {
  readonly media: 'audio' | 'video';
  readonly receive: boolean;
}

const NOTHING: InHand = {};

/** What a stream asks of the session that owns it. */
export interface StreamOwner {
  readonly host: SessionHost;
  /** Opens a request that waits for the application. */
  ask(kind: StreamRequestKind, stream: ServerStream): RequestId;
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
  readonly notices: StreamNotices;
  readonly #owner: StreamOwner;
  readonly #host: SessionHost;
  readonly #machine = new Stepper(TABLES);
  #publishName = '';
  #publishType: 'live' | 'record' | 'append' = 'live';
  #isReset = true;
  /** The media that the player switched off. */
  #silenced: Set<'audio' | 'video'> | undefined;
  /** The `onStatus` of the application that says no, encoded. */
  #refusal: Uint8Array | undefined;

  constructor(messageStreamId: number, owner: StreamOwner) {
    this.messageStreamId = messageStreamId;
    this.#owner = owner;
    this.#host = owner.host;
    this.notices = new StreamNotices(owner.host, messageStreamId);
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
    this.step(command.reset ? 'playReceived' : 'appendReceived', { play: command });
  }

  play2(command: Play2Command): void {
    const { streamName: name, start, len: duration } = command;
    this.step('play2Received', { play2: command, play: { name, start, duration, reset: true } });
  }

  /** @param timeMs - where to go, 0 or more */
  seek(timeMs: number): void {
    this.step('seekReceived', { seekMs: timeMs });
  }

  pause(command: PauseCommand): void {
    this.step('pauseReceived', { pause: command });
  }

  toggle(media: 'audio' | 'video', receive: boolean): void {
    this.step('receiveToggleReceived', { toggle: { media, receive } });
  }

  /** @param isRecorded - what a play gives is a recording; of what is appended, that is said when its turn comes */
  accept(kind: StreamRequestKind, isRecorded: boolean): void {
    if (kind === 'play' && this.#machine.is('playPending')) this.notices.isRecorded = isRecorded;
    this.step(`${kind}Accepted`);
  }

  /**
   * Takes the application's no.
   *
   * @param refusal - payload of the `onStatus` that says so
   */
  reject(kind: StreamRequestKind, refusal: Uint8Array): void {
    this.#refusal = refusal;
    this.step(`${kind}Rejected`);
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
    if (farewell !== undefined) this.notices.userControl(farewell);
    this.notices.command(payload);
    this.step('endedHere');
  }

  /** Whether the media or data message in hand goes to the application. Called for each one: the hot path. */
  takesMedia(): boolean {
    const effects = this.#machine.step(MEDIA);
    for (let index = 0; index < effects.length; index++) this.#perform(effects[index]!, NOTHING);
    return effects[0]?.type === 'deliver';
  }

  step(fact: ServerStreamFact | 'decisionTimeout', inHand: InHand = NOTHING): void {
    for (const effect of this.#machine.step(TABLES.event(fact))) this.#perform(effect, inHand);
  }

  #perform(effect: StreamEffect, inHand: InHand): void {
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
        return this.#askForPlay(inHand.play as PlayCommand, false); // play and play2 alone have this effect
      case 'askForAppend':
        return this.#askForPlay(inHand.play as PlayCommand, true); // likewise
      case 'askForPlay2':
        return this.#askForPlay2(inHand.play2 as Play2Command); // play2 alone
      case 'askForSeek':
        return this.#askForSeek(inHand.seekMs as number); // seek alone
      case 'tellPause':
        return this.#host.emit({ type: 'pauseToggled', messageStreamId, ...(inHand.pause as PauseCommand) }); // pause alone
      case 'tellReceiveToggle':
        return this.#tellReceiveToggle(inHand.toggle as ReceiveToggle); // receiveAudio and receiveVideo alone
      case 'expireRequest':
        return this.#owner.expire(effect.params.reason);
      case 'sendPublishStart':
        return this.#sendPublishStart();
      case 'sendPublishError':
        return this.#sendRefusal('NetStream.Publish.Rejected');
      case 'sendPlayStart':
        this.#silenced = undefined;
        return this.notices.started(this.#isReset);
      case 'sendTransition':
        return this.notices.transitionBegun();
      case 'sendSeekDone':
        return this.notices.sought();
      case 'sendSeekError':
        return this.#sendRefusal('NetStream.Seek.Failed');
      case 'sendPlayError':
        return this.#sendRefusal('NetStream.Play.Failed');
      case 'sendUnpublishSuccess':
        return this.notices.status(status('NetStream.Unpublish.Success', 'Stream unpublished.'));
      case 'refuseCommand':
        return this.notices.status(status(effect.params.code, `Message stream ${messageStreamId} is in use.`));
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
  #sendRefusal(code: 'NetStream.Publish.Rejected' | 'NetStream.Play.Failed' | 'NetStream.Seek.Failed'): void {
    this.notices.command(this.#refusal ?? onStatus(status(code, 'Not decided in time.')));
  }

  #askForPlay(play: PlayCommand, appends: boolean): void {
    const { messageStreamId } = this;
    if (!appends) this.#isReset = play.reset;
    const requestId = this.#owner.ask('play', this);
    this.#host.emit({ type: 'playRequested', requestId, messageStreamId, ...play, appends });
  }

  #askForPlay2(play2: Play2Command): void {
    const { messageStreamId } = this;
    this.#host.emit({ type: 'play2Requested', requestId: this.#owner.ask('play2', this), messageStreamId, ...play2 });
  }

  #askForSeek(timeMs: number): void {
    const { messageStreamId } = this;
    this.#host.emit({ type: 'seekRequested', requestId: this.#owner.ask('seek', this), messageStreamId, timeMs });
  }

  #tellReceiveToggle({ media, receive }: ReceiveToggle): void {
    this.#silenced ??= new Set();
    if (!receive) this.#silenced.add(media);
    else if (this.#silenced.delete(media)) this.notices.mediumResumed();
    this.#host.emit({ type: 'receiveToggled', messageStreamId: this.messageStreamId, media, receive });
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
    this.notices.userControl(UserControlEvent.StreamBegin);
    this.notices.status(start);
  }
}
