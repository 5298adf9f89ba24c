import type { SubjectClock } from '../kit/subject.ts';

const HOUR = 3_600_000;

/** Virtual time, and what the time of day has been set by since this was made: what no subject should go by. */
export function clockOnTheWall(clock: SubjectClock): SubjectClock {
  const began = Date.now();
  // Clocks are set by hours: what really passes in a run in memory is nothing beside one.
  const setBy = () => Math.round((Date.now() - began) / HOUR) * HOUR;
  return {
    now: () => clock.now() + setBy(),
    wakeAt: (instant, wake) => clock.wakeAt(instant - setBy(), wake),
    get pendingCount() {
      return clock.pendingCount;
    },
  };
}
