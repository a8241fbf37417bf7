import type { Measures } from '../../../../../shared/contract/analytics.ts';
import { BINS, middleOf } from '../duration-histogram.ts';
import type { Block } from './rollup/block.ts';
import { UsageSum } from './usage-sum.ts';

const SHARES = [0.5, 0.95, 0.99] as const;
/** Bins whose counts are summed up as well, so that a percentile is found without a look at each bin. */
const GROUP_SHIFT = 7;
const GROUP_BINS = 1 << GROUP_SHIFT;
const GROUPS = Math.ceil(BINS / GROUP_BINS);
/** Bins of a place, with those that fill up its last group. */
const ROOM = GROUPS * GROUP_BINS;

type Percentiles = [number, number, number];

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
  /** Counts by place and, within it, by bin; and the same by group of bins. */
  private readonly bins: Uint32Array;
  private readonly groups: Uint32Array;
  private isEmpty = true;
  private readonly counts: Float64Array;
  private readonly errors: Float64Array;
  private readonly usage: UsageSum[];

  constructor(places: number) {
    this.places = places;
    this.bins = new Uint32Array(ROOM * places);
    this.groups = new Uint32Array(GROUPS * places);
    this.counts = new Float64Array(places);
    this.errors = new Float64Array(places);
    this.usage = Array.from({ length: places }, () => new UsageSum());
  }

  /** Adds one of what is counted. */
  add(place: number, bin: number, failed: number): void {
    this.isEmpty = false;
    this.bins[place * ROOM + bin]!++;
    this.groups[place * GROUPS + (bin >>> GROUP_SHIFT)]!++;
    this.counts[place]!++;
    this.errors[place]! += failed;
  }

  /** Adds spans that were rolled up; `placeOf` tells the place of a value. */
  addBlock(block: Block, placeOf: Uint32Array, onlyCalls: boolean): void {
    const { bins, groups } = this;
    const lines = onlyCalls ? block.calls : block.spans;
    const { values, counts, errors, binAt } = lines;
    for (let line = 0; line < values.length; line++) {
      const place = placeOf[values[line]!]!;
      this.counts[place]! += counts[line]!;
      this.errors[place]! += errors[line]!;
      const firstBin = place * ROOM;
      const firstGroup = place * GROUPS;
      for (let i = binAt[line]!; i < binAt[line + 1]!; i++) {
        const bin = lines.bins[i]!;
        const count = lines.binCounts[i]!;
        bins[firstBin + bin]! += count;
        groups[firstGroup + (bin >>> GROUP_SHIFT)]! += count;
      }
    }
    this.isEmpty = false;
    for (const [value, usage] of block.usage) {
      this.usage[placeOf[value]!]!.addSum(usage);
    }
  }

  usageAt(place: number): UsageSum {
    return this.usage[place]!;
  }

  /** Adds all of another one with the same places. */
  addSums(other: PlaceSums): void {
    if (other.isEmpty) return;
    this.isEmpty = false;
    for (let group = 0; group < this.groups.length; group++) {
      const count = other.groups[group]!;
      if (count === 0) continue;
      this.groups[group]! += count;
      const end = (group + 1) * GROUP_BINS;
      for (let i = group * GROUP_BINS; i < end; i++) this.bins[i]! += other.bins[i]!;
    }
    for (let place = 0; place < this.places; place++) {
      this.counts[place]! += other.counts[place]!;
      this.errors[place]! += other.errors[place]!;
      this.usage[place]!.addSum(other.usage[place]!);
    }
  }

  clear(): void {
    if (this.isEmpty) return;
    this.isEmpty = true;
    for (let group = 0; group < this.groups.length; group++) {
      if (this.groups[group] === 0) continue;
      this.bins.fill(0, group * GROUP_BINS, (group + 1) * GROUP_BINS);
    }
    this.groups.fill(0);
    this.counts.fill(0);
    this.errors.fill(0);
    for (const usage of this.usage) usage.clear();
  }

  measures(): PlaceMeasures {
    const { places, counts, errors } = this;
    const of = (from: number, end: number): Measures => {
      let count = 0;
      let failed = 0;
      const usage = end - from === 1 ? this.usage[from]! : new UsageSum();
      for (let place = from; place < end; place++) {
        count += counts[place]!;
        failed += errors[place]!;
        if (end - from > 1) usage.addSum(this.usage[place]!);
      }
      const [p50DurationUs, p95DurationUs, p99DurationUs] = this.percentiles(from, end, count);
      const durations = { p50DurationUs, p95DurationUs, p99DurationUs };
      return { count, errors: failed, ...durations, ...usage.result() };
    };
    const measures: Measures[] = [];
    for (let place = 1; place < places; place++) measures.push(of(place, place + 1));
    return { all: of(0, places), places: measures };
  }

  /** Durations at {@link SHARES} (nearest rank) of some places that hold `count` together, 0 of none, microseconds. */
  private percentiles(from: number, end: number, count: number): Percentiles {
    const out: Percentiles = [0, 0, 0];
    if (count === 0) return out;
    const { bins, groups } = this;
    let share = 0;
    let rank = rankOf(share, count);
    let passed = 0;
    for (let group = 0; group < GROUPS; group++) {
      let inGroup = 0;
      for (let place = from; place < end; place++) inGroup += groups[place * GROUPS + group]!;
      if (passed + inGroup < rank) {
        passed += inGroup;
        continue;
      }
      const last = (group + 1) * GROUP_BINS;
      for (let bin = group * GROUP_BINS; bin < last; bin++) {
        for (let place = from; place < end; place++) passed += bins[place * ROOM + bin]!;
        while (passed >= rank) {
          out[share] = middleOf(bin);
          if (++share === SHARES.length) return out;
          rank = rankOf(share, count);
        }
      }
    }
    return out;
  }
}

function rankOf(share: number, count: number): number {
  return Math.max(1, Math.ceil(SHARES[share]! * count));
}
