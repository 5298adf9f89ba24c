import type { StreamTotals } from '../client/index.ts';

/** Where progress is shown. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How often the line is written anew. */
const INTERVAL_MS = 500;
/** Goes back to the beginning of the line and clears it. */
const REWRITE = '\r\x1b[K';
/** For the server, or for a publisher. */
const WAITING = 'waiting';

/** One line that keeps up with a stream, on a terminal; nothing anywhere else. */
export class Progress {
  readonly #screen: Screen;
  readonly #totals: () => StreamTotals;
  readonly #timer: NodeJS.Timeout | undefined;
  #bytes = 0;
  #at = performance.now();
  #rate = 0;

  constructor(screen: Screen, totals: () => StreamTotals) {
    this.#screen = screen;
    this.#totals = totals;
    if (screen.isTTY === true) this.#timer = setInterval(() => this.#show(), INTERVAL_MS).unref();
  }

  /** Says something on a line of its own, on a terminal or not. */
  note(line: string): void {
    this.#screen.write(this.#timer === undefined ? `${line}\n` : `${REWRITE}${line}\n`);
  }

  /** Leaves the last line as it was at the end, if there was anything. */
  finish(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    const totals = this.#totals();
    this.#screen.write(totals.bytes === 0 ? REWRITE : `${REWRITE}${progressLine(totals, this.#rate)}\n`);
  }

  #show(): void {
    const totals = this.#totals();
    const now = performance.now();
    this.#rate = ((totals.bytes - this.#bytes) * 8_000) / Math.max(1, now - this.#at);
    this.#bytes = totals.bytes;
    this.#at = now;
    this.#screen.write(`${REWRITE}${totals.bytes === 0 ? WAITING : progressLine(totals, this.#rate)}`);
  }
}

/** `00:01:02.3  2.45 Mbit/s  1557 pictures  2682 sounds`. @param bitRate - bits of media a second, by the clock on the wall */
export function progressLine({ timeMs, pictures, sounds }: StreamTotals, bitRate: number): string {
  return `${timeOf(timeMs)}  ${rateOf(bitRate)}  ${pictures} pictures  ${sounds} sounds`;
}

function timeOf(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const seconds = ms / 1_000;
  return `${two(seconds / 3_600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}.${Math.floor((ms % 1_000) / 100)}`;
}

function rateOf(bits: number): string {
  return bits < 1_000_000 ? `${Math.round(bits / 1_000)} kbit/s` : `${(bits / 1_000_000).toFixed(2)} Mbit/s`;
}
