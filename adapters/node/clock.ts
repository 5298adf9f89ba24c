import { timerClock } from '../clock.ts';
import type { Clock } from '../transport.ts';

/** The process's monotonic time. Timers do not keep the process alive: open sockets do. */
export const nodeClock: Clock = timerClock();
