/** The machine's monotonic clock and not the process's own, so that all processes of one load share it (Linux: CLOCK_MONOTONIC). */
const [seconds, nanoseconds] = process.hrtime();
const ORIGIN_US = seconds * 1e6 + nanoseconds / 1e3 - performance.now() * 1e3;

/** Microseconds, whole. */
export function nowUs(): number {
  return Math.floor(ORIGIN_US + performance.now() * 1e3);
}
