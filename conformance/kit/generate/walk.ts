import type { AnyStateMachine } from 'xstate';
import { getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { CLIENT_EVENTS, CLIENT_STATES, type ClientEvent, type ClientState, clientMachine } from './client.machine.ts';
import {
  SESSION_EVENTS,
  SESSION_STATES,
  type SessionEvent,
  type SessionState,
  sessionMachine,
} from './session.machine.ts';

/** One arrow of a specification machine. */
export interface Edge<State, Event> {
  readonly from: State;
  readonly event: Event;
  readonly to: State;
}

/** Everything that a specification machine says, walked once. */
export interface Walk<State, Event> {
  readonly states: readonly State[];
  readonly edges: readonly Edge<State, Event>[];
  /** Pairs that the machine does not name. */
  readonly illegal: readonly { readonly state: State; readonly event: Event }[];
  /** The fewest events that lead to a state. */
  readonly pathTo: ReadonlyMap<State, readonly Event[]>;
}

/** What a server is walked through. */
export const walkSession = (): Walk<SessionState, SessionEvent> => walk(sessionMachine, SESSION_STATES, SESSION_EVENTS);

/** What a client is walked through. */
export const walkClient = (): Walk<ClientState, ClientEvent> => walk(clientMachine, CLIENT_STATES, CLIENT_EVENTS);

/** More than the states there are: a walk that exceeds it has gone astray. */
const LIMIT = 100;

function walk<State extends string, Event extends string>(
  machine: AnyStateMachine,
  stateNames: readonly State[],
  eventNames: readonly Event[],
): Walk<State, Event> {
  // Without the value alone as the key, every snapshot would be a state of its own.
  const options = {
    events: eventNames.map((type) => ({ type })),
    serializeState: (state: { value: unknown }) => String(state.value),
    limit: LIMIT,
  };
  const edges: Edge<State, Event>[] = [];
  const illegal: { state: State; event: Event }[] = [];
  for (const { state, transitions } of Object.values(getAdjacencyMap(machine, options))) {
    for (const { event, state: target } of Object.values<Arrow>(transitions)) {
      const name = eventNames.find((candidate) => candidate === event.type);
      if (name === undefined) continue; // xstate's own
      const from = named(stateNames, state.value);
      if (state.can(event)) edges.push({ from, event: name, to: named(stateNames, target.value) });
      else illegal.push({ state: from, event: name });
    }
  }
  const pathTo = new Map<State, readonly Event[]>();
  for (const { state, steps } of getShortestPaths(machine, options)) {
    const events = steps.flatMap(({ event }) => eventNames.filter((candidate) => candidate === event.type));
    pathTo.set(named(stateNames, state.value), events);
  }
  return { states: [...pathTo.keys()], edges, illegal, pathTo };
}

/** What a transition of the map holds. */
interface Arrow {
  readonly event: { readonly type: string };
  readonly state: { readonly value: unknown };
}

function named<Name extends string>(names: readonly Name[], value: unknown): Name {
  const name = names.find((candidate) => candidate === value);
  if (name === undefined) throw new RangeError(`the machine has no state ${String(value)}`);
  return name;
}
