import { type Chart, type ChartState, type ChartTransition, WILDCARD } from './chart.ts';
import type { Effect } from './effects.ts';

/**
 * How a chart moves: the SCXML algorithm as xstate runs it, for charts in which one leaf is active at a time.
 *
 * A transition has a domain, the innermost state that it leaves alone. What is active below the domain is exited, from
 * the leaf upwards; then come the effects of the transition; then what lies between domain and target is entered
 * downwards, the target itself, and its initial states. A final state at the top ends the run: everything is exited.
 */
export interface ChartStep {
  readonly leaf: ChartState;
  readonly effects: readonly Effect[];
}

/** The initial configuration. */
export function startChart(chart: Chart): ChartStep {
  return arrive([], enterByDefault(chart.root));
}

/** What an event does in a leaf state. A state that is final ignores it, as a stopped actor does. */
export function stepChart(leaf: ChartState, event: string): ChartStep {
  const transition = leaf.isFinal ? undefined : selectTransition(leaf, event);
  if (transition === undefined) return { leaf, effects: [] };
  if (transition.target === undefined) return { leaf, effects: transition.effects };
  const domain = domainOf(transition, transition.target);
  const exits = withParents(leaf).filter((state) => isBelow(state, domain));
  const effects = [...exits.flatMap((state) => state.exit), ...transition.effects];
  return arrive(effects, enterBelow(domain, transition, transition.target));
}

/** The innermost state that knows the event decides; in it, the event's own name goes before the wildcard. */
function selectTransition(leaf: ChartState, event: string): ChartTransition | undefined {
  for (const { on } of withParents(leaf)) {
    const transition = on.get(event) ?? on.get(WILDCARD);
    if (transition !== undefined) return transition;
  }
  return undefined;
}

/** The state that stays active throughout; `undefined` when even the root is left and entered again. */
function domainOf({ source, reenter }: ChartTransition, target: ChartState): ChartState | undefined {
  if (!reenter && (target === source || isBelow(target, source))) return source;
  const common = parentsOf(target).find((state) => isBelow(source, state));
  return common ?? (reenter ? undefined : rootOf(source));
}

interface Entered {
  readonly leaf: ChartState;
  readonly effects: readonly Effect[];
}

/** Enters what lies below the domain on the way to the target, the target, and its initial states. */
function enterBelow(domain: ChartState | undefined, { source, reenter }: ChartTransition, target: ChartState): Entered {
  const between = parentsOf(target)
    .filter((state) => isBelow(state, domain))
    .reverse();
  const onTheWay = between.flatMap((state) => state.entry);
  // An internal transition to its own source leaves the source itself alone and starts it over below.
  const staysInTarget = target === source && !reenter;
  const { leaf, effects } = staysInTarget ? enterInitial(target) : enterByDefault(target);
  return { leaf, effects: [...onTheWay, ...effects] };
}

/** Enters a state and its initial states. The effects of `initial` belong to this way of entering only. */
function enterByDefault(state: ChartState): Entered {
  const { leaf, effects } = enterInitial(state);
  return { leaf, effects: [...state.entry, ...state.initialEffects, ...effects] };
}

function enterInitial(state: ChartState): Entered {
  return state.initial === undefined ? { leaf: state, effects: [] } : enterByDefault(state.initial);
}

/** A run that reaches a final state is over: all that is active is exited at once. */
function arrive(before: readonly Effect[], { leaf, effects }: Entered): ChartStep {
  const ending = leaf.isFinal ? withParents(leaf).flatMap((state) => state.exit) : [];
  return { leaf, effects: [...before, ...effects, ...ending] };
}

/** The states above a state, innermost first. */
function parentsOf(state: ChartState): readonly ChartState[] {
  return state.parent === undefined ? [] : withParents(state.parent);
}

function withParents(state: ChartState): readonly ChartState[] {
  return [state, ...parentsOf(state)];
}

/** Everything is below `undefined`, the root too. */
function isBelow(state: ChartState, above: ChartState | undefined): boolean {
  return above === undefined || parentsOf(state).includes(above);
}

function rootOf(state: ChartState): ChartState {
  return state.parent === undefined ? state : rootOf(state.parent);
}
