import type { Case } from '../kit/case.ts';
import type { Target } from '../kit/run-case.ts';
import type { Reach } from '../report/report.ts';

/** A failure that is known of a subject, and not news. */
export interface KnownFailure {
  readonly id: Case['id'];
  readonly reason: string;
  /** `2027-01-31`: from that day on it counts again. */
  readonly until?: string;
}

/** What takes one case after the other: what a case does to it, the next one meets. */
export interface Lane {
  readonly target: Target;
  /** Whether a server still accepts connections; asked after each case. */
  readonly isUp?: () => Promise<boolean>;
  /** Starts a server anew that has died. @returns whether it accepts connections then */
  readonly restart?: () => Promise<boolean>;
}

/** What cases are run against, and what is known of it. */
export interface SuiteSubject extends Lane {
  readonly name: string;
  readonly version?: string;
  readonly reach: Reach;
  readonly known?: readonly KnownFailure[];
  /** How many of the cases that it is run through are unsupported. */
  readonly expectedUnsupported?: number;
  /** More of the same program, which share nothing: they take cases meanwhile. */
  readonly beside?: readonly Lane[];
}
