import type { AmfValue } from '../amf/value.ts';
import type { OutgoingMessage } from '../chunk/message.ts';
import { encodeSharedObject } from '../message/encode-shared-object.ts';
import { MessageType } from '../message/message-type.ts';
import type { CallId } from './call-event.ts';
import { CHUNK_STREAM } from './chunk-stream-ids.ts';
import type { DeviationCode } from './deviation.ts';
import type { Engine } from './engine.ts';
import { NO_OUTPUTS } from './outbound.ts';
import {
  aggregateOf,
  checkOutgoing,
  type OutgoingAggregate,
  type OutgoingData,
  type OutgoingMedia,
  type OutgoingSharedObject,
} from './outgoing.ts';
import type { Millis, Outputs } from './outputs.ts';
import type { Session } from './session.ts';
import { checkChunkSize } from './settings.ts';

/** Chunks made by `chunkMessage` for this connection's `sendChunkSize`; many connections may send the same buffer. */
export interface SharedChunks {
  readonly bytes: Uint8Array;
  /** The chunk stream they are on. */
  readonly chunkStreamId: number;
}

/**
 * What both roles of a connection have in common: bytes and instants in, bytes and events out.
 *
 * Every method that takes `now`, monotonic milliseconds, answers `Outputs`; once `closed` was told they are empty. None of
 * `receive`, `receiveEnd`, `tick` and `transmitted` ever throws.
 */
export abstract class Connection {
  readonly #engine: Engine<Session>;

  constructor(engine: Engine<Session>) {
    this.#engine = engine;
  }

  /** Opens the connection: the first deadline, and from a client C0 and C1. */
  start(now: Millis): Outputs {
    return this.tick(now);
  }

  /**
   * Takes what the transport read, in pieces of any size.
   *
   * @param bytes - borrowed for the call: it may be written to again as soon as this returns
   */
  receive(bytes: Uint8Array, now: Millis): Outputs {
    return this.#engine.receive(bytes, now);
  }

  /** The peer will send no more: it ended the transport, or the transport is gone. */
  receiveEnd(now: Millis): Outputs {
    return this.#engine.receiveEnd(now);
  }

  /** Takes note of the time. To be called at `deadline`; may be called early or often without effect. */
  tick(now: Millis): Outputs {
    return this.#engine.tick(now);
  }

  /**
   * The transport let go of bytes that earlier outputs gave it.
   *
   * @param byteCount - since the last such call
   */
  transmitted(byteCount: number, now: Millis): Outputs {
    return this.#engine.transmitted(byteCount, now);
  }

  /** Ends in order: streams end, the transport ends after what was sent; `closed` comes once the peer has ended too. */
  close(now: Millis): Outputs {
    return this.act(now, () => this.#engine.close());
  }

  /**
   * Sends an audio or video message, cut into chunks with compressed headers. A server sends nothing on a stream that
   * does not play, or no longer.
   *
   * @throws RtmpUsageError `timestampNotUint32`, `messageTooLong`; at a client also `messageStreamUnknown`, and
   *   `commandNotLegalNow` when the stream does not publish
   */
  sendMedia(message: OutgoingMedia, now: Millis): Outputs {
    checkOutgoing(message);
    const { messageStreamId, media, timestamp, payload } = message;
    const messageTypeId = media === 'audio' ? MessageType.Audio : MessageType.Video;
    return this.#send({ chunkStreamId: CHUNK_STREAM[media], messageTypeId, messageStreamId, timestamp, payload }, now);
  }

  /**
   * Sends a data message, where and when media may be sent.
   *
   * @throws RtmpUsageError as `sendMedia`
   */
  sendData(message: OutgoingData, now: Millis): Outputs {
    checkOutgoing(message);
    const { messageStreamId, timestamp, payload } = message;
    const { stream: chunkStreamId } = CHUNK_STREAM;
    return this.#send({ chunkStreamId, messageTypeId: MessageType.DataAmf0, messageStreamId, timestamp, payload }, now);
  }

  /**
   * Sends audio, video and data messages as one aggregate, where and when media may be sent: fewer chunk headers, for who
   * sends what is recorded. Its time is that of its first part, so that nothing is to be shifted (MSG-15).
   *
   * Flash, FFmpeg and nginx-rtmp read aggregates, others may not (MSG-18): nothing here sends one by itself.
   *
   * @throws RtmpUsageError as `sendMedia`, for the parts and for all of them together; `aggregateEmpty`
   */
  sendAggregate({ messageStreamId, parts }: OutgoingAggregate, now: Millis): Outputs {
    const { stream: chunkStreamId } = CHUNK_STREAM;
    const message = { chunkStreamId, messageTypeId: MessageType.Aggregate, messageStreamId, ...aggregateOf(parts) };
    return this.#send(message, now);
  }

  /**
   * Sends a shared object message, on message stream 0.
   *
   * @throws RtmpUsageError `commandNotLegalNow` unless connected
   * @throws AmfUsageError for values that cannot be written; nothing is sent
   */
  sendSharedObject(message: OutgoingSharedObject, now: Millis): Outputs {
    const { format = 'amf0' } = message;
    const messageTypeId = format === 'amf0' ? MessageType.SharedObjectAmf0 : MessageType.SharedObjectAmf3;
    const payload = encodeSharedObject(message, { format, withoutAmf3: format === 'amf0' });
    return this.act(now, () => {
      this.#engine.session.requireConnected('sendSharedObject');
      this.#engine.send(CHUNK_STREAM.connection, messageTypeId, 0, 0, payload);
    });
  }

  /** Sends chunks as they are: how one message reaches many players for the price of one. */
  sendChunks({ bytes, chunkStreamId }: SharedChunks, now: Millis): Outputs {
    if (!this.#engine.begin(now)) return NO_OUTPUTS;
    if (this.#engine.mayTalk) this.#engine.out.sharedChunks(bytes, chunkStreamId);
    return this.#engine.finishSending();
  }

  /**
   * Sets the largest chunk payload we will send from the next chunk on (§5.4.1); before the handshake is done, from
   * connect on.
   *
   * @param chunkSize - bytes, 1 to 0xFFFFFF; larger legal values have no effect because a message is never longer
   * @returns one Set Chunk Size message in `transmit`, already cut by the old size
   * @throws RtmpUsageError `chunkSizeOutOfRange`; the connection is unchanged
   */
  setChunkSize(chunkSize: number, now: Millis): Outputs {
    checkChunkSize(chunkSize);
    return this.act(now, () => this.#engine.control.setChunkSize(chunkSize));
  }

  /** Sends a PingRequest; the answer comes as `userControlReceived` of type PingResponse (MSG-27). */
  ping(now: Millis): Outputs {
    return this.act(now, () => this.#engine.control.ping());
  }

  /**
   * Answers a call of the peer with `_result` (7.2.1.2). One answered before, or too late, has no effect.
   *
   * @throws RtmpUsageError `callUnknown` for an id that was never given
   * @throws AmfUsageError for a value that cannot be encoded; the call stays open
   */
  answerCall(callId: CallId, value: AmfValue, now: Millis): Outputs {
    return this.act(now, () => this.#engine.session.calls.answer(callId, value));
  }

  /** Answers a call of the peer with `_error`, NetConnection.Call.Failed; else as `answerCall`. */
  failCall(callId: CallId, description: string, now: Millis): Outputs {
    return this.act(now, () => this.#engine.session.calls.fail(callId, description));
  }

  /** Largest chunk payload we send, bytes. */
  get sendChunkSize(): number {
    return this.#engine.out.chunkSize;
  }

  /** Bytes given out in `transmit` that the transport has not let go of. */
  get unsentBytes(): number {
    return this.#engine.out.sendWindow.unsentBytes;
  }

  /** Bytes given out since the connection began. */
  get bytesSent(): number {
    return this.#engine.out.sendWindow.bytesSent;
  }

  /** Bytes received since the connection began. */
  get bytesReceived(): number {
    return this.#engine.control.bytesReceived;
  }

  /**
   * Memory held for what the peer sent, bytes: packets of the handshake, messages that are not complete, and what waits for a
   * decision, each as it was allocated; the reader of chunks and what it remembers of chunk streams by estimate. What was
   * handed out in events is the embedder's, and what is to be sent is in `unsentBytes`.
   */
  get heldBytes(): number {
    return this.#engine.heldBytes;
  }

  /** How often each deviation was accepted. */
  get deviationCounts(): ReadonlyMap<DeviationCode, number> {
    return this.#engine.deviationCounts;
  }

  /** A request waits for its decision, and what the peer sends is held: a driver stops reading. */
  get isHolding(): boolean {
    return this.#engine.isHolding;
  }

  /** `closed` was told. */
  get isClosed(): boolean {
    return this.#engine.isClosed;
  }

  /** Does something and hands out what came of it; once the connection is ending there is nothing to do. */
  protected act(now: Millis, action: () => void): Outputs {
    if (!this.#engine.begin(now)) return NO_OUTPUTS;
    if (this.#engine.isOpen) action();
    return this.#engine.finish();
  }

  /**
   * Whether media may be sent on a message stream.
   *
   * @throws RtmpUsageError where that is for the embedder to know
   */
  protected abstract mayCarry(messageStreamId: number): boolean;

  #send(message: OutgoingMessage, now: Millis): Outputs {
    const isCarried = this.#engine.isOpen && this.mayCarry(message.messageStreamId);
    if (!this.#engine.begin(now)) return NO_OUTPUTS;
    if (isCarried) this.#engine.out.message(message, 'compressed');
    return this.#engine.finish();
  }
}
