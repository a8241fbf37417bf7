import { setImmediate } from 'node:timers/promises';
import type { ExportBatch } from '../store/types.ts';
import { recordsToJson } from './records-to-json.ts';

/** Records turned into JSON before the clock is looked at. */
const SLICE_RECORDS = 128;
/** Longest stretch of work before requests of others get a turn, ms. */
const STRETCH_MS = 8;

/** A whole trace as one OTLP/JSON TracesData document; undefined when nothing of it is stored. */
export async function traceToJson(batches: AsyncIterable<ExportBatch>): Promise<Blob | undefined> {
  const pieces: Buffer<ArrayBuffer>[] = [];
  for await (const document of documentsOf(batches)) {
    const groups = document['resourceSpans'] as readonly unknown[];
    const text = groups.map((group) => JSON.stringify(group)).join(',');
    pieces.push(Buffer.from(pieces.length === 0 ? text : `,${text}`));
  }
  if (pieces.length === 0) return undefined;
  return new Blob(['{"resourceSpans":[', ...pieces, ']}'], { type: 'application/json' });
}

/** Log records as OTLP JSON lines (LogsData), one line for some of them. */
export async function logsToJsonLines(batches: AsyncIterable<ExportBatch>): Promise<Blob> {
  const lines: Buffer<ArrayBuffer>[] = [];
  for await (const document of documentsOf(batches)) {
    lines.push(Buffer.from(`${JSON.stringify(document)}\n`));
  }
  return new Blob(lines, { type: 'application/x-ndjson' });
}

/**
 * Batches as OTLP/JSON documents of a few records each, with pauses: a large trace must not hold up whoever else is
 * served by this thread.
 */
async function* documentsOf(batches: AsyncIterable<ExportBatch>) {
  let until = performance.now() + STRETCH_MS;
  for await (const { signal, records } of batches) {
    for (let from = 0; from < records.length; from += SLICE_RECORDS) {
      yield recordsToJson({ signal, records: records.slice(from, from + SLICE_RECORDS) });
      if (performance.now() < until) continue;
      await setImmediate();
      until = performance.now() + STRETCH_MS;
    }
  }
}
