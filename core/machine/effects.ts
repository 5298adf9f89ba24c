/**
 * An order of a machine to its host, by name. Besides the effects a chart names there are two that lowering makes of
 * `after`: `arm` on entering the state that owns the delay, `disarm` on leaving it, both with the delay's name.
 */
export interface Effect {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Starts or stops the deadline that stands for a named delay; how long it is, only the host knows. */
export interface DeadlineEffect<Delay extends string = string> {
  readonly type: 'arm' | 'disarm';
  readonly params: { readonly deadline: Delay };
}

/** What `setup` wants for `actions`: a function for each effect, with the parameters of that effect. */
export type EffectActions<E extends Effect> = {
  readonly [Type in E['type']]: (args: unknown, params: ParamsOf<Extract<E, { type: Type }>>) => void;
};

type ParamsOf<E> = E extends { readonly params: infer Params } ? Params : undefined;

/**
 * Declares the effects of a machine to `setup`. They do nothing in xstate: the host carries them out.
 *
 * `effects<SomeEffect>('send', 'fail')` also checks the parameters that the chart gives them; `effects('send', 'fail')`
 * checks the names only.
 */
export function effects<const Type extends string>(
  ...types: readonly Type[]
): { readonly [T in Type]: (args: unknown, params: Readonly<Record<string, unknown>> | undefined) => void };
export function effects<E extends Effect>(...types: readonly E['type'][]): EffectActions<E>;
export function effects(...types: readonly string[]): Record<string, () => void> {
  return Object.fromEntries(types.map((type) => [type, carriedOutByHost]));
}

/** Stands in `setup` for every effect; by its identity lowering knows that an action has no content. */
export function carriedOutByHost(): void {}

/** Declares the delays of a machine to `setup`: that there are such deadlines, not how long they are. */
export function named<const Name extends string>(...names: readonly Name[]): { readonly [N in Name]: number } {
  const delays: Record<string, number> = Object.fromEntries(names.map((name) => [name, NAMED]));
  return delays as { readonly [N in Name]: number }; // its keys are the names
}

/**
 * The duration that `named` gives to every delay, in milliseconds: the longest a JavaScript timer takes (24.8 days), so
 * that a chart run by hand in a viewer or an actor does not time out on its own.
 */
export const NAMED = 0x7fffffff;
