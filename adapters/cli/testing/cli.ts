import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inject, onTestFinished } from 'vitest';
import { until } from '../../testing/until.ts';

/** A program as an operator runs it; killed when the test is over. */
export class CliProcess {
  stdout = '';
  stderr = '';
  readonly #process;
  readonly #exit: Promise<number | string>;

  constructor(command: string, parameters: readonly string[]) {
    this.#process = spawn(command, parameters);
    this.#process.stdout.on('data', (text: Buffer) => {
      this.stdout += text;
    });
    this.#process.stderr.on('data', (text: Buffer) => {
      this.stderr += text;
    });
    this.#exit = once(this.#process, 'close').then(([code, signal]) => code ?? signal);
    onTestFinished(() => this.signal('SIGKILL'));
  }

  /** The exit code, once everything it printed is here. */
  exit(): Promise<number | string> {
    return this.#exit;
  }

  /** Waits for output that matches, and answers the first group. */
  async saw(pattern: RegExp): Promise<string> {
    await until(() => pattern.test(this.stdout));
    return pattern.exec(this.stdout)?.[1] ?? '';
  }

  /** Gives it all of its standard input. */
  feed(bytes: Uint8Array): void {
    this.#process.stdin.end(bytes);
  }

  /** Nobody reads its standard output any more. */
  closeOutput(): void {
    this.#process.stdout.destroy();
  }

  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void {
    this.#process.kill(name);
  }
}

/** `millrace` on Node, from its sources. */
export class Cli extends CliProcess {
  constructor(...args: string[]) {
    super(process.execPath, [inject('millrace'), ...args]);
  }
}
