/**
 * How fast `subject` does its work, as a share of how fast `yardstick` does its own: 0.5 is half its rate.
 *
 * A ratio taken in one run on one machine means the same everywhere. The two take turns, so that whatever else the machine
 * does strikes both, and for each the turn counts that only a tenth of its turns was faster than.
 */
export function rateAgainst(yardstick: () => void, subject: () => void): number {
  const yardsticks: number[] = [];
  const subjects: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    yardsticks.push(msFor(yardstick));
    subjects.push(msFor(subject));
  }
  return lowerDecile(yardsticks) / lowerDecile(subjects);
}

const TURNS = 300;
const ROUNDS_IN_TURN = 5;

function msFor(work: () => void): number {
  const start = performance.now();
  for (let round = 0; round < ROUNDS_IN_TURN; round++) work();
  return performance.now() - start;
}

function lowerDecile(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 10)] ?? Number.NaN;
}

/** Prints one line: `reader, chunks of 4096: 0.71 of allocate-and-copy (target 0.6)`. */
export function printRate(name: string, target: number, yardstick: () => void, subject: () => void): void {
  console.log(`${name}: ${rateAgainst(yardstick, subject).toFixed(2)} of allocate-and-copy (target ${target})`);
}
