import { onPlayStatus, onStatus, onTransition } from '../command/answers.ts';
import type { Status } from '../command/status.ts';
import { status } from '../command/status.ts';
import { encodeData } from '../message/data-message.ts';
import { UserControlEvent } from '../message/user-control.ts';
import type { SessionHost } from './session-host.ts';

const SAMPLE_ACCESS = encodeData('|RtmpSampleAccess', true, true);

/** What has been played of a recording when it ends. */
export interface Played {
  /** Of the last media sent, uint32 milliseconds; default 0. */
  readonly timestamp?: number;
  /** Seconds. */
  readonly duration?: number;
  readonly bytes?: number;
}

/** What a server says on one message stream about a playback, each time in the order that players wait for. */
export class StreamNotices {
  readonly #host: SessionHost;
  readonly #messageStreamId: number;
  #isRecorded = false;

  constructor(host: SessionHost, messageStreamId: number) {
    this.#host = host;
    this.#messageStreamId = messageStreamId;
  }

  /** What plays from now on comes from a recording or does not: StreamBegin says it each time (MSG-25). */
  set isRecorded(isRecorded: boolean) {
    this.#isRecorded = isRecorded;
  }

  status(information: Status): void {
    this.command(onStatus(information));
  }

  command(payload: Uint8Array): void {
    this.#host.sendCommand(this.#messageStreamId, payload);
  }

  userControl(eventType: number): void {
    this.#host.sendUserControl(eventType, this.#messageStreamId);
  }

  /** In the order of 7.2.2.1, and what players of Flash wait for (CMD-42, CMD-44). */
  started(isReset: boolean): void {
    this.#begin();
    if (isReset) this.status(status('NetStream.Play.Reset', 'Playing and resetting stream.'));
    this.#playStart();
    this.#host.sendData(this.#messageStreamId, 0, SAMPLE_ACCESS);
  }

  /** As nginx-rtmp does, and Play.Start behind it, as Flash Media Server does (CMD-32). */
  sought(): void {
    this.userControl(UserControlEvent.StreamEof);
    this.#seekNotify();
    this.#begin();
    this.#playStart();
  }

  /** CMD-29: nothing more comes, as SRS says it. */
  paused(): void {
    this.status(status('NetStream.Pause.Notify', 'Paused.'));
    this.userControl(UserControlEvent.StreamEof);
  }

  unpaused(): void {
    this.status(status('NetStream.Unpause.Notify', 'Unpaused.'));
    this.#begin();
  }

  /** A medium comes again: "NetStream.Seek.Notify and NetStream.Play.Start" (7.2.2.4, 7.2.2.5). */
  mediumResumed(): void {
    this.#seekNotify();
    this.#playStart();
  }

  /** The recording, or the last of the playlist, is at its end: as nginx-rtmp says it. */
  completed({ timestamp = 0, ...played }: Played): void {
    this.userControl(UserControlEvent.StreamEof);
    this.#playStatus(timestamp, onPlayStatus(status('NetStream.Play.Complete', 'Played to the end.'), played));
    this.status(status('NetStream.Play.Stop', 'Stopped playing stream.'));
  }

  /** The next of the playlist follows. */
  switched(timestamp: number): void {
    this.userControl(UserControlEvent.StreamEof);
    this.#playStatus(timestamp, onPlayStatus(status('NetStream.Play.Switch', 'The next stream follows.')));
    this.#begin();
    this.#playStart();
  }

  transitionBegun(): void {
    this.command(onTransition());
  }

  transitionCompleted(timestamp: number): void {
    const complete = status('NetStream.Play.TransitionComplete', 'The stream has changed.');
    this.#playStatus(timestamp, onPlayStatus(complete));
  }

  published(): void {
    this.userControl(UserControlEvent.StreamBegin);
    this.status(status('NetStream.Play.PublishNotify', 'The stream is published.'));
  }

  unpublished(): void {
    this.userControl(UserControlEvent.StreamEof);
    this.status(status('NetStream.Play.UnpublishNotify', 'The stream is no longer published.'));
  }

  #begin(): void {
    if (this.#isRecorded) this.userControl(UserControlEvent.StreamIsRecorded);
    this.userControl(UserControlEvent.StreamBegin);
  }

  #playStart(): void {
    this.status(status('NetStream.Play.Start', 'Started playing stream.'));
  }

  #seekNotify(): void {
    this.status(status('NetStream.Seek.Notify', 'Seeking.'));
  }

  #playStatus(timestamp: number, payload: Uint8Array): void {
    this.#host.sendData(this.#messageStreamId, timestamp, payload);
  }
}
