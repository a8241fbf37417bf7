import type { TraceColumns } from '../trace-columns.ts';
import { inOrder } from './facts-source.ts';
import type { PlaceSums } from './place-sums.ts';
import type { GroupTotals, SeriesSource } from './sum-series.ts';
import { traceUsage } from './trace-usage.ts';
import type { TimeSteps } from './time-steps.ts';

/** Some traces of an index as a source of sums by step: counted where they lie, in the columns. */
export class TraceSource implements SeriesSource {
  private readonly columns: TraceColumns;
  private readonly rows: Uint32Array;
  private readonly count: number;
  /** The column that traces are split by. */
  private readonly groups: Uint32Array | undefined;
  /** Places in `rows` in the order of their steps; those of step s are `entryAt[s]` to `entryAt[s + 1]`. */
  private readonly entries: Uint32Array;
  private readonly entryAt: Uint32Array;

  /** @param rows numbers of the traces, of which the first `count` count; all begin within the time */
  constructor(
    columns: TraceColumns,
    rows: Uint32Array,
    count: number,
    time: TimeSteps,
    groups: Uint32Array | undefined,
  ) {
    this.columns = columns;
    this.rows = rows;
    this.count = count;
    this.groups = groups;
    const { startUs } = columns;
    const { fromUs, stepUs } = time;
    const steps = new Uint32Array(count);
    for (let i = 0; i < count; i++) steps[i] = Math.floor((startUs[rows[i]!]! - fromUs) / stepUs);
    [this.entries, this.entryAt] = inOrder(count, steps, time.steps);
  }

  addTotals({ counts, sums, orderBy }: GroupTotals): void {
    const { columns, rows, groups } = this;
    for (let i = 0; i < this.count; i++) {
      const row = rows[i]!;
      const group = groups === undefined ? 0 : groups[row]!;
      counts[group]!++;
      if (orderBy === 'count') sums[group]!++;
      else if (orderBy === 'errors') sums[group]! += Math.min(1, columns.errors[row]!);
      else {
        const usage = traceUsage(columns, row);
        if (usage === undefined) continue;
        const cost = usage[4]!;
        if (orderBy === 'tokens') sums[group]! += usage[0]! + usage[1]!;
        else if (!Number.isNaN(cost)) sums[group]! += cost;
      }
    }
  }

  addStep(step: number, placeOf: Uint32Array, sums: PlaceSums): void {
    const { columns, rows, groups, entries, entryAt } = this;
    const { durationBin, errors } = columns;
    const end = entryAt[step + 1]!;
    for (let i = entryAt[step]!; i < end; i++) {
      const row = rows[entries[i]!]!;
      const place = groups === undefined ? 0 : placeOf[groups[row]!]!;
      sums.add(place, durationBin[row]!, Math.min(1, errors[row]!));
      const usage = traceUsage(columns, row);
      if (usage !== undefined) sums.usageAt(place).add(usage, 0);
    }
  }
}
