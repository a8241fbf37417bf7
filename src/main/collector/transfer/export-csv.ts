import type { TraceFilter, TraceSummary } from '../../../shared/contract/traces.ts';
import { csvRow } from '../../../shared/csv.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';

const PAGE = 500;

const COLUMNS: readonly (readonly [string, (trace: TraceSummary) => string | number | null])[] = [
  ['trace_id', (trace) => trace.traceId],
  ['started', (trace) => new Date(trace.startUs / 1000).toISOString()],
  ['name', (trace) => trace.name],
  ['service', (trace) => trace.service],
  ['environment', (trace) => trace.environment],
  ['release', (trace) => trace.release],
  ['status', (trace) => trace.status],
  ['duration_ms', (trace) => trace.durationUs / 1000],
  ['spans', (trace) => trace.spanCount],
  ['errors', (trace) => trace.errorCount],
  ['provider', (trace) => trace.provider],
  ['model', (trace) => trace.model],
  ['input_tokens', (trace) => trace.inputTokens],
  ['output_tokens', (trace) => trace.outputTokens],
  ['cost_usd', (trace) => trace.costUsd],
  ['session', (trace) => trace.session],
  ['user', (trace) => trace.user],
];

/** The list of traces, the newest first, a page at a time. */
export async function* listAsCsv(
  store: Pick<VisibleStore, 'listTraces'>,
  filter: TraceFilter,
  only: ReadonlySet<string> | undefined,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly records: number }> {
  yield { bytes: Buffer.from(csvRow(COLUMNS.map(([name]) => name))), records: 0 };
  let after: { value: number; traceId: string } | undefined;
  do {
    const page = await store.listTraces({
      filter,
      sort: 'start',
      descending: true,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    const traces = page.traces.filter(({ traceId }) => only?.has(traceId) ?? true);
    const rows = traces.map((trace) => csvRow(COLUMNS.map(([, value]) => value(trace))));
    if (rows.length > 0) yield { bytes: Buffer.from(rows.join('')), records: traces.length };
    after = page.next ?? undefined;
  } while (after !== undefined);
}
