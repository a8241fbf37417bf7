import { decodeLogs } from '../../otlp/decode-logs.ts';
import { decodeMetrics } from '../../otlp/decode-metrics.ts';
import { decodeTraces } from '../../otlp/decode-traces.ts';
import { encodeRequest } from '../../otlp/encode.ts';
import type { Signal } from '../../otlp/types.ts';
import type { RecordColumns } from '../reader/segment-bodies.ts';
import type { SegmentContext } from '../segment/context.ts';
import { SegmentError } from '../segment/segment-error.ts';

/** What was stored was within the limits of its day: none of it is refused now. */
const OPTIONS = {
  limits: { maxDepth: 250, maxAttributes: 1 << 24, maxRecordBytes: 1 << 30 },
  redact: (_kind: unknown, body: Uint8Array) => body,
};

const DECODERS = { traces: decodeTraces, logs: decodeLogs, metrics: decodeMetrics } as const;

/**
 * Hashes of all attributes of some records, their resources and scopes: what a filter is built of. Filters of
 * segments cannot be joined themselves, as each has a size of its own.
 *
 * @param bodies by ordinal, as many as the columns have
 * @throws SegmentError when a record cannot be read
 */
export function hashAttributes(
  signal: Signal,
  { resources, scopes }: SegmentContext,
  { resource, scope }: RecordColumns,
  bodies: readonly Uint8Array[],
): readonly number[] {
  const groups = new Map<number, Uint8Array[]>();
  for (const [i, body] of bodies.entries()) {
    const key = resource[i]! * scopes.length + scope[i]!;
    const records = groups.get(key);
    if (records) records.push(body);
    else groups.set(key, [body]);
  }
  const request = encodeRequest(
    [...groups].map(([key, records]) => {
      const from = resources[Math.floor(key / scopes.length)]!;
      const by = scopes[key % scopes.length]!;
      return {
        resource: from.bytes,
        schemaUrl: from.schemaUrl,
        scopes: [{ scope: by.bytes, schemaUrl: by.schemaUrl, records }],
      };
    }),
  );
  const { records, attributeHashes, reasons } = DECODERS[signal](request, OPTIONS);
  if (records.length === bodies.length) return attributeHashes;
  throw new SegmentError(`a record cannot be read (${reasons[0] ?? 'unknown'})`);
}
