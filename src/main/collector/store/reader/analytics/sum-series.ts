import type {
  AnalyticsGroup,
  AnalyticsSeries,
  GroupOrder,
  Measures,
} from '../../../../../shared/contract/analytics.ts';
import { BinCounts } from '../duration-histogram.ts';
import { ExactSum } from '../exact-sum.ts';
import { type SeriesFacts, USAGE_WIDTH } from './series-facts.ts';

export interface SumOptions {
  readonly steps: number;
  /** Number of groups; 0 when nothing is split. */
  readonly groups: number;
  readonly textOf: (group: number) => string;
  readonly orderBy: GroupOrder;
  /** Most groups given back. */
  readonly limit: number;
}

/** The lines of a chart, from what was counted. */
export function sumSeries(
  facts: SeriesFacts,
  options: SumOptions,
): Pick<AnalyticsSeries, 'all' | 'groups' | 'moreGroups'> {
  const { steps, groups, textOf } = options;
  const all = sumLine(facts, steps);
  if (groups === 0) return { all, groups: [], moreGroups: 0 };
  const { chosen, met } = greatestGroups(facts, options);
  /** Where in `chosen` a group is, plus 1. */
  const place = new Uint32Array(groups);
  for (const [i, group] of chosen.entries()) place[group] = i + 1;
  const entries = splitByPlace(facts.count, (i) => place[facts.group[i]!]!, chosen.length);
  const usages = splitByPlace(
    facts.usages,
    (i) => place[facts.group[facts.usageOf[i]!]!]!,
    chosen.length,
  );
  return {
    all,
    groups: chosen.map((group, i): AnalyticsGroup => ({
      value: textOf(group),
      ...sumLine(facts, steps, entries[i], usages[i]),
    })),
    moreGroups: met - chosen.length,
  };
}

/** Groups with the greatest sums, of equal ones the first by text. */
function greatestGroups(
  facts: SeriesFacts,
  { groups, orderBy, limit, textOf }: SumOptions,
): { chosen: number[]; met: number } {
  const counts = new Uint32Array(groups);
  const sums = new Float64Array(groups);
  for (let i = 0; i < facts.count; i++) {
    const group = facts.group[i]!;
    counts[group]!++;
    if (orderBy === 'count') sums[group]!++;
    else if (orderBy === 'errors') sums[group]! += facts.error[i]!;
  }
  if (orderBy === 'tokens' || orderBy === 'cost') {
    for (let i = 0; i < facts.usages; i++) {
      const at = i * USAGE_WIDTH;
      const cost = facts.usage[at + 4]!;
      const amount =
        orderBy === 'cost'
          ? Number.isNaN(cost)
            ? 0
            : cost
          : facts.usage[at]! + facts.usage[at + 1]!;
      sums[facts.group[facts.usageOf[i]!]!]! += amount;
    }
  }
  const met: number[] = [];
  for (let group = 0; group < groups; group++) if (counts[group]! > 0) met.push(group);
  met.sort(
    (a, b) => sums[b]! - sums[a]! || counts[b]! - counts[a]! || (textOf(a) < textOf(b) ? -1 : 1),
  );
  return { chosen: met.slice(0, limit), met: met.length };
}

/** The numbers below `count` by their place, in order; those of place 0 are left out. */
function splitByPlace(
  count: number,
  placeOf: (i: number) => number,
  places: number,
): Uint32Array[] {
  const sizes = new Uint32Array(places + 1);
  for (let i = 0; i < count; i++) sizes[placeOf(i)]!++;
  const lists = Array.from({ length: places }, (_, i) => new Uint32Array(sizes[i + 1]!));
  const ends = new Uint32Array(places);
  for (let i = 0; i < count; i++) {
    const place = placeOf(i);
    if (place > 0) lists[place - 1]![ends[place - 1]!++] = i;
  }
  return lists;
}

/** Sums of these entries and usages, absent for all, by step and as a whole. */
function sumLine(
  facts: SeriesFacts,
  steps: number,
  entries?: Uint32Array,
  usages?: Uint32Array,
): { total: Measures; steps: Measures[] } {
  const length = entries?.length ?? facts.count;
  const starts = new Uint32Array(steps + 1);
  for (let i = 0; i < length; i++) starts[facts.step[entries?.[i] ?? i]! + 1]!++;
  for (let step = 0; step < steps; step++) starts[step + 1]! += starts[step]!;
  const bins = new Uint16Array(length);
  const ends = starts.slice();
  const errors = new Uint32Array(steps);
  for (let i = 0; i < length; i++) {
    const entry = entries?.[i] ?? i;
    const step = facts.step[entry]!;
    bins[ends[step]!++] = facts.bin[entry]!;
    errors[step]! += facts.error[entry]!;
  }
  const used = Array.from({ length: steps }, () => new UsageSum());
  const usedInAll = new UsageSum();
  for (let i = 0; i < (usages?.length ?? facts.usages); i++) {
    const usage = usages?.[i] ?? i;
    used[facts.step[facts.usageOf[usage]!]!]!.add(facts.usage, usage * USAGE_WIDTH);
    usedInAll.add(facts.usage, usage * USAGE_WIDTH);
  }
  const measures = (from: number, to: number, failed: number, sum: UsageSum): Measures => ({
    count: to - from,
    errors: failed,
    ...quantiles(bins.subarray(from, to)),
    ...sum.result(),
  });
  return {
    total: measures(
      0,
      length,
      errors.reduce((sum, count) => sum + count, 0),
      usedInAll,
    ),
    steps: used.map((sum, step) => measures(starts[step]!, starts[step + 1]!, errors[step]!, sum)),
  };
}

function quantiles(
  bins: Uint16Array,
): Pick<Measures, 'p50DurationUs' | 'p95DurationUs' | 'p99DurationUs'> {
  const counts = new BinCounts(bins);
  return {
    p50DurationUs: counts.quantile(0.5),
    p95DurationUs: counts.quantile(0.95),
    p99DurationUs: counts.quantile(0.99),
  };
}

class UsageSum {
  private input = 0;
  private output = 0;
  private cached = 0;
  private reasoning = 0;
  private hasCost = false;
  private readonly cost = new ExactSum();

  add(usage: Float64Array, at: number): void {
    this.input += usage[at]!;
    this.output += usage[at + 1]!;
    this.cached += usage[at + 2]!;
    this.reasoning += usage[at + 3]!;
    const cost = usage[at + 4]!;
    if (Number.isNaN(cost)) return;
    this.hasCost = true;
    this.cost.add(cost);
  }

  result(): Pick<
    Measures,
    'inputTokens' | 'outputTokens' | 'cachedTokens' | 'reasoningTokens' | 'costUsd'
  > {
    return {
      inputTokens: this.input,
      outputTokens: this.output,
      cachedTokens: this.cached,
      reasoningTokens: this.reasoning,
      costUsd: this.hasCost ? this.cost.value : null,
    };
  }
}
