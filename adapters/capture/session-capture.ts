import { MessageType } from '../../core/index.ts';
import {
  type Direction,
  type TcpEvent,
  TranscriptMaker,
  type TranscriptRecord,
  transcriptLine,
} from '../../fixtures/index.ts';
import type { ConnectionTap } from '../tap.ts';
import type { Clock, TransportFailure, TransportPeer } from '../transport.ts';

export interface SessionCaptureOptions {
  readonly peer: TransportPeer;
  readonly role: 'server' | 'client';
  readonly clock: Clock;
  /** Milliseconds since 1970-01-01 UTC, when it begins. */
  readonly startedAt: number;
  readonly redact: (record: TranscriptRecord) => TranscriptRecord;
  /** @param isMedia - that it may be left out first @returns whether there was room for the line */
  readonly add: (line: string, isMedia: boolean) => boolean;
  /** There will be no more lines. @param error - a mistake of ours ended them */
  readonly onEnd: (error?: unknown) => void;
}

/** Its own end, in a transcript: nobody asks a server which of its addresses was dialled. */
const OURS = 'millrace';

/**
 * Writes down one connection as its bytes come and go: they are read as those of a packet capture are, and each record
 * loses its secrets before it becomes a line.
 */
export class SessionCapture implements ConnectionTap {
  readonly #options: SessionCaptureOptions;
  readonly #beganAt: number;
  readonly #maker: TranscriptMaker;
  /** Bytes of messages that were left out since the last that was not. */
  readonly #leftOut: Record<Direction, number> = { c2s: 0, s2c: 0 };
  readonly #theirs: Direction;
  readonly #ours: Direction;
  #frame = 0;
  #head: readonly TranscriptRecord[] = [];
  #hasEnded = false;

  constructor(options: SessionCaptureOptions) {
    const { role, clock, startedAt } = options;
    this.#options = options;
    this.#beganAt = clock.now();
    this.#maker = new TranscriptMaker('live', startedAt / 1_000);
    [this.#theirs, this.#ours] = role === 'server' ? ['c2s', 's2c'] : ['s2c', 'c2s'];
  }

  /** The first line. */
  begin(): void {
    const { peer, role } = this.#options;
    const host = peer.address.includes(':') ? `[${peer.address}]` : peer.address;
    const theirs = `${host}:${peer.port}`;
    const [client, server] = role === 'server' ? [theirs, OURS] : [OURS, theirs];
    this.#take({ kind: 'opened', connection: 0, client, server, start: 'syn', ...this.#at() });
  }

  /** The lines that a later part of the session must begin with, to be read on its own. */
  get head(): string {
    const lines = this.#head.map((record) =>
      lineOf(record.kind === 'connection' ? { ...record, start: 'middle', ...this.#at() } : record),
    );
    return lines.join('');
  }

  onReceived(bytes: Uint8Array): void {
    this.#frame += 1;
    this.#say(this.#theirs, bytes);
  }

  onSent(buffers: readonly Uint8Array[]): void {
    this.#frame += 1;
    for (const bytes of buffers) this.#say(this.#ours, bytes);
  }

  onReceivedEnd(): void {
    this.#close(this.#theirs, 'fin');
  }

  onSentEnd(): void {
    this.#close(this.#ours, 'fin');
  }

  onGone(failure?: TransportFailure): void {
    const reason = failure === undefined ? 'fin' : 'reset';
    this.#close(this.#theirs, reason);
    this.#close(this.#ours, reason);
    this.finish();
  }

  /** Nothing more of it is written down, whether it goes on or not. */
  finish(): void {
    if (this.#hasEnded) return;
    this.#maker.end({ packets: this.#frame });
    this.#drain();
    this.#end();
  }

  #say(direction: Direction, bytes: Uint8Array): void {
    if (bytes.length > 0) this.#take({ kind: 'bytes', connection: 0, direction, bytes, ...this.#at() });
  }

  #close(direction: Direction, reason: 'fin' | 'reset'): void {
    this.#frame += 1;
    this.#take({ kind: 'closed', connection: 0, direction, reason, ...this.#at() });
  }

  #take(event: TcpEvent): void {
    if (this.#hasEnded) return;
    this.#maker.take(event);
    this.#drain();
  }

  /** A mistake in here must not be the end of the connection. */
  #drain(): void {
    try {
      for (let record = this.#maker.next(); record !== undefined; record = this.#maker.next()) {
        this.#tell(this.#options.redact(record));
      }
    } catch (error) {
      this.#end(error);
    }
  }

  #end(error?: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#options.onEnd(error);
  }

  /** What was left out before it is said with it, or not yet. */
  #tell(record: TranscriptRecord): void {
    if (record.kind === 'transcript' || record.kind === 'connection') this.#head = [...this.#head, record];
    const isMedia = record.kind === 'message' && MEDIA.has(record.messageTypeId);
    const gaps = DIRECTIONS.map((direction) => this.#gapLine(direction)).join('');
    if (this.#options.add(gaps + lineOf(record), isMedia)) {
      for (const direction of DIRECTIONS) this.#leftOut[direction] = 0;
    } else if (record.kind === 'message') this.#leftOut[record.direction] += record.messageLength;
  }

  #gapLine(direction: Direction): string {
    const length = this.#leftOut[direction];
    if (length === 0) return '';
    const about = { connection: 0, direction, ...this.#at(), length, anomalies: [] };
    return lineOf({ kind: 'gap', lost: 'messages', ...about });
  }

  #now(): number {
    return this.#options.clock.now() - this.#beganAt;
  }

  #at(): { readonly frame: number; readonly timeMs: number } {
    return { frame: this.#frame, timeMs: this.#now() };
  }
}

const DIRECTIONS = ['c2s', 's2c'] as const;

const MEDIA: ReadonlySet<number> = new Set([MessageType.Audio, MessageType.Video, MessageType.Aggregate]);

function lineOf(record: TranscriptRecord): string {
  return `${transcriptLine(record, { payloads: true })}\n`;
}
