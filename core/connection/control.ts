import type { KeepAliveDeadline } from '../acknowledgement/keep-alive.ts';
import { KeepAlive } from '../acknowledgement/keep-alive.ts';
import { PeerBandwidth } from '../acknowledgement/peer-bandwidth.ts';
import { ReceiveWindow } from '../acknowledgement/receive-window.ts';
import type { PeerReport } from '../acknowledgement/tolerance.ts';
import type { ChunkReader } from '../chunk/chunk-reader.ts';
import type { Message } from '../chunk/message.ts';
import type { Deadlines } from '../machine/deadlines.ts';
import { MessageType } from '../message/message-type.ts';
import type { ProtocolControl } from '../message/protocol-control.ts';
import {
  encodeAcknowledgement,
  encodeSetChunkSize,
  encodeSetPeerBandwidth,
  encodeWindowAcknowledgementSize,
  isProtocolControl,
  PeerBandwidthLimit,
  parseProtocolControl,
} from '../message/protocol-control.ts';
import { encodeUserControl, parseUserControl, UserControlEvent } from '../message/user-control.ts';
import { CHUNK_STREAM } from './chunk-stream-ids.ts';
import type { DeviationCode } from './deviation.ts';
import type { ConnectionEvent } from './event.ts';
import type { Trouble } from './fault.ts';
import type { Outbound } from './outbound.ts';
import type { Millis } from './outputs.ts';
import type { Settings } from './settings.ts';

/** What control messages need of their connection. */
export interface ControlHost {
  readonly now: Millis;
  readonly at: number;
  readonly out: Outbound;
  /** The handshake is done and the transport has not been told to end. */
  readonly mayTalk: boolean;
  emit(event: ConnectionEvent): void;
  deviate(code: DeviationCode, message: string, at?: number): boolean;
  fail(trouble: Trouble): void;
}

interface Reporting {
  readonly trouble: PeerReport<DeviationCode> | undefined;
  takeDeviations(): readonly PeerReport<DeviationCode>[];
}

/**
 * Message types 1 to 6, both ways: what keeps chunks, windows and the line itself in order. They act at once, in the
 * order received, also between the chunks of another message (CHK-48).
 */
export class Control {
  readonly #host: ControlHost;
  readonly #reader: ChunkReader;
  readonly #settings: Settings;
  readonly #receiveWindow = new ReceiveWindow();
  /** Made when the peer sets a limit, as few do. */
  #peerBandwidth: PeerBandwidth | undefined;
  readonly #keepAlive: KeepAlive;
  #bytesReceived = 0;
  #announcedWindow: number | undefined;
  /** Whether a byte of the peer would be heard: we do not read while a decision is pending. */
  #isListening = true;
  /** What we announce, or have announced, as our chunk size. */
  #chunkSize: number;

  constructor(
    host: ControlHost,
    reader: ChunkReader,
    settings: Settings,
    deadlines: Pick<Deadlines<KeepAliveDeadline>, 'arm' | 'disarm'>,
  ) {
    this.#host = host;
    this.#reader = reader;
    this.#settings = settings;
    this.#chunkSize = settings.chunkSize;
    const { ping: pingMs, idle: idleMs } = settings.timeouts;
    this.#keepAlive = new KeepAlive({ deadlines, pingMs, idleMs });
  }

  get bytesReceived(): number {
    return this.#bytesReceived;
  }

  start(): void {
    this.#keepAlive.start(this.#host.now);
  }

  /** Counts what a read brought: a sign of life, but for nothing. */
  received(byteCount: number): void {
    this.#bytesReceived += byteCount;
    if (byteCount > 0) this.#keepAlive.bytesReceived(this.#host.now);
  }

  /**
   * All bytes before this offset were read. They are acknowledged when that is due (CHK-39): after a message, or at the end
   * of what came of one.
   */
  progressed(offset: number): void {
    this.#acknowledge(this.#receiveWindow.received(offset - this.#receiveWindow.bytesReceived));
  }

  /** Silence counts only while the peer could be heard. */
  listen(isListening: boolean): void {
    if (isListening === this.#isListening) return;
    this.#isListening = isListening;
    if (isListening) this.#keepAlive.listen(this.#host.now);
    else this.#keepAlive.stopListening();
  }

  /** More has left than the peer may leave without an acknowledgement. */
  windowOverrun(): void {
    const { sendWindow } = this.#host.out;
    sendWindow.overrun(this.bytesReceived);
    this.#report(sendWindow);
  }

  deadlineReached(deadline: KeepAliveDeadline): void {
    const order = this.#keepAlive.due(deadline);
    if (order === 'sendPingRequest') this.ping();
    if (order === 'fail') this.#failForSilence();
  }

  stop(): void {
    this.#keepAlive.stop();
  }

  /** Takes a message of types 1 to 6. */
  receive(message: Message): void {
    const { messageTypeId, payload } = message;
    if (!isProtocolControl(messageTypeId)) return this.#takeUserControl(payload); // 4 is the only other
    const control = parseProtocolControl(messageTypeId, payload);
    if (control !== undefined) return this.#take(control);
    const what = `message type ${messageTypeId} holds 4 bytes at least, got ${payload.length}`;
    this.#host.fail({ code: 'protocolControlTooShort', at: this.#host.at, message: what });
  }

  /** Window Acknowledgement Size, as the options say; nothing when it was said last. */
  announceWindow(): void {
    this.#announceWindow(this.#settings.windowAcknowledgementSize);
  }

  /** Set Peer Bandwidth, as the options say. */
  announcePeerBandwidth(): void {
    const { peerBandwidth } = this.#settings;
    this.#send(MessageType.SetPeerBandwidth, encodeSetPeerBandwidth(peerBandwidth, PeerBandwidthLimit.Dynamic));
  }

  /** Takes another chunk size than the options say: announced at once, or before the handshake is done with connect. */
  setChunkSize(chunkSize: number): void {
    this.#chunkSize = chunkSize;
    if (this.#host.mayTalk) this.announceChunkSize();
  }

  /** Set Chunk Size; the message itself is still cut by the old size (CHK-33). Nothing is said when the size stays. */
  announceChunkSize(): void {
    if (this.#chunkSize === this.#host.out.chunkSize) return;
    this.#send(MessageType.SetChunkSize, encodeSetChunkSize(this.#chunkSize));
    this.#host.out.setChunkSize(this.#chunkSize);
  }

  /** Asks for a sign of life; the timestamp is our clock's. */
  ping(): void {
    this.sendUserControl(encodeUserControl(UserControlEvent.PingRequest, this.#host.now >>> 0));
  }

  sendUserControl(payload: Uint8Array): void {
    this.#send(MessageType.UserControl, payload);
  }

  #take(control: ProtocolControl): void {
    switch (control.messageTypeId) {
      case MessageType.SetChunkSize:
        return this.#takeChunkSize(control.chunkSize);
      case MessageType.Abort:
        return this.#reader.abort(control.chunkStreamId);
      case MessageType.Acknowledgement:
        return this.#takeAcknowledgement(control.sequenceNumber);
      case MessageType.WindowAcknowledgementSize:
        return this.#acknowledge(this.#receiveWindow.windowNamed(control.windowAcknowledgementSize));
      case MessageType.SetPeerBandwidth:
        return this.#takePeerBandwidth(control.windowAcknowledgementSize, control.limitType);
    }
  }

  #takeChunkSize(chunkSize: number): void {
    const trouble = this.#reader.setChunkSize(chunkSize);
    if (trouble !== undefined) this.#host.fail(trouble);
  }

  #takeAcknowledgement(sequenceNumber: number): void {
    const { sendWindow } = this.#host.out;
    sendWindow.acknowledged(sequenceNumber, this.#host.at);
    this.#report(sendWindow);
    const { unacknowledgedBytes } = sendWindow;
    this.#host.emit({ type: 'acknowledged', sequenceNumber, unacknowledgedBytes });
  }

  #takePeerBandwidth(windowAcknowledgementSize: number, limitType: number | undefined): void {
    this.#peerBandwidth ??= new PeerBandwidth(this.#settings.refused);
    const isTaken = this.#peerBandwidth.received(windowAcknowledgementSize, limitType, this.#host.at);
    this.#report(this.#peerBandwidth);
    if (isTaken) this.#announceWindow(windowAcknowledgementSize);
  }

  #takeUserControl(payload: Uint8Array): void {
    const event = parseUserControl(payload);
    if (event === undefined) {
      this.#host.deviate('userControlMalformed', `a User Control message of ${payload.length} bytes lacks its data`);
      return;
    }
    if (event.eventType === UserControlEvent.PingRequest) {
      this.sendUserControl(encodeUserControl(UserControlEvent.PingResponse, event.value)); // in either role
    }
    this.#host.emit({ type: 'userControlReceived', ...event });
    if (event.eventType === UserControlEvent.StreamEof) {
      this.#host.emit({ type: 'streamEofReceived', messageStreamId: event.value });
    }
  }

  /** Nothing when the same was said last: it needs no saying twice (CHK-45). */
  #announceWindow(size: number): void {
    if (size === this.#announcedWindow) return;
    this.#announcedWindow = size;
    this.#send(MessageType.WindowAcknowledgementSize, encodeWindowAcknowledgementSize(size));
    this.#host.out.sendWindow.windowAnnounced(size);
  }

  #acknowledge(sequenceNumber: number | undefined): void {
    if (sequenceNumber === undefined) return;
    this.#send(MessageType.Acknowledgement, encodeAcknowledgement(sequenceNumber));
  }

  #report(part: Reporting): void {
    if (part.trouble !== undefined) this.#host.fail(part.trouble);
    for (const { code, message, at } of part.takeDeviations()) this.#host.deviate(code, message, at);
  }

  #failForSilence(): void {
    const message = `expected a byte within ${this.#settings.timeouts.idle} ms, got none`;
    this.#host.fail({ code: 'idleTimeout', at: this.bytesReceived, message });
  }

  /** Full headers on chunk stream 2, message stream 0 (CHK-48, Q-23). Timestamps of control messages mean nothing. */
  #send(messageTypeId: number, payload: Uint8Array): void {
    if (!this.#host.mayTalk) return;
    const { control: chunkStreamId } = CHUNK_STREAM;
    this.#host.out.message({ chunkStreamId, messageTypeId, messageStreamId: 0, timestamp: 0, payload }, 'full');
  }
}
