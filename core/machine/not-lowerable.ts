/** A machine uses something that a table cannot hold. Thrown while a module loads, never for what a peer sends. */
export class MachineNotLowerable extends Error {
  override readonly name = 'MachineNotLowerable';
  /** The machine's id. */
  readonly machine: string;
  /** The dotted path of the state that uses the feature; empty for the root. */
  readonly state: string;
  /** What cannot be lowered: `guard on "connect"`, `parallel`, `invoke`, … */
  readonly feature: string;

  constructor(machine: string, state: string, feature: string) {
    super(`Machine "${machine}" cannot be lowered: ${state === '' ? 'its root' : `state "${state}"`} has ${feature}`);
    this.machine = machine;
    this.state = state;
    this.feature = feature;
  }
}
