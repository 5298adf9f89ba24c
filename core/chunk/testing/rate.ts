/** A rate beside a yardstick measured in the same run on the same machine, so that the number means the same everywhere. */

/**
 * How fast `subject` does one round of its work, as a share of how fast `yardstick` does its own: 0.5 is half its rate.
 * The two take turns, so that whatever else the machine does strikes both; the median of the turns counts.
 */
export function rateAgainst(yardstick: () => void, subject: () => void, turns = 41): number {
  const ratios: number[] = [];
  for (let turn = -WARM_UP_TURNS; turn < turns; turn++) {
    const ratio = msFor(yardstick) / msFor(subject);
    if (turn >= 0) ratios.push(ratio);
  }
  return ratios.sort((a, b) => a - b)[turns >> 1] ?? Number.NaN;
}

const WARM_UP_TURNS = 10;
const ROUNDS_IN_TURN = 20;

function msFor(work: () => void): number {
  const start = performance.now();
  for (let round = 0; round < ROUNDS_IN_TURN; round++) work();
  return performance.now() - start;
}
