import type { ExternalizableForm } from '../amf/externalizable.ts';
import type { DeviationCode } from './deviation.ts';
import type { ConnectionEvent } from './event.ts';
import type { Trouble } from './fault.ts';
import type { Limits } from './limits.ts';

/** The deadlines that sessions have. */
export type DeadlineName = 'connectTimeout' | 'decisionTimeout' | 'statusTimeout' | 'answerTimeout' | 'callTimeout';

/** What a session may ask of its connection. */
export interface SessionHost {
  readonly limits: Limits;
  /** Externalizable AMF3 classes known besides those of Flex. */
  readonly externalizables: readonly ExternalizableForm[];
  /** The highest that a server agrees to. */
  readonly objectEncoding: 0 | 3;
  /** Calls of the peer go to the application. */
  readonly answersCalls: boolean;
  /** Bytes received up to the end of the message in hand: where troubles of this layer lie. */
  readonly at: number;
  emit(event: ConnectionEvent): void;
  /** Sends an AMF0 command: on chunk stream 3 for the connection, 5 for a stream (Q-25, CHK-50). */
  sendCommand(messageStreamId: number, payload: Uint8Array): void;
  /** Sends an AMF0 data message with the given timestamp. */
  sendData(messageStreamId: number, timestamp: number, payload: Uint8Array): void;
  /** Sends a User Control event with one 32-bit value. */
  sendUserControl(eventType: number, value: number): void;
  /** Sends Window Acknowledgement Size as the options say, unless it was said last. */
  announceWindow(): void;
  /** Sends Set Peer Bandwidth as the options say. */
  announcePeerBandwidth(): void;
  /** Sends Set Chunk Size as the options say. */
  announceChunkSize(): void;
  /** @param of - the message stream or the transaction, for a deadline that each has its own of */
  arm(deadline: DeadlineName, of?: number): void;
  disarm(deadline: DeadlineName, of?: number): void;
  /** Notes a deviation. False: it is refused, the connection has ended, the caller stops. */
  deviate(code: DeviationCode, message: string): boolean;
  /** Ends the connection at once; what was sent before may be lost. */
  fail(trouble: Trouble): void;
  /** Ends the connection after what was sent; `trouble` becomes the fault of `closed`. */
  close(trouble?: Trouble): void;
}
