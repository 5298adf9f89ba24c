import type { DeviationCode, DeviationPolicy } from './deviation.ts';
import { DEVIATIONS } from './deviation.ts';
import type { Deviated } from './event.ts';

const NONE: ReadonlyMap<DeviationCode, number> = new Map();

/** Counts the deviations of one peer, and knows which of them are refused. */
export class DeviationLog {
  /** Deviations that end the connection. */
  readonly refused: ReadonlySet<string>;
  #counts: Map<DeviationCode, number> | undefined;

  constructor(refused: ReadonlySet<string>) {
    this.refused = refused;
  }

  /** How often each accepted deviation came. */
  get counts(): ReadonlyMap<DeviationCode, number> {
    return this.#counts ?? NONE;
  }

  /** Counts so many. The event to emit comes the first time only: a peer that deviates does so in every message. */
  note(code: DeviationCode, at: number, message: string, count: number): Deviated | undefined {
    this.#counts ??= new Map();
    const before = this.#counts.get(code) ?? 0;
    this.#counts.set(code, before + count);
    return before === 0 ? { type: 'deviated', code, rule: DEVIATIONS[code].rule, at, message } : undefined;
  }
}

/** Which deviations end a connection, by policy or by default. */
export function refusedDeviations(policy: DeviationPolicy): ReadonlySet<string> {
  return Object.keys(policy).length === 0 ? REFUSED_BY_DEFAULT : refusedBy(policy);
}

/** Shared by all connections without a policy of their own, which is nearly all. */
const REFUSED_BY_DEFAULT = refusedBy({});

function refusedBy(policy: DeviationPolicy): ReadonlySet<string> {
  const codes = Object.keys(DEVIATIONS) as DeviationCode[]; // the keys of a constant table
  return new Set(codes.filter((code) => (policy[code] ?? DEVIATIONS[code].byDefault) === 'refuse'));
}
