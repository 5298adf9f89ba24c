import type { Clock } from '../transport.ts';

/** The longest delay that `setTimeout` takes; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/**
 * The process's monotonic time. Timers do not keep the process alive: open sockets do. One may go off up to a millisecond
 * early, which the driver expects.
 */
export const nodeClock: Clock = {
  now: () => performance.now(),
  wakeAt: (instant, wake) => {
    const delayMs = Math.min(Math.max(0, Math.ceil(instant - performance.now())), LONGEST_DELAY_MS);
    const timer = setTimeout(wake, delayMs).unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
