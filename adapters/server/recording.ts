import { type AmfProperties, type FlvPayload, type Millis, readTagFacts } from '../../core/index.ts';
import type { Alarm, Clock } from '../transport.ts';
import type { PublishEndReason, RecordingCounters } from './event.ts';
import type { FlvFile } from './recording-file.ts';

/** What a recording works with, and whom it tells. */
export interface RecordingSetup {
  /** Opens the file. Asked once, when the first message but onMetaData has come. */
  readonly open: (metadata: AmfProperties) => Promise<FlvFile>;
  readonly clock: Clock;
  /** Bytes that may wait for the file. */
  readonly queueBytes: number;
  /** The file is open. */
  readonly onStarted: (file: FlvFile) => void;
  /** The file is behind: from here on there are messages that it will not have. Told once for each gap. */
  readonly onSkipping: () => void;
  /** Its publish was over, and all of it is in the file, which is closed. Not told when there was nothing to record. */
  readonly onStopped: (reason: PublishEndReason) => void;
  /** It could not go on, and the file, if there is one, is closed. One of the two is told, once. */
  readonly onFailed: (error: unknown) => void;
  /** Whatever was told: the file is nobody's now. */
  readonly onClosed: () => void;
}

/** Written at once when so much waits; else once in a while, so that there are few writes and little is lost in a crash. */
const FLUSH_BYTES = 262_144;
const FLUSH_MS: Millis = 1_000;

/** How often the file learns how long it is. */
const FACTS_MS: Millis = 10_000;

/** What a message takes in memory beside its payload, about. */
const MESSAGE_BYTES = 100;

/**
 * The recording of one publish: takes what came, and writes it to a file behind the publisher's back.
 *
 * The publisher never waits for the file, and memory does not grow with it: what does not fit into `queueBytes` is
 * skipped. Then all but headers is left out until half of the queue is written, and pictures up to the next key frame, so
 * that what follows can be played.
 *
 * The file is opened with the first message but onMetaData: that of a publish without media leaves none, and replaces none.
 */
export class Recording {
  readonly #setup: RecordingSetup;
  /** The latest onMetaData before the first message that opens the file. */
  #metadata: { readonly payload: FlvPayload; readonly properties: AmfProperties } | undefined;
  /** `waiting` for the first message; `over`: nothing more is taken. */
  #phase: 'waiting' | 'recording' | 'over' = 'waiting';
  #endReason: PublishEndReason = 'endedHere';
  #isTold = false;
  #done: Promise<void> = Promise.resolve();
  #file: FlvFile | undefined;

  #queue: FlvPayload[] = [];
  /** Of the queue, and of what is being written. */
  #queuedBytes = 0;
  #isFull = false;
  #awaitsKeyFrame = false;
  #skipped = 0;

  #alarm: Alarm | undefined;
  /** Goes on with the writing, which waits for something to write. */
  #flush: (() => void) | undefined;

  constructor(setup: RecordingSetup) {
    this.#setup = setup;
  }

  /** Nothing more will be taken; what was is perhaps still being written. */
  get isOver(): boolean {
    return this.#phase === 'over';
  }

  /** Settles, never rejects, when the file is closed. */
  get done(): Promise<void> {
    return this.#done;
  }

  get counters(): RecordingCounters {
    const bytes = this.#file?.size ?? 0;
    return { bytes, durationMs: this.#file?.durationMs ?? 0, skippedMessages: this.#skipped };
  }

  /** Bytes that wait for the file. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /**
   * Takes the next message.
   *
   * @param payload - kept until it is written, and not to be changed
   * @param properties - what it says, if it is an onMetaData
   */
  take(payload: FlvPayload, properties?: AmfProperties): void {
    if (this.#phase === 'over') return;
    if (this.#phase === 'waiting') {
      if (properties !== undefined) {
        this.#metadata = { payload, properties };
        return;
      }
      this.#phase = 'recording';
      this.#done = this.#run();
    }
    if (!this.#admits(payload)) return;
    this.#queue.push(payload);
    this.#queuedBytes += cost(payload);
    if (this.#queuedBytes >= FLUSH_BYTES) this.#flush?.();
    else this.#arm();
  }

  /** The publish is over: writes what waits, and closes the file. */
  end(reason: PublishEndReason): void {
    if (this.#phase === 'over') return;
    this.#endReason = reason;
    this.#phase = 'over';
    this.#flush?.();
  }

  /** Nobody waits for the file any longer. What is being written may still reach it. */
  abandon(error: unknown): void {
    this.#phase = 'over';
    this.#queue = [];
    this.#tell(() => this.#setup.onFailed(error));
  }

  /** Decides what there is room for. The usual case is one comparison. */
  #admits(payload: FlvPayload): boolean {
    const { queueBytes } = this.#setup;
    const after = this.#queuedBytes + cost(payload);
    if (after > queueBytes && this.#queuedBytes > 0) this.#fill();
    else if (this.#queuedBytes <= queueBytes / 2) this.#isFull = false;
    if (!this.#isFull && !this.#awaitsKeyFrame) return true;
    const { role } = readTagFacts(payload);
    if (role === 'sequenceHeader' && after <= 2 * queueBytes) return true;
    if (!this.#isFull && role === 'keyFrame') this.#awaitsKeyFrame = false;
    else if (role === 'keyFrame' || role === 'picture') this.#awaitsKeyFrame = true;
    const isMissing = role === 'picture' || role === 'keyFrame' ? this.#awaitsKeyFrame : this.#isFull;
    if (isMissing) this.#skipped += 1;
    return !isMissing;
  }

  #fill(): void {
    const isNew = !this.#isFull && !this.#awaitsKeyFrame;
    this.#isFull = true;
    if (isNew) this.#setup.onSkipping();
  }

  /** The life of the file, from its opening to its end. */
  async #run(): Promise<void> {
    const { open, onStarted, onStopped, onFailed } = this.#setup;
    try {
      this.#file = await open(this.#metadata?.properties ?? {});
      // A file that goes on has an onMetaData of another publish at its beginning.
      if (this.#file.isContinued && this.#metadata !== undefined) this.#queue.unshift(this.#metadata.payload);
      if (!this.#isTold) onStarted(this.#file); // it may have been given up meanwhile
      await this.#writeAll(this.#file);
      await this.#file.close();
      this.#tell(() => onStopped(this.#endReason));
    } catch (error) {
      this.#phase = 'over';
      this.#queue = [];
      this.#queuedBytes = 0;
      await this.#file?.giveUp();
      this.#tell(() => onFailed(error));
    }
    this.#alarm?.cancel();
    this.#setup.onClosed();
  }

  #tell(told: () => void): void {
    if (this.#isTold) return;
    this.#isTold = true;
    told();
  }

  async #writeAll(file: FlvFile): Promise<void> {
    const { clock } = this.#setup;
    let factsAt = clock.now() + FACTS_MS;
    let areFactsOld = false;
    for (;;) {
      const isLast = this.#phase === 'over';
      const withFacts: boolean = isLast || (clock.now() >= factsAt && (areFactsOld || this.#queue.length > 0));
      const [queue, byteCount] = [this.#queue, this.#queuedBytes];
      this.#queue = [];
      await file.write(queue, withFacts);
      this.#queuedBytes -= byteCount;
      if (isLast) return;
      if (withFacts) factsAt = clock.now() + FACTS_MS;
      areFactsOld = !withFacts && (areFactsOld || queue.length > 0);
      await this.#somethingToWrite(areFactsOld);
    }
  }

  /** Waits until much waits, or anything for a while, or the end has come. */
  #somethingToWrite(areFactsOld: boolean): Promise<void> {
    if (this.#phase === 'over' || this.#queuedBytes >= FLUSH_BYTES) return Promise.resolve();
    return new Promise((resolve) => {
      this.#flush = () => {
        this.#flush = undefined;
        this.#alarm?.cancel();
        this.#alarm = undefined;
        resolve();
      };
      if (areFactsOld || this.#queue.length > 0) this.#arm();
    });
  }

  #arm(): void {
    if (this.#flush === undefined || this.#alarm !== undefined) return;
    const { clock } = this.#setup;
    this.#alarm = clock.wakeAt(clock.now() + FLUSH_MS, () => this.#flush?.());
  }
}

function cost({ data }: FlvPayload): number {
  return data.length + MESSAGE_BYTES;
}
