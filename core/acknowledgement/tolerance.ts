/** A deviation of the peer, or a refused one. `at`: bytes received before it was noticed. `message`: expected, got. */
export interface PeerReport<Code extends string> {
  readonly code: Code;
  readonly at: number;
  readonly message: string;
}

/** Keeps what a peer did differently: on the list of deviations, or as trouble where the connection refuses it. */
export class Tolerance<Code extends string> {
  readonly #refused: ReadonlySet<string>;
  #trouble: PeerReport<Code> | undefined;
  /** Made for the first. */
  #deviations: PeerReport<Code>[] | undefined;

  /** @param refused - codes that are faults on this connection */
  constructor(refused: ReadonlySet<string>) {
    this.#refused = refused;
  }

  /** The first refused deviation; it stays. */
  get trouble(): PeerReport<Code> | undefined {
    return this.#trouble;
  }

  note(code: Code, at: number, message: string): void {
    const report = { code, at, message };
    if (this.#refused.has(code)) this.#trouble ??= report;
    else if (this.#deviations === undefined) this.#deviations = [report];
    else this.#deviations.push(report);
  }

  /** The deviations since the last call. */
  take(): readonly PeerReport<Code>[] {
    const deviations = this.#deviations;
    this.#deviations = undefined;
    return deviations ?? NONE;
  }
}

const NONE: readonly never[] = Object.freeze([]);
