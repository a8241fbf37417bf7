import { decodeLogs } from '../../otlp/decode-logs.ts';
import { decodeMetrics } from '../../otlp/decode-metrics.ts';
import { decodeTraces } from '../../otlp/decode-traces.ts';
import { encodeRequest, type ResourceGroup, type ScopeGroup } from '../../otlp/encode.ts';
import type { DecodedBatch, SpanRecord } from '../../otlp/types.ts';
import { readBodies } from '../reader/segment-bodies.ts';
import { buildLogSegment } from '../segment/build-logs.ts';
import { buildMetricSegment } from '../segment/build-metrics.ts';
import { buildSpanSegment } from '../segment/build-spans.ts';
import type { ContextEntry, SegmentContext } from '../segment/context.ts';
import { SegmentError } from '../segment/segment-error.ts';
import type { SpanHeader } from '../segment/span-header.ts';
import type { PreparedSegment } from '../types.ts';
import type { OpenSegment } from './records-of.ts';

/** `costSource` of a cost that the price table gave. */
const FROM_PRICES = 2;
/** Records decoded at a time. */
const CHUNK = 4096;

/** What was stored was within the limits of its day: none of it is refused now. */
const OPTIONS = {
  limits: { maxDepth: 250, maxAttributes: 1 << 24, maxRecordBytes: 1 << 30 },
  redact: (_kind: unknown, body: Uint8Array) => body,
};

const NONE: ContextEntry = { bytes: new Uint8Array(0), schemaUrl: '' };

/** What stands in place of parts of a segment. */
export interface Substitutes {
  readonly context: SegmentContext;
  /** Bodies by ordinal; of others the stored one stays. */
  readonly bodies: ReadonlyMap<number, Uint8Array>;
}

/**
 * Makes a new segment of some records of a stored one, as if only these had ever come: string tables, contexts,
 * filter and frames hold nothing of the others. Costs stay as they were computed on arrival, unless what they were
 * computed of was replaced.
 *
 * @param kept ordinals, ascending, at least one
 * @param instead as if these had come in their place
 * @throws SegmentError when the stored one is damaged
 */
export function rebuildSegment(
  segment: OpenSegment,
  kept: readonly number[],
  instead?: Substitutes,
): PreparedSegment {
  const { header } = segment;
  const chunks = Array.from({ length: Math.ceil(kept.length / CHUNK) }, (_, i) =>
    kept.slice(i * CHUNK, (i + 1) * CHUNK),
  );
  const bodies = chunks.map((ordinals) => ({
    ordinals,
    body: requestOf(segment, ordinals, instead),
  }));
  switch (header.signal) {
    case 'traces':
      return buildSpanSegment(
        bodies.map(({ ordinals, body }) => {
          const batch = whole(decodeTraces(body, OPTIONS), ordinals);
          return { batch: withCosts(batch, header.of, ordinals), request: 0 };
        }),
      );
    case 'logs':
      return buildLogSegment(
        bodies.map(({ ordinals, body }) => ({
          batch: whole(decodeLogs(body, OPTIONS), ordinals),
          request: 0,
        })),
      );
    case 'metrics':
      return buildMetricSegment(
        bodies.map(({ ordinals, body }) => ({
          batch: whole(decodeMetrics(body, OPTIONS), ordinals),
          request: 0,
        })),
      );
  }
}

/** The records as one OTLP request, in order. */
function requestOf(
  { row, reader, header, context: stored }: OpenSegment,
  ordinals: number[],
  instead: Substitutes | undefined,
): Uint8Array {
  const context = instead?.context ?? stored;
  interface Scope extends ScopeGroup {
    readonly of: number;
    readonly records: Uint8Array[];
  }
  interface Resource extends ResourceGroup {
    readonly of: number;
    readonly scopes: Scope[];
  }
  const groups: Resource[] = [];
  for (const { ordinal, bytes } of readBodies(reader, row.id, header.of, ordinals)) {
    const resource = header.of.resource[ordinal]!;
    const scope = header.of.scope[ordinal]!;
    let group = groups.at(-1);
    if (group?.of !== resource) {
      const entry = context.resources[resource] ?? NONE;
      group = { of: resource, resource: entry.bytes, schemaUrl: entry.schemaUrl, scopes: [] };
      groups.push(group);
    }
    let inner = group.scopes.at(-1);
    if (inner?.of !== scope) {
      const entry = context.scopes[scope] ?? NONE;
      inner = { of: scope, scope: entry.bytes, schemaUrl: entry.schemaUrl, records: [] };
      group.scopes.push(inner);
    }
    inner.records.push(instead?.bodies.get(ordinal) ?? bytes);
  }
  return encodeRequest(groups);
}

/** Nothing may be lost on the way: a rewrite that cannot read a record must not go on. */
function whole<R>(batch: DecodedBatch<R>, ordinals: readonly number[]): DecodedBatch<R> {
  if (batch.records.length === ordinals.length) return batch;
  throw new SegmentError(`a record cannot be read (${batch.reasons[0] ?? 'unknown'})`);
}

function withCosts(
  batch: DecodedBatch<SpanRecord>,
  header: SpanHeader,
  ordinals: readonly number[],
): DecodedBatch<SpanRecord> {
  const records = batch.records.map((record, i): SpanRecord => {
    const ordinal = ordinals[i]!;
    // A cost that the span carries is read of what is left of it.
    if (header.costSource[ordinal] !== FROM_PRICES || !hasTokensOf(record, header, ordinal)) {
      return record;
    }
    const cost = header.cost[ordinal]!;
    const price = header.strings[header.price[ordinal]!]!;
    return { ...record, fields: { ...record.fields, cost, costSource: FROM_PRICES, price } };
  });
  return { ...batch, records };
}

/** Whether a price times tokens still says nothing but what the span does. */
function hasTokensOf({ fields }: SpanRecord, header: SpanHeader, ordinal: number): boolean {
  return (
    fields.inputTokens === header.inputTokens[ordinal] &&
    fields.outputTokens === header.outputTokens[ordinal] &&
    fields.cachedTokens === header.cachedTokens[ordinal] &&
    fields.cacheWriteTokens === header.cacheWriteTokens[ordinal]
  );
}
