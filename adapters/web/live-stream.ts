/** A stream that is live, as `/streams.json` lists it. */
export interface LiveStream {
  /** `APP/NAME`. */
  readonly path: string;
  /** A line for each track: `AVC High 4.0, 1920x1080, 30 fps`. */
  readonly tracks: readonly string[];
  readonly players: number;
}
