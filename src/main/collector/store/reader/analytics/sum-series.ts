import type {
  AnalyticsGroup,
  AnalyticsSeries,
  GroupOrder,
  Measures,
} from '../../../../../shared/contract/analytics.ts';
import { smallestPositions } from '../smallest.ts';
import { PlaceSums } from './place-sums.ts';

/** Sums by group, to tell which are the greatest. */
export interface GroupTotals {
  readonly counts: Float64Array;
  /** Of what groups are ordered by. */
  readonly sums: Float64Array;
  readonly orderBy: GroupOrder;
}

/** Where numbers come from: entries one by one, or roll-ups. */
export interface SeriesSource {
  /** Adds what each group comes to over all steps. */
  addTotals(totals: GroupTotals): void;
  /** Adds what a step holds; `placeOf` tells the place of a group. */
  addStep(step: number, placeOf: Uint32Array, sums: PlaceSums): void;
}

export interface SumOptions {
  readonly steps: number;
  /** Number of groups; 0 when nothing is split. */
  readonly groups: number;
  readonly textOf: (group: number) => string;
  /** A group that counts but is never given back. */
  readonly leftOut?: number | undefined;
  /** What groups that are equal come in order of; their texts where absent. */
  readonly orderOf?: ((group: number) => string) | undefined;
  readonly orderBy: GroupOrder;
  /** Most groups given back. */
  readonly limit: number;
  /** Groups of these values instead of the greatest, in this order. */
  readonly only?: readonly string[] | undefined;
  /** The group of a value; undefined where nothing has it. */
  readonly groupOf: (value: string) => number | undefined;
}

/** A group that is shown; without a number nothing has its value. */
interface Chosen {
  readonly value: string;
  readonly group: number | undefined;
}

/** The lines of a chart, from what was counted. */
export function sumSeries(
  sources: readonly SeriesSource[],
  options: SumOptions,
): Pick<AnalyticsSeries, 'all' | 'groups' | 'moreGroups'> {
  const { steps, groups } = options;
  const { chosen, met } = chooseGroups(sources, options);
  const placeOf = new Uint32Array(Math.max(1, groups));
  for (const [i, { group }] of chosen.entries()) if (group !== undefined) placeOf[group] = i + 1;
  const [total, ofStep] = emptySums(chosen.length + 1);
  const all: Measures[] = [];
  const lines = chosen.map((): Measures[] => []);
  for (let step = 0; step < steps; step++) {
    for (const source of sources) source.addStep(step, placeOf, ofStep);
    const measures = ofStep.measures();
    all.push(measures.all);
    for (const [i, line] of lines.entries()) line.push(measures.places[i]!);
    total.addSums(ofStep);
    ofStep.clear();
  }
  const totals = total.measures();
  return {
    all: { total: totals.all, steps: all },
    groups: chosen.map(({ value }, i): AnalyticsGroup => ({
      value,
      total: totals.places[i]!,
      steps: lines[i]!,
    })),
    moreGroups: met - chosen.length,
  };
}

/** Most places of sums that are kept: those of charts. */
const MAX_KEPT = 64;
/** Sums of charts made before, by number of places: to fill fresh memory takes a part of the time of a chart. */
const keptSums = new Map<number, readonly [PlaceSums, PlaceSums]>();

/** Two of so many places, good until the next are asked for. */
function emptySums(places: number): readonly [PlaceSums, PlaceSums] {
  const kept = keptSums.get(places);
  if (kept !== undefined) {
    for (const sums of kept) sums.clear();
    return kept;
  }
  const made = [new PlaceSums(places), new PlaceSums(places)] as const;
  // One kind is enough: the charts of a screen are split alike.
  keptSums.clear();
  if (places <= MAX_KEPT) keptSums.set(places, made);
  return made;
}

/** Groups with the greatest sums, of equal ones the first by text; or those that were asked for. */
function chooseGroups(
  sources: readonly SeriesSource[],
  { groups, orderBy, limit, textOf, orderOf = textOf, only, groupOf, leftOut }: SumOptions,
): { chosen: Chosen[]; met: number } {
  if (only !== undefined) {
    return { chosen: only.map((value) => ({ value, group: groupOf(value) })), met: only.length };
  }
  if (groups === 0) return { chosen: [], met: 0 };
  const counts = new Float64Array(groups);
  const sums = new Float64Array(groups);
  for (const source of sources) source.addTotals({ counts, sums, orderBy });
  const met: number[] = [];
  for (let group = 0; group < groups; group++) {
    if (counts[group]! > 0 && group !== leftOut) met.push(group);
  }
  const order = new Float64Array(met.length);
  for (let i = 0; i < met.length; i++) order[i] = -sums[met[i]!]!;
  const greatest = smallestPositions(order, met.length, limit, (at) => -counts[met[at]!]!)
    .map((at) => met[at]!)
    .sort(
      (a, b) =>
        sums[b]! - sums[a]! || counts[b]! - counts[a]! || (orderOf(a) < orderOf(b) ? -1 : 1),
    );
  const chosen = greatest.slice(0, limit).map((group) => ({ value: textOf(group), group }));
  return { chosen, met: met.length };
}
