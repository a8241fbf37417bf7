import type { TraceSummary } from '../../../../shared/contract/traces.ts';
import type { SpanTable } from '../../../../shared/span-table.ts';
import type { DerivedField } from '../../../../shared/visibility.ts';
import { errorSpans } from './find.ts';
import { modelCalls } from './model-calls.ts';
import { serviceColors, servicesSeen } from './service-colors.ts';
import { createSpanIndex } from './span-index.ts';
import { buildSpanTree, PLACED, type SpanTree } from './span-tree.ts';
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
  /** Span of an id, or -1. */
  readonly indexOf: (spanId: string) => number;
}

export function createTraceModel(
  summary: TraceSummary,
  table: SpanTable,
  hiddenFields: readonly DerivedField[] = [],
): TraceModel {
  const tree = buildSpanTree(table);
  let orphans = 0;
  for (const placed of tree.placed) if (placed === PLACED.orphan) orphans += 1;
  return {
    summary,
    table,
    tree,
    extent: extentOf(table),
    colors: serviceColors(table),
    services: servicesSeen(table),
    errors: errorSpans(table, tree),
    calls: modelCalls(table),
    orphans,
    hiddenFields,
    indexOf: createSpanIndex(table),
  };
}
