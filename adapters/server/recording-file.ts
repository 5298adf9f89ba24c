import {
  type AmfProperties,
  describeFlv,
  type FileQuery,
  type FlvPayload,
  FlvWriter,
  type FlvWriterOptions,
} from '../../core/index.ts';
import { beginsAsFlv, FLV_SIGNATURE_LENGTH } from './flv-signature.ts';
import type { RecordingFile } from './recording-store.ts';

/** A recording cannot go on with a file, as it is none of FLV. */
export class NotFlvError extends Error {
  override readonly name = 'NotFlvError';
  readonly code = 'notFlv';
}

/**
 * Places of the index: 18 KiB at the beginning of every file, and a key frame of each ten seconds for hours (for longer,
 * of each twenty, and so on).
 */
const KEY_FRAMES = 1024;

/** What a recording is: times from 0 on, as the publisher may have been at it for days. */
const NEW_FILE: FlvWriterOptions = { keyFrames: KEY_FRAMES, times: 'fromZero' };

/**
 * An FLV file that is being written: whole tags only, each behind the last. Whatever stops the writing leaves a file that
 * plays to the last tag written.
 */
export class FlvFile {
  readonly #file: RecordingFile;
  readonly #writer: FlvWriter;
  /** What the file begins with, or goes on with: not written yet. */
  #start: Uint8Array | undefined;
  /** Bytes that are good: the next ones go behind them. `0 <= #end <= #writer.length`. */
  #end: number;
  /** Whether it goes on with what was there. */
  readonly isContinued: boolean;

  private constructor(file: RecordingFile, writer: FlvWriter, end: number) {
    this.#file = file;
    this.#writer = writer;
    this.#end = end;
    this.#start = writer.start();
    this.isContinued = end > 0;
  }

  /**
   * Begins a recording, or goes on with the one that the file holds. An FLV file without a frame is begun anew. Nothing
   * is written yet.
   *
   * @param metadata - what onMetaData at the beginning of a new file says
   * @throws NotFlvError for a file of something else, which is left as it is; what the file throws. The file is closed then
   */
  static async begin(file: RecordingFile, metadata: AmfProperties): Promise<FlvFile> {
    try {
      return await FlvFile.#begin(file, metadata);
    } catch (error) {
      await closeQuietly(file);
      throw error;
    }
  }

  static async #begin(file: RecordingFile, metadata: AmfProperties): Promise<FlvFile> {
    const anew = () => new FlvFile(file, new FlvWriter({ ...NEW_FILE, metadata }), 0);
    if (file.size === 0) return anew();
    if (!beginsAsFlv(await file.read(0, FLV_SIGNATURE_LENGTH))) {
      throw new NotFlvError('expected an FLV file to append to, came a file that begins otherwise');
    }
    const facts = await answered(describeFlv(file.size), file);
    return facts === undefined ? anew() : new FlvFile(file, FlvWriter.continuing(facts), facts.end);
  }

  /** Bytes of the file. */
  get size(): number {
    return this.#start === undefined ? this.#end : this.#file.size;
  }

  /** Milliseconds from its first frame to its last. */
  get durationMs(): number {
    return this.#writer.durationMs;
  }

  /**
   * Writes tags, and then, if it is told to, what the file says about itself.
   *
   * @throws what the file throws
   */
  async write(payloads: readonly FlvPayload[], withFacts: boolean): Promise<void> {
    const buffers = payloads.map((payload) => this.#writer.write(payload));
    const patches = withFacts ? this.#writer.patches() : [];
    if (this.#start !== undefined) {
      // What is behind the last whole tag is of a recording that was stopped in the middle of one (FLV-36).
      if (this.#file.size > this.#end) await this.#file.truncate(this.#end);
      buffers.unshift(this.#start);
      this.#start = undefined;
    }
    const end = this.#writer.length;
    if (buffers.length > 0) await this.#file.write(this.#end, buffers);
    this.#end = end;
    for (const { at, bytes } of patches) await this.#file.write(at, [bytes]);
  }

  /** @throws what the file throws */
  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Closes it after a failure, without the half of a tag that may be at its end. What it says about itself is of before. */
  async giveUp(): Promise<void> {
    try {
      if (this.#start === undefined) await this.#file.truncate(this.#end);
    } catch {} // then the half of a tag stays, which readers pass over (FLV-9)
    await closeQuietly(this.#file);
  }
}

/** After a failure, which says more than one of the closing would. */
async function closeQuietly(file: RecordingFile): Promise<void> {
  try {
    await file.close();
  } catch {}
}

/** Answers a query out of a file. */
async function answered<Result>(query: FileQuery<Result>, file: RecordingFile): Promise<Result> {
  let step = query.next();
  while (!step.done) step = query.next(await file.read(step.value.at, step.value.length));
  return step.value;
}
