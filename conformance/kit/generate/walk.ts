import { getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import {
  SESSION_EVENTS,
  SESSION_STATES,
  type SessionEvent,
  type SessionState,
  sessionMachine,
} from './session.machine.ts';

/** One arrow of the specification machine. */
export interface Edge {
  readonly from: SessionState;
  readonly event: SessionEvent;
  readonly to: SessionState;
}

/** Everything that the specification machine says, walked once. */
export interface Walk {
  readonly states: readonly SessionState[];
  readonly edges: readonly Edge[];
  /** Pairs that the machine does not name. */
  readonly illegal: readonly { readonly state: SessionState; readonly event: SessionEvent }[];
  /** The fewest events that lead to a state. */
  readonly pathTo: ReadonlyMap<SessionState, readonly SessionEvent[]>;
}

/** More than the states there are: a walk that exceeds it has gone astray. */
const LIMIT = 100;

/** Without the value alone as the key, every snapshot would be a state of its own. */
const options = {
  events: SESSION_EVENTS.map((type) => ({ type })),
  serializeState: (state: { value: unknown }) => String(state.value),
  limit: LIMIT,
};

export function walkSession(): Walk {
  const edges: Edge[] = [];
  const illegal: { state: SessionState; event: SessionEvent }[] = [];
  for (const { state, transitions } of Object.values(getAdjacencyMap(sessionMachine, options))) {
    for (const { event, state: target } of Object.values<Arrow>(transitions)) {
      if (!isSessionEvent(event.type)) continue;
      const from = stateOf(state);
      if (state.can({ type: event.type })) edges.push({ from, event: event.type, to: stateOf(target) });
      else illegal.push({ state: from, event: event.type });
    }
  }
  const pathTo = new Map<SessionState, readonly SessionEvent[]>();
  for (const { state, steps } of getShortestPaths(sessionMachine, options)) {
    pathTo.set(stateOf(state), steps.map(({ event }) => event.type).filter(isSessionEvent));
  }
  return { states: [...pathTo.keys()], edges, illegal, pathTo };
}

/** What a transition of the map holds. */
interface Arrow {
  readonly event: { readonly type: string };
  readonly state: { readonly value: unknown };
}

function stateOf({ value }: { readonly value: unknown }): SessionState {
  const state = SESSION_STATES.find((candidate) => candidate === value);
  if (state === undefined) throw new RangeError(`the session machine has no state ${String(value)}`);
  return state;
}

function isSessionEvent(type: string): type is SessionEvent {
  return SESSION_EVENTS.some((event) => event === type);
}
