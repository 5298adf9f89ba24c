import type { Capability, Case, Profile, Role } from '../kit/case.ts';
import type { Coverage } from '../kit/run-case.ts';
import type { Level, Problem, Verdict } from '../kit/verdict.ts';

/**
 * The form of a report as JSON. It rises when a field changes its meaning or goes away; fields may be added without.
 * conformance/README.md explains it for readers of the file.
 */
export const REPORT_SCHEMA = 1;

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  /** `commit`: of this repository, where that is known. */
  readonly kit: { readonly name: 'millrace'; readonly version: string; readonly commit?: string };
  readonly seed: number;
  /** Times of each case that were run; `flaky` needs two. */
  readonly repeat: number;
  /** UTC, ISO 8601. Left out where all time was virtual, so that two such runs give the same file. */
  readonly startedAt?: string;
  readonly command?: string;
  readonly subjects: readonly SubjectReport[];
}

/** How the kit reached a subject. */
export type Reach = 'memory' | 'tcp' | 'tls' | 'command';

export interface SubjectReport {
  readonly name: string;
  readonly version?: string;
  readonly role: Role;
  readonly reach: Reach;
  readonly capabilities: readonly Capability[];
  readonly profile: Profile;
  /** Bytes were cut exactly where cases ask for it. Over sockets that is a request: the network may join pieces. */
  readonly isSplitExact: boolean;
  /** Milliseconds; not where time was virtual. */
  readonly durationMs?: number;
  /** Why cases at the end were not run. */
  readonly stopped?: string;
  /** How many results the profile says are unsupported. Another number fails, so that no case slips out of sight. */
  readonly expectedUnsupported?: number;
  /** Slow cases that were not asked for. */
  readonly leftOut: readonly Case['id'][];
  readonly results: readonly ResultReport[];
}

/** What one case came to. */
export interface ResultReport {
  readonly id: Case['id'];
  readonly title: string;
  readonly level: Level;
  readonly verdict: Verdict;
  /** Behaviours that were seen; the missing capability of `unsupported`; the rung of `blocked`; the reason of `known`. */
  readonly tags: readonly string[];
  /** Runs that the case is made of. */
  readonly runCount: number;
  /** Of a case whose runs stand for something that can be counted, such as the edges of a model. */
  readonly coverage?: Coverage;
  /** Bytes were to be cut, and the network may have joined them: judge with care. */
  readonly isSplitRequested?: true;
  readonly durationMs?: number;
  /** Those that did not pass, the first few with their transcripts; all runs where every transcript is kept. */
  readonly runs: readonly RunReport[];
}

export interface RunReport {
  readonly label: string;
  /** The label of the run that failed first, where this one is the smallest part of it that fails in the same way. */
  readonly reducedFrom?: string;
  readonly verdict: Verdict;
  readonly problem?: Problem;
  /** Of its streams. */
  readonly name: string;
  readonly tcUrl: string;
  readonly transcript: readonly TranscriptLine[];
}

/**
 * A line of a transcript. `in` and `out` are bytes, seen from the kit; `opened`, `closed`, `tick`, `received`, `reported` and
 * `measured` are what else the driver heard; `note` is for people.
 */
export interface TranscriptLine {
  /** Milliseconds since the run began. */
  readonly t: number;
  readonly kind: 'in' | 'out' | 'note' | 'opened' | 'closed' | 'tick' | 'received' | 'reported' | 'measured';
  /** The connection. */
  readonly on?: string;
  /** Bytes, or the payload of `received`. */
  readonly hex?: string;
  /** In words: the decoded messages, or what happened. */
  readonly text?: string;
  /** Of `received`: message type and timestamp; of `measured`: the value. */
  readonly type?: number;
  readonly timestamp?: number;
  readonly value?: number;
}

/** Verdicts that stand for something to look at. */
export const BAD_VERDICTS: readonly Verdict[] = ['warn', 'blocked', 'fixed', 'flaky', 'fail', 'error'];

/** All that the areas of cases are called, by number. */
export const AREAS: Readonly<Record<number, string>> = {
  1: 'Handshake',
  2: 'Chunk stream',
  3: 'Protocol control',
  4: 'User control',
  5: 'AMF',
  6: 'NetConnection',
  7: 'Publish',
  8: 'Play',
  9: 'Relay',
  10: 'Enhanced RTMP',
  11: 'Timing',
  12: 'Robustness',
  13: 'Shutdown',
  14: 'Generated',
};

export const areaName = (area: number): string => AREAS[area] ?? 'Of your own';

export const areaOf = (id: Case['id']): number => Number.parseInt(id, 10);

/** Areas below are the catalogue's, areas above are of whoever writes cases of their own. */
export const GENERATED_AREA = 14;

/**
 * The exit code that a report asks for: 2 when the kit itself broke, 1 when a subject does not conform, else 0.
 *
 * @param isStrict - failed and tolerated `should` cases count too
 */
export function exitCodeOf({ subjects }: Pick<Report, 'subjects'>, isStrict: boolean): 0 | 1 | 2 {
  const results = subjects.flatMap(({ results: all }) => all);
  if (results.some(({ verdict }) => verdict === 'error')) return 2;
  const isWrong = ({ verdict, level }: ResultReport): boolean => {
    if (isStrict && (verdict === 'warn' || (verdict === 'tolerated' && level === 'should'))) return true;
    return verdict === 'fail' || verdict === 'blocked' || verdict === 'fixed' || verdict === 'flaky';
  };
  const isOff = (subject: SubjectReport): boolean =>
    subject.stopped !== undefined || unsupportedTrouble(subject) !== undefined;
  return results.some(isWrong) || subjects.some(isOff) ? 1 : 0;
}

/** In words, where the profile says another number of unsupported cases. */
export function unsupportedTrouble({ expectedUnsupported, results }: SubjectReport): string | undefined {
  const actual = results.filter(({ verdict }) => verdict === 'unsupported').length;
  if (expectedUnsupported === undefined || actual === expectedUnsupported) return undefined;
  return `${actual} cases are unsupported, and the profile says ${expectedUnsupported}`;
}
