import type { AnyStateMachine } from 'xstate';
import { type ChartState, type ChartTransition, WILDCARD } from './chart.ts';
import type { Effect } from './effects.ts';
import { readChart } from './read-chart.ts';

/**
 * Draws a machine as a Mermaid state diagram.
 *
 * An arrow says `event / effects`; a delay is `after name`. Mermaid draws no arrow between a state and one that contains
 * it, so what stays within a state is text in its box, and what a state does for all states within has a box of its own
 * among them.
 *
 * @throws MachineNotLowerable for a machine that could not run
 */
export function drawMachine(machine: AnyStateMachine): string {
  const { root, states } = readChart(machine);
  const lines = [...drawInside(root, states), ...states.flatMap(drawArrows)];
  return ['stateDiagram-v2', ...indent(lines)].join('\n');
}

function drawState(state: ChartState, states: readonly ChartState[]): string[] {
  const ways = [...wayLine('entry', state.entry), ...wayLine('exit', state.exit)];
  if (state.initial === undefined) return drawBox(idOf(state), keyOf(state), [...ways, ...stayingLines(state)]);
  const title = [keyOf(state), ...ways].join(', ');
  return [`state "${title}" as ${idOf(state)} {`, ...indent(drawInside(state, states)), '}'];
}

function drawInside(parent: ChartState, states: readonly ChartState[]): string[] {
  const children = states.filter((state) => state.parent === parent);
  const hasBoxForAll = [...parent.on.values()].some(staysWithin);
  return [
    ...children.flatMap((child) => [...initialArrow(parent, child), ...drawState(child, states)]),
    ...(hasBoxForAll ? drawBox(boxForAllOf(parent), 'in any of these', stayingLines(parent)) : []),
  ];
}

function initialArrow({ initial, initialEffects }: ChartState, child: ChartState): string[] {
  if (child !== initial) return [];
  return [`[*] --> ${idOf(child)}${initialEffects.length === 0 ? '' : ` : / ${effectsText(initialEffects)}`}`];
}

function drawBox(id: string, title: string, lines: readonly string[]): string[] {
  return [`state "${title}" as ${id}`, ...lines.map((line) => `${id} : ${line}`)];
}

function drawArrows(state: ChartState): string[] {
  const labels = new Map<string, Label[]>();
  for (const [event, transition] of state.on) {
    const target = arrowTarget(transition);
    if (target === undefined) continue;
    const arrow = `${staysWithin(transition) ? boxForAllOf(state) : idOf(state)} --> ${idOf(target)}`;
    const label = { event: eventText(state, event), does: effectsText(transition.effects), leadsTo: '' };
    labels.set(arrow, [...(labels.get(arrow) ?? []), label]);
  }
  const arrows = [...labels].map(([arrow, list]) => `${arrow} : ${grouped(list).join('<br/>')}`);
  return state.isFinal ? [...arrows, `${idOf(state)} --> [*]`] : arrows;
}

/** Transitions without an arrow: to nowhere, to the state itself, or to one that contains it. */
function stayingLines(state: ChartState): string[] {
  const staying = [...state.on].filter(([, transition]) => arrowTarget(transition) === undefined);
  return grouped(
    staying.map(([event, transition]) => {
      const { target, reenter, effects } = transition;
      const isMove = target !== undefined && (target !== state || reenter || state.initial !== undefined);
      const does = effectsText(effects) || (isMove ? '' : 'nothing');
      return { event: eventText(state, event), does, leadsTo: isMove ? keyOf(target) : '' };
    }),
  );
}

function arrowTarget({ source, target }: ChartTransition): ChartState | undefined {
  return target === undefined || target === source || isBelow(source, target) ? undefined : target;
}

/** Whether the transition belongs into the box for all states within its source. */
function staysWithin(transition: ChartTransition): boolean {
  const target = arrowTarget(transition);
  return target === undefined || isBelow(target, transition.source);
}

interface Label {
  readonly event: string;
  /** Effects; empty where there are none. */
  readonly does: string;
  /** The target, where no arrow shows it; else empty. */
  readonly leadsTo: string;
}

/** One line for each consequence, with all events that have it. */
function grouped(labels: readonly Label[]): string[] {
  const events = new Map<string, string[]>();
  for (const { event, does, leadsTo } of labels) {
    const consequence = `${does && ` / ${does}`}${leadsTo && ` → ${leadsTo}`}`;
    events.set(consequence, [...(events.get(consequence) ?? []), event]);
  }
  return [...events].map(([consequence, names]) => `${names.join(', ')}${consequence}`);
}

function wayLine(way: 'entry' | 'exit', effects: readonly Effect[]): string[] {
  const text = effectsText(effects);
  return text === '' ? [] : [`${way} / ${text}`];
}

/** `fail(handshakeTimeout)`; without arming and disarming, which `after` tells. */
function effectsText(effects: readonly Effect[]): string {
  const named = effects.filter(({ type }) => type !== 'arm' && type !== 'disarm');
  return named.map(({ type, params }) => (params ? `${type}(${Object.values(params).join(', ')})` : type)).join(', ');
}

function eventText(state: ChartState, event: string): string {
  if (event === WILDCARD) return 'any other event';
  return armedBy(state).includes(event) ? `after ${event}` : event;
}

function armedBy(state: ChartState): unknown[] {
  return state.entry.filter(({ type }) => type === 'arm').map(({ params }) => params?.deadline);
}

function isBelow(state: ChartState, above: ChartState): boolean {
  return state.parent === above || (state.parent !== undefined && isBelow(state.parent, above));
}

function keyOf(state: ChartState): string {
  return state.path.slice(state.path.lastIndexOf('.') + 1) || 'the start';
}

function idOf(state: ChartState): string {
  return state.path.replaceAll('.', '_');
}

function boxForAllOf(state: ChartState): string {
  return `${idOf(state)}__any`;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
