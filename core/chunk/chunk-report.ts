import type { ChunkStreamState } from './chunk-stream-state.ts';
import type { ChunkDeviation, ChunkDeviationCode, ChunkTrouble, ChunkTroubleCode, LimitHit } from './trouble.ts';

/** Where a reader stands: what a report must say for the cause to be found from it alone. */
export interface ReaderPlace {
  /** Offset of the chunk in hand, in bytes since the connection began. */
  readonly at: number;
  readonly chunkSize: number;
  /** The chunk stream, chunk type and offset of the last header that was good. */
  readonly lastStream: ChunkStreamState | undefined;
  readonly lastChunkType: number;
  readonly lastAt: number;
}

/** What a reader has to say about its peer: deviations that were accepted, and the trouble that ended the reading. */
export class ChunkReport {
  readonly #refused: ReadonlySet<string>;
  #trouble: ChunkTrouble | undefined;
  /** `NONE` until there is one. */
  #deviations: readonly Noted[] = NONE;

  /** @param refused - codes of the deviations that are trouble */
  constructor(refused: ReadonlySet<string>) {
    this.#refused = refused;
  }

  /** The first trouble; it stays until it is forgotten. */
  get trouble(): ChunkTrouble | undefined {
    return this.#trouble;
  }

  forgetTrouble(): void {
    this.#trouble = undefined;
  }

  get hasDeviations(): boolean {
    return this.#deviations.length > 0;
  }

  /**
   * Counts a deviation that stands in the list already, for what may come in every chunk: no words are made for it again.
   *
   * @returns false when it does not stand there
   */
  deviateAgain(code: ChunkDeviationCode): boolean {
    for (const entry of this.#deviations) {
      if (entry.code !== code) continue;
      entry.count += 1;
      return true;
    }
    return false;
  }

  /**
   * Notes a deviation. There is one entry for each code: a peer that deviates in every chunk must not make the list grow.
   *
   * @returns false when it is refused: that is trouble, and the caller stops
   */
  deviate(code: ChunkDeviationCode, place: ReaderPlace, message: string): boolean {
    if (this.#refused.has(code)) return this.fail(code, place, message);
    if (!this.deviateAgain(code)) this.#deviations = [...this.#deviations, { code, at: place.at, message, count: 1 }];
    return true;
  }

  /** Notes what ends the reading. @returns false, so that a check can end with it */
  fail(code: ChunkTroubleCode, place: ReaderPlace, message: string, hit?: LimitHit): false {
    this.#trouble ??= { code, at: place.at, message: `${message}; ${describe(place)}`, ...hit };
    return false;
  }

  /** Hands over what was noted since the last call, in the order in which each code came first. */
  takeDeviations(): readonly ChunkDeviation[] {
    const deviations = this.#deviations;
    this.#deviations = NONE;
    return deviations;
  }
}

/** A deviation, and how often it came since it was handed over. */
interface Noted extends ChunkDeviation {
  count: number;
}

const NONE: readonly Noted[] = Object.freeze([]);

function describe({ at, chunkSize, lastStream, lastChunkType, lastAt }: ReaderPlace): string {
  const here = `at byte ${at} with chunk size ${chunkSize}`;
  if (lastStream === undefined) return `${here}, no header before it`;
  const { chunkStreamId, clock, messageLength, messageTypeId, messageStreamId } = lastStream;
  return (
    `${here}, after a good type ${lastChunkType} header on chunk stream ${chunkStreamId} at byte ${lastAt}` +
    ` (timestamp ${clock.timestamp}, length ${messageLength}, message type ${messageTypeId}, message stream ${messageStreamId})`
  );
}
