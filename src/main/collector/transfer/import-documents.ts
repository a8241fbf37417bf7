import type { ImportReport } from '../../../shared/contract/transfer.ts';
import { JsonDocumentFinder, type JsonDocument } from '../../../shared/json-documents.ts';
import { failureOf } from '../ingest/failure-of.ts';
import type { Ingest } from '../ingest/types.ts';
import type { Signal } from '../otlp/types.ts';

/** Where documents go. */
export interface ImportTarget {
  readonly projectId: string;
  /** Whose usage they are: a key's id, or `import`. */
  readonly source: string;
  /** Whether there are limits that they may use up. */
  readonly isLimited: boolean;
}

/** Documents on their way at once: enough that they are joined into full segments. */
const IN_FLIGHT = 32;
const MAX_REASONS = 20;

/**
 * Stores the OTLP/JSON documents in `bytes` (JSON lines or pretty-printed) through the ordinary way in, so that
 * redaction, limits and duplicate detection are the same as for live telemetry.
 *
 * @param firstLine number of the first line of `bytes` in its file, for the report
 */
export async function importDocuments(
  ingest: Ingest,
  { projectId, source, isLimited }: ImportTarget,
  bytes: Uint8Array,
  firstLine: number,
): Promise<ImportReport> {
  const finder = new JsonDocumentFinder();
  const documents = [...finder.feed(bytes), ...finder.end()];
  const report: ImportReport = { accepted: 0, duplicates: 0, rejected: 0, reasons: [] };
  const remaining = documents.values();
  const work = async () => {
    for (const document of remaining)
      await importOne(ingest, { projectId, source, isLimited }, bytes, document, firstLine, report);
  };
  // One after the other where there are limits, so that they are exceeded by one document at most.
  const inFlight = isLimited ? 1 : IN_FLIGHT;
  await Promise.all(Array.from({ length: Math.min(inFlight, documents.length) }, work));
  report.reasons.sort((a, b) => a.line - b.line);
  return report;
}

async function importOne(
  ingest: Ingest,
  { projectId, source }: ImportTarget,
  bytes: Uint8Array,
  document: JsonDocument,
  firstLine: number,
  report: ImportReport,
): Promise<void> {
  const line = document.line + firstLine - 1;
  const body = bytes.slice(document.start, document.end);
  const signal = signalOf(body);
  if (signal === undefined) {
    refuse(
      report,
      line,
      'Not an OTLP/JSON document: it has none of resourceSpans, resourceLogs, resourceMetrics.',
    );
    return;
  }
  const outcome = await ingest.ingest({
    projectId,
    source,
    signal,
    format: 'json',
    coding: 'identity',
    body: [body],
    isSequential: true,
  });
  if (outcome.kind === 'stored') {
    report.accepted += outcome.accepted;
    report.duplicates += outcome.duplicates;
    report.rejected += outcome.rejected;
    for (const reason of outcome.reasons) addReason(report, line, reason);
  } else if (
    outcome.code === 'unavailable' ||
    outcome.code === 'internal' ||
    outcome.code === 'busy'
  ) {
    throw failureOf(outcome, `Line ${line}: `);
  } else refuse(report, line, outcome.message);
}

const MARKS: readonly (readonly [string, Signal])[] = [
  ['"resourceSpans"', 'traces'],
  ['"resourceLogs"', 'logs'],
  ['"resourceMetrics"', 'metrics'],
  ['"resource_spans"', 'traces'],
  ['"resource_logs"', 'logs'],
  ['"resource_metrics"', 'metrics'],
];

/** The signal a document carries, from the first of its keys that tells, without parsing it. */
function signalOf(document: Uint8Array): Signal | undefined {
  const buffer = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  let best: { at: number; signal: Signal } | undefined;
  for (const [mark, signal] of MARKS) {
    const at = buffer.indexOf(mark, 0, 'latin1');
    if (at >= 0 && (best === undefined || at < best.at)) best = { at, signal };
  }
  return best?.signal;
}

function refuse(report: ImportReport, line: number, reason: string): void {
  report.rejected += 1;
  addReason(report, line, reason);
}

function addReason(report: ImportReport, line: number, reason: string): void {
  const known = report.reasons.some((entry) => entry.reason === reason);
  if (!known && report.reasons.length < MAX_REASONS) report.reasons.push({ line, reason });
}
