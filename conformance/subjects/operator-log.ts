import { logLineOf } from '../../adapters/log/log-line.ts';
import { createLogger, LOG_FORMATS } from '../../adapters/log/logger.ts';
import type { LiveServerEvent } from '../../adapters/server/index.ts';

/** What `millrace serve` would log, in every format. Most runs never ask: lines are made of events when somebody does. */
export class OperatorLog {
  readonly #events: LiveServerEvent[] = [];

  hear(event: LiveServerEvent): void {
    this.#events.push(event);
  }

  /** Characters that act on a terminal, or end a line before its end. */
  get controlCount(): number {
    return this.#lines().reduce((sum, line) => sum + (line.match(/[\p{Cc}\u2028\u2029]/gu)?.length ?? 0), 0);
  }

  /** Characters. */
  get longestLine(): number {
    return this.#lines().reduce((longest, { length }) => Math.max(longest, length), 0);
  }

  /** Without their ends. */
  #lines(): string[] {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line.slice(0, -1));
    for (const format of LOG_FORMATS) {
      const logger = createLogger({ level: 'debug', format, colour: false, now: () => MIDNIGHT, write });
      for (const { level, message, fields } of this.#events.map(logLineOf)) logger[level](message, fields);
    }
    return lines;
  }
}

const MIDNIGHT = new Date(0);
