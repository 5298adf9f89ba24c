import type { RtmpUrl } from '../../adapters/client/index.ts';
import type { DeadlineName } from '../kit/case.ts';
import type { Level } from '../kit/verdict.ts';

/** What `millrace conform` is asked to do. */
export type ConformOptions =
  | ({
      readonly action: 'run' /** A module whose default export is a subject in memory; ours where there is none. */;
      readonly subjectModule?: string;
    } & RunOptions)
  | ({
      readonly action: 'server' /** Default: where its profile says. */;
      readonly url?: RtmpUrl;
      readonly isOwned: boolean;
    } & RunOptions)
  | ({
      readonly action: 'client' /** With `{url}` and the like; of the profile where it is empty. */;
      readonly command: readonly string[];
      /** How many of them run at the same time. */
      readonly jobs: number;
    } & RunOptions)
  | {
      readonly action: 'pair';
      readonly url: RtmpUrl /** Names of profiles, or files. */;
      readonly publisher: string;
      readonly player: string;
      /** From the first frame at the player on. */
      readonly seconds: number;
    }
  | ({ readonly action: 'list'; readonly choice: Choice } & CasesOption)
  | ({ readonly action: 'explain'; readonly id: string } & CasesOption)
  | ({ readonly action: 'replay'; readonly file: string; readonly choice: Choice } & CasesOption)
  | { readonly action: 'diff'; readonly before: string; readonly after: string };

/** Which cases: all that one of `only` selects (or simply all), without those of `skip`. */
export interface Choice {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly level?: Level;
}

export const REPORT_FORMATS = ['terminal', 'json', 'junit', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface CasesOption {
  /** A module whose default export is a list of cases; those of the kit where there is none. */
  readonly casesModule?: string;
}

export interface RunOptions extends CasesOption {
  readonly choice: Choice;
  /** A name of one that comes with the kit, or a file. */
  readonly profile?: string;
  /** Of the only run that is wanted. */
  readonly runLabel?: string;
  readonly isStrict: boolean;
  readonly isThorough: boolean;
  readonly seed: number;
  readonly repeat: number;
  readonly timeScale: number;
  /** Milliseconds. */
  readonly deadlines: Readonly<Partial<Record<DeadlineName, number>>>;
  readonly reports: readonly ReportFormat[];
  /** A folder for reports; the standard output where there is none. */
  readonly outFolder?: string;
  readonly failsFast: boolean;
  /** Transcripts of all runs, or of those that did not pass. */
  readonly trace: 'all' | 'fail';
  /** As it was typed, without what selects cases: for whoever wants to repeat one of them. */
  readonly commandLine: string;
}
