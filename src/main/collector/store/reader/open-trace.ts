import type { TraceSummary } from '../../../../shared/contract/traces.ts';
import { encodeSpanTable, SPAN_FLAG, type SpanTable } from '../../../../shared/span-table.ts';
import type { DerivedField } from '../../../../shared/visibility.ts';
import { blankSummary } from '../../visibility/derived-fields.ts';
import type { HiddenAttributes } from '../../visibility/hidden-attributes.ts';
import type { ContextEntry } from '../segment/context.ts';
import type { LogHeader } from '../segment/log-header.ts';
import { summarize } from '../summarize.ts';
import type { StoredSpan } from '../types.ts';
import { blankColumns } from './blank-columns.ts';
import { buildSpanTable } from './build-span-table.ts';
import type { DataFiles } from './data-files.ts';
import { readBodies, readContext } from './segment-bodies.ts';
import { ShownRecords } from './shown-records.ts';
import { Slices } from './slices.ts';
import { SpanIdTable } from './span-id-table.ts';
import { TraceIndex } from './trace-index.ts';
import { summaryOf } from './trace-row.ts';
import type { SpanSegment, TraceSegment, TraceSegments } from './trace-segments.ts';

const COST_SOURCES = ['none', 'span', 'prices'] as const;

/** Reads single traces; independent of the index, so that a trace opens at once in a project not yet loaded. */
export class TraceOpener {
  private readonly files: DataFiles;
  private readonly segments: TraceSegments;

  constructor(files: DataFiles, segments: TraceSegments) {
    this.files = files;
    this.segments = segments;
  }

  async summary(projectId: string, traceId: string): Promise<TraceSummary | undefined> {
    return this.summarize(await this.segments.spans(projectId, traceId), traceId);
  }

  async spanTable(
    projectId: string,
    traceId: string,
    blank: readonly DerivedField[] = [],
  ): Promise<{ summary: TraceSummary; table: ArrayBuffer } | undefined> {
    const segments = await this.segments.spans(projectId, traceId);
    const summary = await this.summarize(segments, traceId);
    if (summary === undefined) return undefined;
    const table = await buildSpanTable(segments);
    markLogs(table, await this.segments.logs(projectId, traceId));
    const hidden = new Set(blank);
    return {
      summary: blankSummary(summary, hidden),
      table: encodeSpanTable(blankColumns(table, hidden)),
    };
  }

  async span(
    projectId: string,
    traceId: string,
    spanId: string,
    hidden?: HiddenAttributes | null,
  ): Promise<StoredSpan | undefined> {
    const id = Buffer.from(spanId, 'hex');
    for (const { path, segmentId, header, ordinals } of await this.segments.spans(
      projectId,
      traceId,
    )) {
      const ordinal = ordinals.find((i) => id.compare(header.spanIds, i * 8, i * 8 + 8) === 0);
      if (ordinal === undefined) continue;
      const reader = this.files.reopen(path);
      const [body] = readBodies(reader, segmentId, header, [ordinal]);
      const { resources, scopes } = readContext(reader, segmentId);
      const resource = resources[header.resource[ordinal]!];
      const scope = scopes[header.scope[ordinal]!];
      const source = header.costSource[ordinal]!;
      const paths: string[] = [];
      const shown =
        hidden && new ShownRecords(hidden, { hidden: (place) => void paths.push(place) });
      const entry = (kind: 'resource' | 'scope', of: ContextEntry | undefined): Uint8Array => {
        const bytes = of?.bytes ?? new Uint8Array(0);
        // Copies: they are handed over, and what they are cut from is kept.
        return new Uint8Array(shown ? shown.entry(kind, { bytes, schemaUrl: '' }).bytes : bytes);
      };
      return {
        bytes: new Uint8Array(shown ? shown.record('traces', body!.bytes) : body!.bytes),
        resource: entry('resource', resource),
        resourceSchemaUrl: resource?.schemaUrl ?? '',
        scope: entry('scope', scope),
        scopeSchemaUrl: scope?.schemaUrl ?? '',
        costUsd: source === 0 ? null : header.cost[ordinal]!,
        costSource: COST_SOURCES[source] ?? 'none',
        price: header.strings[header.price[ordinal]!]!,
        ...(shown ? { hidden: paths, seen: shown.takeSeen() } : {}),
      };
    }
    return undefined;
  }

  /** Sums up one trace as the index would. */
  private async summarize(
    segments: readonly SpanSegment[],
    traceId: string,
  ): Promise<TraceSummary | undefined> {
    const slices = new Slices();
    const index = new TraceIndex(true);
    for (const { day, segmentId, header, dead, trace } of segments) {
      index.add(day, segmentId, summarize(header, dead, { from: trace, to: trace + 1 }));
      if (slices.due) await slices.next();
    }
    const row = index.rowOf(traceId);
    return row < 0 ? undefined : summaryOf(index, row);
  }
}

/** Flags the spans that log records name. */
function markLogs(table: SpanTable, logs: readonly TraceSegment<LogHeader>[]): void {
  if (logs.length === 0) return;
  const rows = new SpanIdTable(table.spanIds, table.count);
  for (let row = 0; row < table.count; row++) rows.add(row);
  for (const { header, ordinals } of logs) {
    for (const i of ordinals) {
      const row = rows.find(header.spanIds, i * 8);
      if (row >= 0) table.flags[row]! |= SPAN_FLAG.logs;
    }
  }
}
