import { type Chart, WILDCARD } from './chart.ts';
import { startChart, stepChart } from './chart-step.ts';
import type { Effect } from './effects.ts';
import type { Lowered } from './lowered.ts';

const NO_EFFECTS: readonly Effect[] = Object.freeze([]);

/** Takes every step that a chart can take and writes down where it led and what it asked for. */
export function fillTables(chart: Chart): Lowered {
  const leaves = chart.states.filter((state) => state.initial === undefined);
  const states = leaves.map((leaf) => leaf.path);
  const events = [...chart.events, ...chart.delays, WILDCARD];
  const rows = new Map(leaves.map((leaf, row) => [leaf, row]));
  const columns = new Map(events.map((event, column) => [event, column]));

  const steps = leaves.flatMap((leaf) => events.map((event) => stepChart(leaf, event)));
  const start = startChart(chart);
  const rowOf = (leaf: (typeof leaves)[number]) => rows.get(leaf)!; // every step ends in a leaf, and all leaves have rows
  return Object.freeze({
    id: chart.id,
    states: Object.freeze(states),
    events: Object.freeze(events),
    initial: rowOf(start.leaf),
    initialEffects: freezeEffects(start.effects),
    next: Uint16Array.from(steps, (step) => rowOf(step.leaf)),
    effects: Object.freeze(steps.map((step) => freezeEffects(step.effects))),
    final: Uint8Array.from(leaves, (leaf) => (leaf.isFinal ? 1 : 0)),
    event: (name: string): number => columns.get(name) ?? events.length - 1,
    state: (name: string): number => {
      const row = states.indexOf(name);
      if (row < 0) throw new RangeError(`Machine "${chart.id}" has no leaf state "${name}"`);
      return row;
    },
  });
}

function freezeEffects(effects: readonly Effect[]): readonly Effect[] {
  return effects.length === 0 ? NO_EFFECTS : Object.freeze(effects);
}
