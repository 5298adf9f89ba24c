import type { AnyStateMachine } from 'xstate';
import { readChart } from '../read-chart.ts';

/**
 * Deadlines that would pass unnoticed: a wildcard below the state that owns a delay takes its firing as well, and the
 * deadline, disarmed by firing, never comes again.
 *
 * @returns one line for each such wildcard
 */
export function swallowedDeadlines(machine: AnyStateMachine): string[] {
  return readChart(machine).states.flatMap((state) => {
    if (!state.on.has('*')) return [];
    const swallowed: string[] = [];
    for (let above = state.parent; above !== undefined; above = above.parent) {
      for (const effect of above.entry) {
        if (effect.type === 'arm') swallowed.push(`${state.path} swallows ${effect.params?.deadline}`);
      }
    }
    return swallowed;
  });
}
