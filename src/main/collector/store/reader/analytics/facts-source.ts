import type { PlaceSums } from './place-sums.ts';
import type { SeriesFacts } from './series-facts.ts';
import type { GroupTotals, SeriesSource } from './sum-series.ts';
import { USAGE_WIDTH } from './usage-sum.ts';

/** What was counted one by one, as a source of sums by step. */
export class FactsSource implements SeriesSource {
  private readonly facts: SeriesFacts;
  /** Entries in the order of their steps; those of step s are `entryAt[s]` to `entryAt[s + 1]`. */
  private readonly entries: Uint32Array;
  private readonly entryAt: Uint32Array;
  private readonly usages: Uint32Array;
  private readonly usageAt: Uint32Array;

  constructor(facts: SeriesFacts, steps: number) {
    const { step, usageOf } = facts;
    this.facts = facts;
    const ofUsages = new Uint32Array(facts.usages);
    for (let i = 0; i < facts.usages; i++) ofUsages[i] = step[usageOf[i]!]!;
    [this.entries, this.entryAt] = inOrder(facts.count, step, steps);
    [this.usages, this.usageAt] = inOrder(facts.usages, ofUsages, steps);
  }

  addTotals({ counts, sums, orderBy }: GroupTotals): void {
    const { facts } = this;
    for (let i = 0; i < facts.count; i++) {
      const group = facts.group[i]!;
      counts[group]!++;
      if (orderBy === 'count') sums[group]!++;
      else if (orderBy === 'errors') sums[group]! += facts.error[i]!;
    }
    if (orderBy !== 'tokens' && orderBy !== 'cost') return;
    for (let i = 0; i < facts.usages; i++) {
      const at = i * USAGE_WIDTH;
      const cost = facts.usage[at + 4]!;
      const tokens = facts.usage[at]! + facts.usage[at + 1]!;
      const amount = orderBy === 'tokens' ? tokens : Number.isNaN(cost) ? 0 : cost;
      sums[facts.group[facts.usageOf[i]!]!]! += amount;
    }
  }

  addStep(step: number, placeOf: Uint32Array, sums: PlaceSums): void {
    const { facts } = this;
    for (let i = this.entryAt[step]!; i < this.entryAt[step + 1]!; i++) {
      const entry = this.entries[i]!;
      sums.add(placeOf[facts.group[entry]!]!, facts.bin[entry]!, facts.error[entry]!);
    }
    for (let i = this.usageAt[step]!; i < this.usageAt[step + 1]!; i++) {
      const usage = this.usages[i]!;
      const place = placeOf[facts.group[facts.usageOf[usage]!]!]!;
      sums.usageAt(place).add(facts.usage, usage * USAGE_WIDTH);
    }
  }
}

/** The numbers below `count` in the order of their steps, and where each step begins. */
export function inOrder(
  count: number,
  stepOf: Uint32Array,
  steps: number,
): [Uint32Array, Uint32Array] {
  const starts = new Uint32Array(steps + 1);
  for (let i = 0; i < count; i++) starts[stepOf[i]! + 1]!++;
  for (let step = 0; step < steps; step++) starts[step + 1]! += starts[step]!;
  const ends = starts.slice();
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[ends[stepOf[i]!]!++] = i;
  return [numbers, starts];
}
