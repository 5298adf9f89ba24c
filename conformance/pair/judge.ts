import { equal } from '../kit/wire/bytes.ts';
import type { Frame, Tap } from './tap.ts';

/** What became of the frames of one kind, from the first that the player got to the last. */
export interface TrackVerdict {
  readonly kind: Frame['kind'];
  readonly came: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** The payload is not the one that was sent. */
  readonly changed: number;
  /** Differences between the times they came with and those they were sent with, milliseconds; one is as it should be. */
  readonly offsets: readonly number[];
}

/** Compares what a player was told with what a publisher had said. */
export function judged(said: Tap, told: Tap): TrackVerdict[] {
  return (['video', 'audio'] as const).map((kind) => {
    const sent = new Map(said.frames.filter((frame) => frame.kind === kind).map((frame) => [frame.sequence, frame]));
    const came = told.frames.filter((frame) => frame.kind === kind);
    const numbers = came.map(({ sequence }) => sequence);
    const distinct = new Set(numbers);
    const span = distinct.size === 0 ? 0 : Math.max(...distinct) - Math.min(...distinct) + 1;
    const times = came.flatMap((frame) => {
      const original = sent.get(frame.sequence);
      return original === undefined ? [] : [(frame.message.timestamp - original.message.timestamp) | 0];
    });
    return {
      kind,
      came: came.length,
      lost: span - distinct.size,
      doubled: came.length - distinct.size,
      outOfOrder: numbers.filter((number, at) => number < (numbers[at - 1] ?? 0)).length,
      changed: came.filter((frame) => !isAsSent(frame, sent)).length,
      offsets: [...new Set(times)],
    };
  });
}

function isAsSent(frame: Frame, sent: ReadonlyMap<number, Frame>): boolean {
  const original = sent.get(frame.sequence);
  return original !== undefined && equal(original.message.payload, frame.message.payload);
}

/** Every frame came once, in order, unchanged and at one distance in time. */
export const isWhole = ({ came, lost, doubled, outOfOrder, changed, offsets }: TrackVerdict): boolean =>
  came > 0 && lost + doubled + outOfOrder + changed === 0 && offsets.length === 1;
