import { genAiEventsOf } from '../../../shared/genai/log-events.ts';
import { MAX_LISTED } from '../../../shared/span-detail.ts';
import type { SpanEvent } from '../../../shared/telemetry.ts';
import { decodeLogRecord } from '../otlp/decode-detail.ts';
import type { ExportBatch } from '../store/types.ts';

/** Log records of one span that are looked through; GenAI content comes in far fewer. */
const MAX_RECORDS = 10_000;

/**
 * What instrumentations say of a span in log records, as events of it: the messages, for those that follow the
 * conventions' way of sending content apart from the span. At most {@link MAX_LISTED}.
 *
 * @param batches log records of one span, by time
 * @throws MalformedError when stored bytes are damaged
 */
export async function genAiLogEvents(batches: AsyncIterable<ExportBatch>): Promise<SpanEvent[]> {
  const events: SpanEvent[] = [];
  let seen = 0;
  for await (const { records } of batches) {
    for (const { bytes } of records) {
      if (++seen > MAX_RECORDS || events.length >= MAX_LISTED) return events;
      // Ordinary log records are not worth decoding.
      if (!mentionsGenAi(bytes)) continue;
      events.push(...genAiEventsOf([decodeLogRecord(bytes)]));
    }
  }
  return events;
}

function mentionsGenAi(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('gen_ai.');
}
