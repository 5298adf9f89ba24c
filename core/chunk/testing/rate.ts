/**
 * How fast `subject` does its work, as a share of how fast `yardstick` does its own: 0.5 is half its rate.
 *
 * A ratio taken in one run on one machine means the same everywhere. The two take turns, so that whatever else the machine
 * does strikes both, and the best quarter of the turns of each counts, in which it did the least.
 */
export function rateAgainst(yardstick: () => void, subject: () => void): number {
  const yardsticks: number[] = [];
  const subjects: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    yardsticks.push(msFor(yardstick));
    subjects.push(msFor(subject));
  }
  return lowerQuartile(yardsticks) / lowerQuartile(subjects);
}

const TURNS = 200;
const ROUNDS_IN_TURN = 5;

function msFor(work: () => void): number {
  const start = performance.now();
  for (let round = 0; round < ROUNDS_IN_TURN; round++) work();
  return performance.now() - start;
}

function lowerQuartile(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 2] ?? Number.NaN;
}

/** Prints one line: `reader, chunks of 4096: 0.71 of allocate-and-copy (target 0.6)`. */
export function printRate(name: string, target: number, yardstick: () => void, subject: () => void): void {
  console.log(`${name}: ${rateAgainst(yardstick, subject).toFixed(2)} of allocate-and-copy (target ${target})`);
}
