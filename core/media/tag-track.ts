/**
 * What one track has in one audio or video message: its id, its codec, and where its body lies in the payload.
 *
 * A message without a multitrack header is track 0 (ERTMP-24). Ids are valid per media type: audio 1 and video 1 have
 * nothing to do with each other (ERTMP-27, Q-55).
 */
export interface TagTrack {
  /** 0 to 255; 0 is the default track. */
  readonly trackId: number;
  /** Spelled as onMetaData spells it: see codec-id.ts. */
  readonly codecId: number;
  /** The body is `payload.subarray(start, end)`, `start <= end`. In coded frames it opens with the composition time where the codec has one. */
  readonly start: number;
  readonly end: number;
}
