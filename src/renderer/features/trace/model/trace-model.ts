import type { TraceSummary } from '../../../../shared/contract/traces.ts';
import type { SpanTable } from '../../../../shared/span-table.ts';
import type { DerivedField } from '../../../../shared/visibility.ts';
import { errorSpans } from './find.ts';
import { modelCalls } from './model-calls.ts';
import { serviceColors, servicesSeen } from './service-colors.ts';
import { withoutSkew } from './clock-skew.ts';
import { finish } from './slices.ts';
import { spanIndexSteps, type SpanIndex } from './span-index.ts';
import { PLACED, spanTreeSteps, type SpanTree } from './span-tree.ts';
import { extentOf, type TimeWindow } from './time-window.ts';

/** Everything about one opened trace that does not depend on what the person looks at: computed once. */
export interface TraceModel {
  readonly summary: TraceSummary;
  readonly table: SpanTable;
  readonly tree: SpanTree;
  readonly extent: TimeWindow;
  /** Color number of each service, see `serviceColors`. */
  readonly colors: Uint8Array;
  /** In order of first appearance. */
  readonly services: readonly string[];
  /** Spans with an error, in display order. */
  readonly errors: Int32Array;
  /** Spans of model calls, by start time. */
  readonly calls: Int32Array;
  /** Spans whose parent never arrived. */
  readonly orphans: number;
  /** Columns that are blank, because a rule hides what they come from. */
  readonly hiddenFields: readonly DerivedField[];
  /** Start times without the differences of clocks; undefined where the spans tell of none. */
  readonly adjustedNs: Float64Array | undefined;
  readonly indexOf: SpanIndex;
}

export function createTraceModel(
  summary: TraceSummary,
  table: SpanTable,
  hiddenFields: readonly DerivedField[] = [],
): TraceModel {
  return finish(traceModelSteps(summary, table, hiddenFields));
}

/** {@link createTraceModel} that can be interrupted: a million spans take a quarter of a second. */
export function* traceModelSteps(
  summary: TraceSummary,
  table: SpanTable,
  hiddenFields: readonly DerivedField[],
): Generator<void, TraceModel> {
  const tree = yield* spanTreeSteps(table);
  yield;
  const indexOf = yield* spanIndexSteps(table);
  yield;
  let orphans = 0;
  for (const placed of tree.placed) if (placed === PLACED.orphan) orphans += 1;
  const extent = extentOf(table);
  yield;
  const colors = serviceColors(table);
  const services = servicesSeen(table);
  yield;
  const errors = errorSpans(table, tree);
  const calls = modelCalls(table);
  yield;
  const adjustedNs = withoutSkew(table, tree);
  return {
    summary,
    table,
    tree,
    extent,
    colors,
    services,
    errors,
    calls,
    orphans,
    hiddenFields,
    adjustedNs,
    indexOf,
  };
}

/** The same trace at other times; order and tree stay, as they are those of the spans as sent. */
export function atTimes(model: TraceModel, startNs: Float64Array): TraceModel {
  const table = { ...model.table, startNs };
  return { ...model, table, extent: extentOf(table) };
}
