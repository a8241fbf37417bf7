import type { ExportBatch } from '../store/types.ts';
import { recordsToJson } from './records-to-json.ts';

/** A whole trace as one OTLP/JSON TracesData document; undefined when nothing of it is stored. */
export async function traceToJson(batches: AsyncIterable<ExportBatch>): Promise<Blob | undefined> {
  const pieces: string[] = [];
  // Batch by batch, so that a large trace does not hold up everything else.
  for await (const batch of batches) {
    const groups = recordsToJson(batch)['resourceSpans'] as readonly unknown[];
    for (const group of groups) pieces.push(pieces.length === 0 ? '' : ',', JSON.stringify(group));
  }
  if (pieces.length === 0) return undefined;
  return new Blob(['{"resourceSpans":[', ...pieces, ']}'], { type: 'application/json' });
}

/** Log records as OTLP JSON lines (LogsData), one line a batch. */
export async function logsToJsonLines(batches: AsyncIterable<ExportBatch>): Promise<Blob> {
  const lines: string[] = [];
  for await (const batch of batches) {
    if (batch.records.length > 0) lines.push(`${JSON.stringify(recordsToJson(batch))}\n`);
  }
  return new Blob(lines, { type: 'application/x-ndjson' });
}
