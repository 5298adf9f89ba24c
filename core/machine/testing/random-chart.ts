import fc from 'fast-check';
import { type AnyStateMachine, setup } from 'xstate';
import { effects, named } from '../effects.ts';

/*
 * Random charts of up to four levels. A tree of states is drawn first; targets are drawn as numbers and become states
 * once the tree is known, so that shrinking the tree keeps the chart whole.
 */

interface StateDraw {
  readonly entry: readonly EffectDraw[];
  readonly exit: readonly EffectDraw[];
  readonly initialEffects: readonly EffectDraw[];
  readonly initialIndex: number;
  readonly isFinal: boolean;
  readonly on: Readonly<Record<string, TransitionDraw>>;
  readonly after: Readonly<Record<string, TransitionDraw>>;
  readonly children: readonly StateDraw[];
}

interface TransitionDraw {
  /** Which state in document order, the root being 0; `undefined` for a targetless transition. */
  readonly target: number | undefined;
  readonly reenter: boolean;
  readonly actions: readonly EffectDraw[];
}

type EffectDraw = 'first' | 'second' | { readonly type: 'third'; readonly params: { readonly value: number } };

const EVENTS = ['e0', 'e1', 'e2', '*'] as const;
const DELAYS = ['d0', 'd1', 'd2'] as const;

const { createMachine } = setup({
  actions: effects('first', 'second', 'third'),
  delays: named(...DELAYS),
});

const effectDraw: fc.Arbitrary<EffectDraw> = fc.oneof(
  fc.constantFrom<EffectDraw[]>('first', 'second'),
  fc.record({ type: fc.constant('third' as const), params: fc.record({ value: fc.nat(9) }) }),
);

const effectDraws = fc.array(effectDraw, { maxLength: 2 });

const transitionDraw: fc.Arbitrary<TransitionDraw> = fc.record({
  target: fc.option(fc.nat(40), { nil: undefined }),
  reenter: fc.boolean(),
  actions: effectDraws,
});

/** A chart of the features that lowering supports, in any combination. */
export const randomMachine: fc.Arbitrary<AnyStateMachine> = stateDraw(3)
  .filter((root) => root.children.length > 0)
  .map((root) => createMachine(configOf(root, '0', idsIn(root), [])));

function stateDraw(levelsBelow: number): fc.Arbitrary<StateDraw> {
  return fc.record({
    entry: effectDraws,
    exit: effectDraws,
    initialEffects: effectDraws,
    initialIndex: fc.nat(2),
    isFinal: fc.nat(3).map((draw) => draw === 0),
    on: fc.dictionary(fc.constantFrom(...EVENTS), transitionDraw, { maxKeys: 3 }),
    after: fc.dictionary(fc.constantFrom(...DELAYS), transitionDraw, { maxKeys: 2 }),
    children: levelsBelow === 0 ? fc.constant([]) : fc.array(stateDraw(levelsBelow - 1), { maxLength: 3 }),
  });
}

/** Ids in document order: `0`, `0-1`, `0-1-0`, … */
function idsIn(state: StateDraw, id = '0'): string[] {
  return [id, ...state.children.flatMap((child, index) => idsIn(child, `${id}-${index}`))];
}

type StateConfig = {
  id: string;
  entry: EffectDraw[];
  exit: EffectDraw[];
  on: Record<string, TransitionConfig>;
  after: Partial<Record<(typeof DELAYS)[number], TransitionConfig>>;
} & ({ initial: { target: string; actions: EffectDraw[] }; states: Record<string, StateConfig> } | { type?: 'final' });

interface TransitionConfig {
  target?: string;
  reenter: boolean;
  actions: EffectDraw[];
}

function configOf(state: StateDraw, id: string, ids: readonly string[], delaysAbove: readonly string[]): StateConfig {
  const transition = ({ target, reenter, actions }: TransitionDraw): TransitionConfig => ({
    ...(target !== undefined && { target: `#${ids[target % ids.length]}` }),
    reenter,
    actions: [...actions],
  });
  const mapped = (draws: Readonly<Record<string, TransitionDraw>>, except: readonly string[]) =>
    Object.fromEntries(
      Object.entries(draws).flatMap(([name, draw]) => (except.includes(name) ? [] : [[name, transition(draw)]])),
    );
  const own = {
    id,
    entry: [...state.entry],
    exit: [...state.exit],
    on: mapped(state.on, []),
    after: mapped(state.after, delaysAbove),
  };
  // Only a final state at the top ends a run; a nested one is refused.
  if (state.children.length === 0) return state.isFinal && id.length === '0-0'.length ? { ...own, type: 'final' } : own;
  const delays = [...delaysAbove, ...Object.keys(own.after)];
  const keys = state.children.map((_, index) => `s${index}`);
  return {
    ...own,
    initial: { target: keys[state.initialIndex % keys.length] ?? 's0', actions: [...state.initialEffects] },
    states: Object.fromEntries(
      state.children.map((child, index) => [`s${index}`, configOf(child, `${id}-${index}`, ids, delays)]),
    ),
  };
}
