import { setImmediate } from 'node:timers/promises';
import { BlobParts } from '../blob-parts.ts';
import type { ExportBatch } from '../store/types.ts';
import { recordsToJson } from './records-to-json.ts';

/** Records turned into JSON before the clock is looked at. */
const SLICE_RECORDS = 128;
/** Longest stretch of work before requests of others get a turn, ms. */
const STRETCH_MS = 8;

/** A whole trace as one OTLP/JSON TracesData document; undefined when nothing of it is stored. */
export async function traceToJson(batches: AsyncIterable<ExportBatch>): Promise<Blob | undefined> {
  const parts = new BlobParts();
  let isEmpty = true;
  for await (const document of documentsOf(batches)) {
    const groups = document['resourceSpans'] as readonly unknown[];
    const text = groups.map((group) => JSON.stringify(group)).join(',');
    parts.add(Buffer.from(`${isEmpty ? '{"resourceSpans":[' : ','}${text}`));
    isEmpty = false;
  }
  if (isEmpty) return undefined;
  parts.add(Buffer.from(']}'));
  return parts.blob('application/json');
}

/** Log records as OTLP JSON lines (LogsData), one line for some of them. */
export async function logsToJsonLines(batches: AsyncIterable<ExportBatch>): Promise<Blob> {
  const lines = new BlobParts();
  for await (const document of documentsOf(batches)) {
    lines.add(Buffer.from(`${JSON.stringify(document)}\n`));
  }
  return lines.blob('application/x-ndjson');
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
