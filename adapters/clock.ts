import type { Alarm, Clock } from './transport.ts';

/** The longest delay that `setTimeout` takes; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

type Timer = ReturnType<typeof setTimeout>;

/**
 * The monotonic time of a runtime, from what all of them have. An alarm may go off up to a millisecond early, which the
 * driver expects.
 *
 * Whole milliseconds: nothing here needs more, and V8 keeps a fraction in an object of its own, which every message would
 * have to look for in each place that remembers an instant.
 *
 * @param release - lets the process end while the timer is pending: open sockets keep it alive, timers do not
 */
export function timerClock(release: (timer: Timer) => void = unrefTimer): Clock {
  return {
    now: () => Math.floor(performance.now()),
    wakeAt: (instant, wake) => {
      const delayMs = Math.min(Math.max(0, Math.ceil(instant - performance.now())), LONGEST_DELAY_MS);
      const timer = setTimeout(wake, delayMs);
      release(timer);
      return new TimerAlarm(timer);
    },
  };
}

class TimerAlarm implements Alarm {
  readonly #timer: Timer;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}

/** In browsers a timer is a number, and there is no process to end. */
function unrefTimer(timer: Timer): void {
  if (typeof timer === 'object') timer.unref();
}
