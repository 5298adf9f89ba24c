import type { ResultReport } from '../report/report.ts';

/** Where progress is shown. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How often the line is written anew, at most. */
const INTERVAL_MS = 100;
/** Goes back to the beginning of the line and clears it. */
const REWRITE = '\r\x1b[K';

/** One line that keeps up with the cases, on a terminal; nothing anywhere else. */
export class CaseProgress {
  readonly #screen: Screen | undefined;
  #done = 0;
  #wrong = 0;
  #shownAt = 0;

  constructor(screen: Screen) {
    this.#screen = screen.isTTY === true ? screen : undefined;
  }

  /** @param left - cases of this subject that are still to come */
  tell({ id, title, verdict }: ResultReport, subject: string, left: number): void {
    this.#done += 1;
    if (verdict === 'fail' || verdict === 'error' || verdict === 'flaky') this.#wrong += 1;
    const now = performance.now();
    if (now - this.#shownAt < INTERVAL_MS) return;
    this.#shownAt = now;
    const wrong = this.#wrong === 0 ? '' : `, ${this.#wrong} failed`;
    this.#screen?.write(
      `${REWRITE}${subject}: ${this.#done} done, ${left} to come${wrong}  ${id} ${title}`.slice(0, 110),
    );
  }

  finish(): void {
    this.#screen?.write(REWRITE);
  }
}
