import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** How a program ended: its exit code, or the signal that killed it. */
export type ProgramEnd = number | NodeJS.Signals;

/** As long as a busy machine may need: it ends what hangs. */
const DEFAULT_TIMEOUT_MS = 120_000;

/**
 * A program that runs beside the test and is killed when the test is over. Its output is kept line by line; tests wait
 * for lines and for ends, never for time to pass.
 */
export class Program {
  readonly name: string;
  /** Standard output and standard error, as the lines came. */
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  readonly #ended: Promise<ProgramEnd>;
  readonly #listeners = new Set<() => void>();

  constructor(command: string, parameters: readonly string[]) {
    this.name = command;
    this.#process = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ended = new Promise((resolve, reject) => {
      this.#process.on('error', reject);
      // 'close' comes after the last line, 'exit' may come before it.
      this.#process.on('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
    });
    this.#ended.catch(() => undefined).then(() => this.#tell());
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        this.#tell();
      });
    }
    onTestFinished(() => this.stop());
  }

  /** The first match of `pattern` in a line, past or to come. */
  line(pattern: RegExp, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<RegExpMatchArray> {
    return this.lineAfter(0, pattern, timeoutMs);
  }

  /** The first match of `pattern` in the line with number `from`, or a later one. */
  lineAfter(from: number, pattern: RegExp, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<RegExpMatchArray> {
    let checked = from;
    const found = new Promise<RegExpMatchArray>((resolve, reject) => {
      const check = (): void => {
        while (checked < this.lines.length) {
          const match = this.lines[checked++]?.match(pattern);
          if (match) return done(() => resolve(match));
        }
      };
      const done = (settle: () => void): void => {
        this.#listeners.delete(check);
        settle();
      };
      this.#listeners.add(check);
      check();
      const gone = (): void => done(() => reject(new Error(this.#story(`ended without a line like ${pattern}`))));
      this.#ended.then(gone, gone);
    });
    return this.#within(timeoutMs, found, `said nothing like ${pattern}`);
  }

  /** How it ended, once it has. */
  end(timeoutMs = DEFAULT_TIMEOUT_MS): Promise<ProgramEnd> {
    return this.#within(timeoutMs, this.#ended, 'did not end');
  }

  /** Waits for its end, which must be a good one; gives all it wrote. */
  async success(timeoutMs = DEFAULT_TIMEOUT_MS): Promise<string> {
    const end = await this.end(timeoutMs);
    if (end !== 0) throw new Error(this.#story(`ended with ${end}`));
    return this.lines.join('\n');
  }

  /** Waits for its end, whatever that is; gives all it wrote. */
  async output(timeoutMs = DEFAULT_TIMEOUT_MS): Promise<string> {
    await this.end(timeoutMs);
    return this.lines.join('\n');
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Kills it, unless it is gone, and waits for its end. */
  async stop(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended.catch(() => undefined);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  async #within<T>(timeoutMs: number, result: Promise<T>, otherwise: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(this.#story(`${otherwise} within ${timeoutMs} ms`))), timeoutMs);
    });
    return Promise.race([result, late]).finally(() => clearTimeout(timer));
  }

  #story(what: string): string {
    return [`${this.name} ${what}; its last lines:`, ...this.lines.slice(-20)].join('\n  ');
  }
}

/** Runs a program to its good end and gives what it wrote. */
export function run(command: string, ...parameters: string[]): Promise<string> {
  return new Program(command, parameters).success();
}
