/** Sub-steps per power of two: 128, so that a step is at most 0.8 % wide. */
const STEP_BITS = 7;
/** First bin number of one microsecond: its biased exponent in the upper word of a double. */
const BASE = 1023 << STEP_BITS;
/** Number of bins: durations are below 2^53 us. */
export const BINS = (53 << STEP_BITS) + 2;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** Bin of a duration: the upper bits of its double are a logarithmic scale as they are. */
export function durationBin(durationUs: number): number {
  if (durationUs < 1) return 0;
  double[0] = durationUs;
  return Math.min((words[1]! >>> (20 - STEP_BITS)) - BASE + 1, BINS - 1);
}

/** Middle of a bin, microseconds: at most 0.4 % from any duration in it. */
export function middleOf(bin: number): number {
  if (bin === 0) return 0;
  return (lowerEdge(bin) + lowerEdge(bin + 1)) / 2;
}

function lowerEdge(bin: number): number {
  words[0] = 0;
  words[1] = (bin - 1 + BASE) << (20 - STEP_BITS);
  return double[0]!;
}

/** Counts of durations in logarithmic bins: quantiles within 0.4 %, kept up to date by adding and removing. */
export class DurationHistogram {
  /** {@link BINS} of them from the first one added. */
  private counts = new Uint32Array(0);
  private total = 0;

  add(durationUs: number): void {
    this.begin();
    this.counts[durationBin(durationUs)]!++;
    this.total++;
  }

  remove(durationUs: number): void {
    this.counts[durationBin(durationUs)]!--;
    this.total--;
  }

  /** Adds the durations of these rows, given by the bins they are in. */
  addBins(bins: Uint16Array, rows: Uint32Array, count: number): void {
    if (count > 0) this.begin();
    const { counts } = this;
    for (let i = 0; i < count; i++) counts[bins[rows[i]!]!]!++;
    this.total += count;
  }

  /** The duration at this share of the counted ones (nearest rank), microseconds; 0 of none. */
  quantile(share: number): number {
    let left = Math.max(1, Math.ceil(share * this.total));
    for (let bin = 0; bin < this.counts.length; bin++) {
      left -= this.counts[bin]!;
      if (left <= 0) return middleOf(bin);
    }
    return 0;
  }

  private begin(): void {
    if (this.counts.length === 0) this.counts = new Uint32Array(BINS);
  }
}

/** The value at this share (nearest rank) of values in ascending order; 0 of none. */
export function quantileOfSorted(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
