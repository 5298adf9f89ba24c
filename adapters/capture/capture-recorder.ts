import type { Millis } from '../../core/index.ts';
import { TranscriptRedactor } from '../../fixtures/index.ts';
import type { Runtime } from '../listener.ts';
import type { Tap } from '../tap.ts';
import type { Alarm } from '../transport.ts';
import { DEFAULT_CAPTURE_BYTES, LEAST_CAPTURE_BYTES } from './capture-bytes.ts';
import { CaptureFiles, SessionFile } from './capture-files.ts';
import type { CaptureStore } from './capture-store.ts';
import { SessionCapture } from './session-capture.ts';

export interface CaptureRecorderOptions extends Runtime {
  readonly store: CaptureStore;
  /** What all captures may take together, bytes, at least `LEAST_CAPTURE_BYTES`. The oldest go. Default 1 GiB. */
  readonly mostBytes?: number;
  /** `left out` (default): audio and video become their headers and a hash. `whole`: they stay. */
  readonly media?: 'left out' | 'whole';
  /** Milliseconds since 1970-01-01 UTC. Default `Date.now`. */
  readonly wallClock?: () => number;
  /** What an operator may want to know. */
  readonly onNotice?: (notice: CaptureNotice) => void;
}

export type CaptureNotice =
  | { readonly type: 'captureStarted'; readonly name: string; readonly peer: string }
  /** The store is slower than what comes: messages are left out, with a gap in their place. Told once until it caught up. */
  | { readonly type: 'captureSkipping'; readonly name: string }
  /** The session of this file is captured no more. Told once until something could be written again. */
  | { readonly type: 'captureFailed'; readonly name: string; readonly error: unknown };

/** Lines that wait for the store, characters; media may take three quarters of it. */
const QUEUE_LENGTH = 8_388_608;
const MEDIA_QUEUE_LENGTH = (QUEUE_LENGTH / 4) * 3;
/** Lines are written together: a moment is little for whoever reads them, and much for a disk. */
const FLUSH_MS: Millis = 250;

/**
 * Writes transcripts of live connections, one file or more for each, without their secrets.
 *
 * ```ts
 * const captures = new CaptureRecorder({ ...nodeRuntime, store: await CaptureFolder.at('captures') });
 * const listener = await listen({ ...server.acceptOptions, tap: captures.tap });
 * ```
 *
 * Nothing here keeps a connection waiting: what the store has not taken waits in a queue of bounded length, and past that
 * messages are left out. A store that fails ends the capture, never the connection.
 */
export class CaptureRecorder {
  /** For the `listen` and the `connect` of any adapter. Connections are numbered from 1, as they come. */
  readonly tap: Tap;
  readonly #options: CaptureRecorderOptions;
  readonly #files: CaptureFiles;
  readonly #redactor: TranscriptRedactor;
  readonly #wallClock: () => number;
  readonly #sessions = new Set<SessionCapture>();
  /** With lines that wait, in the order in which they had one first. */
  readonly #waiting = new Set<SessionFile>();
  #connections = 0;
  #queued = 0;
  #isSkipping = false;
  #hasFailed = false;
  #alarm: Alarm | undefined;
  #writing: Promise<void> | undefined;
  #isClosed = false;

  /** @throws RangeError for `mostBytes` below the least */
  constructor(options: CaptureRecorderOptions) {
    const { store, random, sha256, mostBytes = DEFAULT_CAPTURE_BYTES, media = 'left out' } = options;
    if (!(mostBytes >= LEAST_CAPTURE_BYTES)) {
      throw new RangeError(`mostBytes must be at least ${LEAST_CAPTURE_BYTES}, not ${mostBytes}`);
    }
    this.#options = options;
    this.#wallClock = options.wallClock ?? Date.now;
    const key = new Uint8Array(32);
    random(key);
    this.#redactor = new TranscriptRedactor({ key, media, ...(sha256 && { sha256 }) });
    this.#files = new CaptureFiles(store, mostBytes);
    this.tap = (peer, role) => this.#begin(peer, role);
  }

  /** Begins no more, ends those that are open, and answers when all is written, or after `mostMs`. */
  async close(mostMs: Millis = 5_000): Promise<void> {
    this.#isClosed = true;
    for (const session of [...this.#sessions]) session.finish();
    const { clock } = this.#options;
    let alarm: Alarm | undefined;
    const late = new Promise<void>((resolve) => {
      alarm = clock.wakeAt(clock.now() + mostMs, resolve);
    });
    await Promise.race([this.#write(), late]);
    alarm?.cancel();
  }

  #begin(...[peer, role]: Parameters<Tap>): SessionCapture | undefined {
    if (this.#isClosed) return undefined;
    this.#connections += 1;
    const startedAt = this.#wallClock();
    const file = new SessionFile(startedAt, this.#connections, () => session.head);
    const session: SessionCapture = new SessionCapture({
      ...{ peer, role, startedAt, clock: this.#options.clock, redact: this.#redactor.connection() },
      add: (line, isMedia) => this.#add(file, line, isMedia),
      onEnd: (error) => {
        this.#sessions.delete(session);
        if (error !== undefined) this.#fail(file, error);
      },
    });
    this.#sessions.add(session);
    session.begin();
    this.#notice({ type: 'captureStarted', name: file.name, peer: `${peer.address}:${peer.port}` });
    return session;
  }

  /** @returns whether there was room */
  #add(file: SessionFile, line: string, isMedia: boolean): boolean {
    if (file.hasFailed) return true; // it will be written nowhere
    if (line.length > this.#files.longestLine) return false;
    if (this.#queued + line.length > (isMedia ? MEDIA_QUEUE_LENGTH : QUEUE_LENGTH)) {
      if (!this.#isSkipping) this.#notice({ type: 'captureSkipping', name: file.name });
      this.#isSkipping = true;
      return false;
    }
    this.#queued += line.length;
    file.lines.push(line);
    this.#waiting.add(file);
    const { clock } = this.#options;
    if (this.#writing === undefined) this.#alarm ??= clock.wakeAt(clock.now() + FLUSH_MS, () => void this.#write());
    return true;
  }

  /** One write at a time. @returns once nothing waits */
  #write(): Promise<void> {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    for (const file of this.#waiting) {
      this.#waiting.delete(file); // its next line puts it behind the others
      const { lines } = file;
      file.lines = [];
      const length = lines.reduce((sum, line) => sum + line.length, 0);
      try {
        if (!file.hasFailed) await this.#files.write(file, lines);
        this.#hasFailed = false;
      } catch (error) {
        this.#fail(file, error);
      }
      this.#queued -= length;
    }
    this.#isSkipping = false;
  }

  #fail(file: SessionFile, error: unknown): void {
    file.hasFailed = true;
    if (!this.#hasFailed) this.#notice({ type: 'captureFailed', name: file.name, error });
    this.#hasFailed = true;
  }

  /** Later: whatever comes of it, the connection has no part in it. */
  #notice(notice: CaptureNotice): void {
    const { onNotice } = this.#options;
    if (onNotice !== undefined) queueMicrotask(() => onNotice(notice));
  }
}
