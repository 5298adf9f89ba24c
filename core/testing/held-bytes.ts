import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What is in use in this process, without garbage. Only one that does nothing else meanwhile is weighed by it. */
export function heldBytes(): number {
  collectGarbage();
  collectGarbage(); // what the first one found to be done with is freed
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
