/** A leniency of the chunk layer: what a peer may do that the specification does not allow. */
export type ChunkDeviationCode =
  | 'extendedTimestampOmitted'
  | 'extendedTimestampZeroed'
  | 'extendedDeltaAbsolute'
  | 'typeThreeAfterTypeZeroJump'
  | 'typeOneFirst'
  | 'headerInsideMessage'
  | 'chunkSizeClamped';

/** Why a reader stopped: the peer broke a MUST, a limit was hit, or a deviation came that is refused. */
export type ChunkTroubleCode =
  | ChunkDeviationCode
  | 'chunkHeaderMissing'
  | 'chunkSizeInvalid'
  | 'chunkSizeTooSmall'
  | 'messageTooLong'
  | 'commandTooLong'
  | 'tooManyChunkStreams'
  | 'tooManyUnfinishedBytes';

/** A bound of ours that was hit: its name in `Limits`, its value, and what came. */
export interface LimitHit {
  readonly limit: string;
  readonly allowed: number;
  readonly got: number;
}

/** What a reader found wrong. It reads nothing more: past this point no byte can be trusted to be a header. */
export interface ChunkTrouble extends Partial<LimitHit> {
  readonly code: ChunkTroubleCode;
  /** Offset of the chunk at fault, in bytes since the connection began. */
  readonly at: number;
  /** What was expected, what came, and where the reader stood. */
  readonly message: string;
}

/** A deviation that was let pass: where it came first since the last look, and how often. */
export interface ChunkDeviation {
  readonly code: ChunkDeviationCode;
  /** Offset of the first chunk that had it, in bytes since the connection began. */
  readonly at: number;
  readonly message: string;
  readonly count: number;
}
