import { timerClock } from '../clock.ts';

/** The process's monotonic time. Timers do not keep the process alive: open sockets do. */
export const nodeClock = timerClock();
