import { DurationHistogram } from './duration-histogram.ts';
import { ExactSum } from './exact-sum.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Sums over a set of rows; of the whole index it is kept up to date, so that an unfiltered list costs nothing. */
export class RunningTotals {
  traces = 0;
  /** Traces with an error. */
  errors = 0;
  tokens = 0;
  readonly durations = new DurationHistogram();

  private readonly cost = new ExactSum();

  get costUsd(): number {
    return this.cost.value;
  }

  add(columns: TraceColumns, row: number): void {
    this.traces++;
    if (columns.errors[row]! > 0) this.errors++;
    this.tokens += columns.tokens[row]!;
    const cost = columns.costUsd[row]!;
    if (!Number.isNaN(cost)) this.cost.add(cost);
    this.durations.add(columns.endUs[row]! - columns.startUs[row]!);
  }

  remove(columns: TraceColumns, row: number): void {
    this.traces--;
    if (columns.errors[row]! > 0) this.errors--;
    this.tokens -= columns.tokens[row]!;
    const cost = columns.costUsd[row]!;
    if (!Number.isNaN(cost)) this.cost.add(-cost);
    this.durations.remove(columns.endUs[row]! - columns.startUs[row]!);
  }

  /** Adds these rows: the same as one by one, in a pass for each column. */
  addRows(columns: TraceColumns, rows: Uint32Array, count: number): void {
    const { errors, tokens, costUsd } = columns;
    let failed = 0;
    for (let i = 0; i < count; i++) failed += Math.min(errors[rows[i]!]!, 1);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += tokens[rows[i]!]!;
    let dollars = 0;
    for (let i = 0; i < count; i++) {
      const cost = costUsd[rows[i]!]!;
      dollars += Number.isNaN(cost) ? 0 : cost;
    }
    this.cost.add(dollars);
    this.durations.addBins(columns.durationBin, rows, count);
    this.traces += count;
    this.errors += failed;
    this.tokens += sum;
  }
}
