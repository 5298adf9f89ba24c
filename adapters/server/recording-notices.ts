import { type Status, type StatusCode, status } from '../../core/index.ts';
import type { LiveServerEvent, PublishEndReason } from './event.ts';
import type { ConnectionInfo, PublishRequest } from './hooks.ts';
import type { Recording } from './recording.ts';
import { troubleOf } from './recording-trouble.ts';

/** A publish that may be recorded. */
export interface RecordedPublish {
  readonly connection: ConnectionInfo;
  readonly path: string;
  readonly publishType: PublishRequest['publishType'];
  /** Says a status to the publisher, if it is still there. */
  readonly say: (information: Status) => void;
}

/**
 * Tells of one recording: the server's observer of everything, and by NetStream.Record.* the publisher, if it asked for the
 * recording. Others did not, and encoders stop at any error (CMD-45).
 */
export class RecordingNotices {
  /** Below the folder of recordings; empty while it is not known. */
  file = '';
  readonly #publish: RecordedPublish;
  readonly #emit: (event: LiveServerEvent) => void;

  constructor(publish: RecordedPublish, emit: (event: LiveServerEvent) => void) {
    this.#publish = publish;
    this.#emit = emit;
  }

  started(isContinued: boolean): void {
    this.#emit({ type: 'recordingStarted', ...this.#subject(), isContinued });
    this.#say('NetStream.Record.Start', isContinued ? 'Appending.' : 'Recording.');
  }

  skipping(): void {
    this.#emit({ type: 'recordingSkipping', ...this.#subject() });
  }

  stopped({ counters }: Recording, reason: PublishEndReason): void {
    this.#emit({ type: 'recordingStopped', ...this.#subject(), reason, ...counters });
    this.#say('NetStream.Record.Stop', 'Recorded.');
  }

  failed({ counters }: Recording, error: unknown): void {
    const { code, description, status: statusCode } = troubleOf(error);
    this.#emit({ type: 'recordingFailed', ...this.#subject(), code, description, error, ...counters });
    this.#say(statusCode, description);
  }

  #subject(): { connection: ConnectionInfo; path: string; file: string } {
    const { connection, path } = this.#publish;
    return { connection, path, file: this.file };
  }

  #say(code: StatusCode, description: string): void {
    const { publishType, say } = this.#publish;
    if (publishType !== 'live') say(status(code, description));
  }
}
