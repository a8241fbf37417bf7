import type { TraceFilter } from '../../../shared/contract/traces.ts';
import type { Signal } from '../otlp/types.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';
import { recordsToJson } from './records-to-json.ts';

/** A piece of an export: whole lines. */
export interface ExportPiece {
  readonly text: string;
  /** Spans, log records or metrics in it. */
  readonly records: number;
}

/** Stored telemetry of one signal as OTLP JSON lines (OTLP file exporter format), one line a stored batch. */
export async function* exportLines(
  store: Pick<VisibleStore, 'exportRecords'>,
  signal: Signal,
  filter: TraceFilter,
): AsyncGenerator<ExportPiece> {
  for await (const batch of store.exportRecords(signal, filter)) {
    if (batch.records.length === 0) continue;
    yield { text: `${JSON.stringify(recordsToJson(batch))}\n`, records: batch.records.length };
  }
}
