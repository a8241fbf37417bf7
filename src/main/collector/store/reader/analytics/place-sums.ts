import type { Measures } from '../../../../../shared/contract/analytics.ts';
import { BINS, middleOf } from '../duration-histogram.ts';
import type { Block } from './rollup/block.ts';
import { UsageSum } from './usage-sum.ts';

const SHARES = [0.5, 0.95, 0.99] as const;

/** What some lines of a chart come to. */
export interface PlaceMeasures {
  /** All places together. */
  readonly all: Measures;
  /** Of each place from 1 on; those of place 0 are in `all` only. */
  readonly places: readonly Measures[];
}

/**
 * Counts of durations by bin, errors and usage of the lines of a chart, side by side.
 *
 * Place 0 is whatever has no line of its own.
 */
export class PlaceSums {
  private readonly places: number;
  /** Counts by bin and, within it, by place. */
  private readonly bins: Uint32Array;
  /** First and last bin with anything in it. */
  private first = BINS;
  private last = -1;
  private readonly counts: Float64Array;
  private readonly errors: Float64Array;
  private readonly usage: UsageSum[];

  constructor(places: number) {
    this.places = places;
    this.bins = new Uint32Array(BINS * places);
    this.counts = new Float64Array(places);
    this.errors = new Float64Array(places);
    this.usage = Array.from({ length: places }, () => new UsageSum());
  }

  /** Adds one of what is counted. */
  add(place: number, bin: number, failed: number): void {
    this.bins[bin * this.places + place]!++;
    this.counts[place]!++;
    this.errors[place]! += failed;
    if (bin < this.first) this.first = bin;
    if (bin > this.last) this.last = bin;
  }

  /** Adds spans that were rolled up; `placeOf` tells the place of a value. */
  addBlock(block: Block, placeOf: Uint32Array, onlyCalls: boolean): void {
    block.eachValue(onlyCalls, (value, count, errors) => {
      const place = placeOf[value]!;
      this.counts[place]! += count;
      this.errors[place]! += errors;
    });
    const { first, last } = block.addBins(onlyCalls, placeOf, this.bins, this.places);
    this.first = Math.min(this.first, first);
    this.last = Math.max(this.last, last);
    for (const [value, usage] of block.usage) {
      this.usage[placeOf[value]!]!.addSum(usage);
    }
  }

  usageAt(place: number): UsageSum {
    return this.usage[place]!;
  }

  /** Adds all of another one with the same places. */
  addSums(other: PlaceSums): void {
    if (other.last < 0) return;
    const { places } = this;
    const end = (other.last + 1) * places;
    for (let i = other.first * places; i < end; i++) this.bins[i]! += other.bins[i]!;
    this.first = Math.min(this.first, other.first);
    this.last = Math.max(this.last, other.last);
    for (let place = 0; place < places; place++) {
      this.counts[place]! += other.counts[place]!;
      this.errors[place]! += other.errors[place]!;
      this.usage[place]!.addSum(other.usage[place]!);
    }
  }

  clear(): void {
    if (this.last < 0) return;
    this.bins.fill(0, this.first * this.places, (this.last + 1) * this.places);
    this.first = BINS;
    this.last = -1;
    this.counts.fill(0);
    this.errors.fill(0);
    for (const place of this.usage.keys()) this.usage[place] = new UsageSum();
  }

  measures(): PlaceMeasures {
    const { places } = this;
    const counts = Float64Array.of(
      ...this.counts,
      this.counts.reduce((sum, count) => sum + count, 0),
    );
    const durations = this.quantiles(counts);
    const allUsage = new UsageSum();
    for (const usage of this.usage) allUsage.addSum(usage);
    const measure = (at: number, errors: number, usage: UsageSum): Measures => ({
      count: counts[at]!,
      errors,
      p50DurationUs: durations[at * 3]!,
      p95DurationUs: durations[at * 3 + 1]!,
      p99DurationUs: durations[at * 3 + 2]!,
      ...usage.result(),
    });
    const errors = this.errors.reduce((sum, count) => sum + count, 0);
    return {
      all: measure(places, errors, allUsage),
      places: this.usage.slice(1).map((usage, i) => measure(i + 1, this.errors[i + 1]!, usage)),
    };
  }

  /** Durations at {@link SHARES} (nearest rank) of every place and of all, 0 of none, microseconds. */
  private quantiles(counts: Float64Array): Float64Array {
    const { bins, places } = this;
    const values = new Float64Array((places + 1) * SHARES.length);
    const passed = new Float64Array(places + 1);
    const next = new Uint8Array(places + 1);
    const pass = (at: number, bin: number): void => {
      while (next[at]! < SHARES.length) {
        const rank = Math.max(1, Math.ceil(SHARES[next[at]!]! * counts[at]!));
        if (passed[at]! < rank) return;
        values[at * SHARES.length + next[at]!] = middleOf(bin);
        next[at]!++;
      }
    };
    for (let bin = this.first; bin <= this.last; bin++) {
      let sum = 0;
      for (let place = 0; place < places; place++) {
        const count = bins[bin * places + place]!;
        if (count === 0) continue;
        sum += count;
        passed[place]! += count;
        pass(place, bin);
      }
      if (sum === 0) continue;
      passed[places]! += sum;
      pass(places, bin);
    }
    return values;
  }
}
