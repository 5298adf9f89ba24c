/** What a signal can end in order. */
export interface Stoppable {
  stop(): void;
}

/** 128 and the number of the signal, as shells have it. */
const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type StopSignal = keyof typeof SIGNAL_CODES;

const STOP_SIGNALS: readonly StopSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/** Another process of ours is told what to do by them, and tells this one: a terminal and a supervisor send them to both. */
export function ignoreStopSignals(): void {
  for (const signal of STOP_SIGNALS) process.on(signal, () => {});
}

/** Each signal ends the program at once, and by its own hand: what it has started is told of its end, and ends too. */
export function exitOnSignal(): void {
  for (const signal of STOP_SIGNALS) process.on(signal, () => process.exit(SIGNAL_CODES[signal]));
}

/** The first signal calls `stop`; a second one ends the program at once. */
export function stopOnSignal(stop: (signal: StopSignal) => void): void {
  let isStopping = false;
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => {
      if (isStopping) process.exit(SIGNAL_CODES[signal]);
      isStopping = true;
      stop(signal);
    });
  }
}
