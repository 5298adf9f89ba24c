/** Values below this are counted one by one, larger ones in steps of 1/64 to 1/128 of the value. */
const EXACT = 128;
const STEPS = EXACT / 2;
/** Counts up to 2^40: of microseconds, twelve days. */
const HIGHEST = 2 ** 40 - 1;

/** Counts of a histogram by their places, those that are not 0: for JSON. */
export type HistogramCounts = readonly (readonly [place: number, count: number])[];

/** What a histogram says, in the unit of its values. */
export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Counts values that are not negative, so that quantiles are told with an error below 1 % in the same memory for any number of
 * them, and histograms of many processes can be added.
 */
export class Histogram {
  readonly #counts = new Float64Array(placeOf(HIGHEST) + 1);
  #total = 0;

  static of(counts: HistogramCounts): Histogram {
    const histogram = new Histogram();
    histogram.add(counts);
    return histogram;
  }

  get total(): number {
    return this.#total;
  }

  record(value: number): void {
    this.#counts[placeOf(Math.min(Math.max(0, value), HIGHEST))]!++;
    this.#total++;
  }

  add(counts: HistogramCounts): void {
    for (const [place, count] of counts) {
      this.#counts[place]! += count;
      this.#total += count;
    }
  }

  /** The value that a share of all values does not exceed; 0 when there are none. @param share - 0 to 1 */
  quantile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#total));
    let seen = 0;
    for (let place = 0; place < this.#counts.length; place++) {
      seen += this.#counts[place]!;
      if (seen >= wanted) return highestAt(place);
    }
    return 0;
  }

  quantiles(): Quantiles {
    return { p50: this.quantile(0.5), p99: this.quantile(0.99), max: this.quantile(1) };
  }

  counts(): HistogramCounts {
    return [...this.#counts].flatMap((count, place) => (count === 0 ? [] : [[place, count] as const]));
  }
}

/** The first `EXACT` places are values; then each power of two has `STEPS` places. */
function placeOf(value: number): number {
  const whole = Math.floor(value);
  if (whole < EXACT) return whole;
  const power = Math.floor(Math.log2(whole));
  return EXACT + (power - 7) * STEPS + Math.floor((whole / 2 ** power - 1) * STEPS);
}

/** The highest value that is counted at a place. */
function highestAt(place: number): number {
  if (place < EXACT) return place;
  const power = Math.floor((place - EXACT) / STEPS) + 7;
  const step = ((place - EXACT) % STEPS) + 1;
  return Math.ceil(2 ** power * (1 + step / STEPS)) - 1;
}
