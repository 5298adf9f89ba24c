import type { Millis } from '../../../../core/index.ts';
import type { SoundBlock } from './sound-ring.ts';

/** What the page tells the worklet. */
export type ToWorklet =
  | { readonly type: 'sound'; readonly block: SoundBlock }
  /** Media time at the instant 0 of the audio context. */
  | { readonly type: 'clock'; readonly offset: Millis }
  | { readonly type: 'clear' };

/** What the worklet tells the page, several times a second. */
export interface SoundReport {
  /** Samples heard since it began. */
  readonly played: number;
  /** How often sound stopped or was moved. */
  readonly breaks: number;
  /** Largest sample since the last report, 0 to 1. */
  readonly peak: number;
}

export const SOUND_WORKLET = 'millrace-sound';
