import { amfObject } from '../amf/make-value.ts';
import type { AmfValue } from '../amf/value.ts';
import type { Transition } from '../command/stream-command.ts';
import { ClientHandshake } from '../handshake/client-handshake.ts';
import { encodeSetBufferLength } from '../message/user-control.ts';
import { ClientSession } from './client-session.ts';
import { Connection } from './connection.ts';
import { Engine } from './engine.ts';
import type { ClientConnectionOptions } from './options.ts';
import type { Millis, Outputs } from './outputs.ts';
import { settingsOf } from './settings.ts';
import { RtmpUsageError } from './usage-error.ts';

/** What `publish` says. */
export interface PublishOrder {
  readonly name: string;
  /** Default `live`. */
  readonly type?: 'live' | 'record' | 'append';
}

/** What `play` says; absent values are left out of the command, from the first absent one on. */
export interface PlayOrder {
  readonly name: string;
  readonly start?: number;
  readonly duration?: number;
  readonly reset?: boolean;
}

/** What `play2` says: NetStreamPlayOptions (CMD-27); absent values are left out. */
export interface Play2Order {
  readonly streamName: string;
  readonly oldStreamName?: string;
  readonly start?: number;
  readonly len?: number;
  readonly offset?: number;
  readonly transition?: Transition;
}

/**
 * The client's end of one connection: `start` sends C0 and C1, `connect` follows the handshake, and commands are legal
 * from `connected` on. Each of them throws `RtmpUsageError` `commandNotLegalNow` before that, and those of a message
 * stream `messageStreamUnknown` for one that `createStream` did not return.
 */
export class ClientConnection extends Connection {
  readonly #session: ClientSession;
  readonly #engine: Engine<ClientSession>;

  constructor(options: ClientConnectionOptions) {
    const offer = options.rtmpe ? 'encrypted' : (options.handshake ?? 'simple');
    const engine = new Engine(
      settingsOf(options),
      options.now,
      (handshake) => new ClientHandshake({ ...handshake, offer }),
      (host) => new ClientSession(host, options.connect),
    );
    super(engine);
    this.#engine = engine;
    this.#session = engine.session;
  }

  /** The transaction id of the last command sent: what `streamCreated` and `callAnswered` will name. */
  get lastTransactionId(): number {
    return this.#session.lastTransactionId;
  }

  /** Asks for a message stream; `streamCreated` brings its id (7.2.1.3). */
  createStream(now: Millis): Outputs {
    return this.act(now, () => this.#session.call('createStream', 'createStream', null));
  }

  /** Calls a procedure of the server; `callAnswered` brings the answer (7.2.1.2). */
  call(name: string, commandObject: AmfValue, userArguments: readonly AmfValue[], now: Millis): Outputs {
    return this.act(now, () => this.#session.call('call', name, commandObject, ...userArguments));
  }

  /** Asks the server to free a name left over from an earlier connection, as encoders do before they publish (CMD-16). */
  releaseStream(name: string, now: Millis): Outputs {
    return this.call('releaseStream', null, [name], now);
  }

  /** Announces a publication, as encoders do before they publish (CMD-17). */
  fcPublish(name: string, now: Millis): Outputs {
    return this.call('FCPublish', null, [name], now);
  }

  /** Takes the announcement back (CMD-18). */
  fcUnpublish(name: string, now: Millis): Outputs {
    return this.call('FCUnpublish', null, [name], now);
  }

  /** Asks to publish; `publishStarted` or `streamRefused` answers (7.2.2.6). */
  publish(messageStreamId: number, { name, type = 'live' }: PublishOrder, now: Millis): Outputs {
    return this.act(now, () => this.#session.stream(messageStreamId).give('publishGiven', name, type));
  }

  /** Announces a play, as players of some services must before they play (CMD-19). */
  fcSubscribe(name: string, now: Millis): Outputs {
    return this.call('FCSubscribe', null, [name], now);
  }

  /** Asks how long a recording is; `callAnswered` brings seconds, 0 for what is live (CMD-21). */
  getStreamLength(name: string, now: Millis): Outputs {
    return this.call('getStreamLength', null, [name], now);
  }

  /**
   * Asks to play; `playStarted` or `streamRefused` answers (7.2.2.1). With `reset: false` on a stream that plays it is to
   * follow what plays, and nothing answers at once.
   */
  play(messageStreamId: number, { name, start, duration, reset }: PlayOrder, now: Millis): Outputs {
    const values: AmfValue[] = [name, start, duration, reset];
    while (values.at(-1) === undefined) values.pop();
    const fact = reset === false ? 'appendGiven' : 'playGiven';
    return this.act(now, () => this.#session.stream(messageStreamId).give(fact, ...values));
  }

  /** Asks for another stream in place of what plays (7.2.2.2); `playStatusReceived` tells when it has come. */
  play2(messageStreamId: number, order: Play2Order, now: Millis): Outputs {
    return this.act(now, () => this.#session.stream(messageStreamId).give('play2Given', amfObject({ ...order })));
  }

  /** Goes elsewhere in what plays, milliseconds; `seekDone` or `seekRefused` answers (7.2.2.7). */
  seek(messageStreamId: number, timeMs: Millis, now: Millis): Outputs {
    return this.act(now, () => this.#session.stream(messageStreamId).give('seekGiven', timeMs));
  }

  /**
   * Pauses what plays, or lets it go on (7.2.2.8); NetStream.Pause.Notify or Unpause.Notify is the status that answers.
   *
   * @param timeMs - where in the stream: of the last media presented, milliseconds
   */
  pause(messageStreamId: number, paused: boolean, timeMs: Millis, now: Millis): Outputs {
    return this.act(now, () => this.#session.stream(messageStreamId).give('pauseGiven', paused, timeMs));
  }

  /** Ends publishing or playing on a stream; its id stays usable (CMD-34). */
  closeStream(messageStreamId: number, now: Millis): Outputs {
    return this.act(now, () => this.#session.stream(messageStreamId).give('closeGiven'));
  }

  /** Ends a stream and gives up its id (7.2.2.3). */
  deleteStream(messageStreamId: number, now: Millis): Outputs {
    return this.act(now, () => this.#session.deleteStream(messageStreamId));
  }

  /** Switches the audio of a playback off or on (7.2.2.4). */
  receiveAudio(messageStreamId: number, receive: boolean, now: Millis): Outputs {
    return this.act(now, () => this.#session.stream(messageStreamId).send('receiveAudio', receive));
  }

  /** Switches the video of a playback off or on (7.2.2.5). */
  receiveVideo(messageStreamId: number, receive: boolean, now: Millis): Outputs {
    return this.act(now, () => this.#session.stream(messageStreamId).send('receiveVideo', receive));
  }

  /**
   * Tells the server how much we buffer of a stream, or with id 0 of any (MSG-24, Q-46).
   *
   * @param bufferLengthMs - milliseconds, 0 to 2^32-1
   * @throws RtmpUsageError also `bufferLengthNotUint32`
   */
  setBufferLength(messageStreamId: number, bufferLengthMs: Millis, now: Millis): Outputs {
    if (bufferLengthMs >>> 0 !== bufferLengthMs) {
      const message = `a buffer length must be a whole number below 2^32, got ${bufferLengthMs}`;
      throw new RtmpUsageError('bufferLengthNotUint32', message);
    }
    return this.act(now, () => {
      this.#session.requireConnected('setBufferLength');
      if (messageStreamId !== 0) this.#session.stream(messageStreamId);
      this.#engine.control.sendUserControl(encodeSetBufferLength(messageStreamId, bufferLengthMs));
    });
  }

  protected override mayCarry(messageStreamId: number): boolean {
    this.#session.stream(messageStreamId).requirePublishing();
    return true;
  }
}

/** Makes the client's end of a connection whose transport was opened at `options.now`. */
export function createClientConnection(options: ClientConnectionOptions): ClientConnection {
  return new ClientConnection(options);
}
