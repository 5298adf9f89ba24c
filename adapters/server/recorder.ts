import type { Millis } from '../../core/index.ts';
import type { Clock } from '../transport.ts';
import type { LiveServerEvent } from './event.ts';
import { Recording } from './recording.ts';
import { FlvFile } from './recording-file.ts';
import { foldedName, recordingName, timedRecordingName } from './recording-name.ts';
import { type RecordedPublish, RecordingNotices } from './recording-notices.ts';
import type { RecordingFile, RecordingStore } from './recording-store.ts';
import { codeOf, RecordingCloseTimeout, RecordingInUseError } from './recording-trouble.ts';

/** What a live server records, and where. */
export interface RecorderOptions {
  readonly store: RecordingStore;
  /**
   * `asked`: streams whose publisher asks for it by the publish type `record` or `append` (7.2.2.6); `all`: live streams as
   * well, each publish into a file of its own. Default `asked`.
   */
  readonly streams?: 'asked' | 'all';
  /**
   * Bytes of one stream that may wait for a slow disk; beyond that messages are skipped. Default 16 MiB, which is 3 s of
   * 40 Mbit/s.
   */
  readonly queueBytes?: number;
  /** The time of day, for the names of files. Default the system's. */
  readonly timeOfDay?: () => Date;
}

const DEFAULT_QUEUE_BYTES = 16 * 1_048_576;

/** Publishes of one stream that may have begun within one second. */
const MOST_ATTEMPTS = 1_000;

/**
 * The recordings of a live server: which publish is recorded, into which file, and who is told of it.
 *
 * A recording never decides over a publish: where it fails, the stream goes on live.
 *
 * One recording at a time writes a file: one that follows under the same name waits until the one before has closed it,
 * and one beside it is refused.
 */
export class Recorder {
  readonly #store: RecordingStore;
  readonly #streams: 'asked' | 'all';
  readonly #queueBytes: number;
  readonly #timeOfDay: () => Date;
  readonly #emit: (event: LiveServerEvent) => void;
  /** Who writes the files that were asked for by name, by folded name. */
  readonly #writers = new Map<string, Recording>();
  /** Those that have a file, or wait for one. */
  readonly #open = new Set<Recording>();

  /** @throws RangeError for `queueBytes` that is not above 0 */
  constructor(options: RecorderOptions, emit: (event: LiveServerEvent) => void) {
    const { store, streams = 'asked', queueBytes = DEFAULT_QUEUE_BYTES, timeOfDay = () => new Date() } = options;
    if (!(queueBytes > 0)) throw new RangeError(`expected recording.queueBytes above 0, came ${queueBytes}`);
    this.#store = store;
    this.#streams = streams;
    this.#queueBytes = queueBytes;
    this.#timeOfDay = timeOfDay;
    this.#emit = emit;
  }

  /** Begins to record a publish; `undefined` when it is not to be recorded. The file is opened with the first message. */
  begin(publish: RecordedPublish, clock: Clock): Recording | undefined {
    if (publish.publishType === 'live' && this.#streams === 'asked') return undefined;
    const notices = new RecordingNotices(publish, this.#emit);
    const recording: Recording = new Recording({
      clock,
      queueBytes: this.#queueBytes,
      open: async (metadata) => {
        this.#open.add(recording);
        const { path, publishType } = publish;
        const timed = publishType === 'live' ? this.#openTimed(path, notices) : undefined;
        return FlvFile.begin(await (timed ?? this.#openNamed(publish, notices, recording)), metadata);
      },
      onStarted: ({ isContinued }) => notices.started(isContinued),
      onSkipping: () => notices.skipping(),
      onStopped: (reason) => notices.stopped(recording, reason),
      onFailed: (error) => notices.failed(recording, error),
      onClosed: () => this.#forget(notices.file, recording),
    });
    return recording;
  }

  /**
   * Answers when no publish is left and every file is closed, or `withinMs` have passed: files that are not closed by then
   * are told as failed.
   *
   * @param unpublished - settles when no publish is left
   * @param clock - `undefined` when there never was a client
   */
  close(withinMs: Millis, unpublished: Promise<unknown>, clock: Clock | undefined): Promise<void> {
    return new Promise((resolve) => {
      const alarm = clock?.wakeAt(clock.now() + withinMs, () => {
        for (const recording of this.#open) recording.abandon(new RecordingCloseTimeout());
        resolve();
      });
      void this.#allClosed(unpublished).then(() => {
        alarm?.cancel();
        resolve();
      });
    });
  }

  async #allClosed(unpublished: Promise<unknown>): Promise<void> {
    await unpublished.catch(() => {}); // a failure is for who closes the listeners
    while (this.#open.size > 0) await Promise.all(Array.from(this.#open, ({ done }) => done));
  }

  /** The one file of a stream, once nobody else writes it. */
  async #openNamed(
    { path, publishType }: RecordedPublish,
    notices: RecordingNotices,
    recording: Recording,
  ): Promise<RecordingFile> {
    const name = recordingName(path);
    notices.file = name;
    const key = foldedName(name);
    for (let before = this.#writers.get(key); before !== undefined; before = this.#writers.get(key)) {
      if (!before.isOver) throw new RecordingInUseError('another recording writes the file');
      await before.done;
    }
    this.#writers.set(key, recording);
    return this.#store.open(name, publishType === 'record' ? 'replace' : 'append');
  }

  /** A file that was not there before. */
  async #openTimed(path: string, notices: RecordingNotices): Promise<RecordingFile> {
    const at = this.#timeOfDay();
    for (let attempt = 1; ; attempt += 1) {
      notices.file = timedRecordingName(path, at, attempt);
      try {
        return await this.#store.open(notices.file, 'new');
      } catch (error) {
        if (codeOf(error) !== 'EEXIST' || attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }

  #forget(file: string, recording: Recording): void {
    this.#open.delete(recording);
    const key = foldedName(file);
    if (this.#writers.get(key) === recording) this.#writers.delete(key);
  }
}
