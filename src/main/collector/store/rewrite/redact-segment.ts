import { redactSchemaUrl } from '../../otlp/schema-url.ts';
import type { Redactor } from '../../redaction/redact.ts';
import type { RedactionCount } from '../../redaction/redaction-count.ts';
import { ReportCounts } from '../../redaction/report-counts.ts';
import { readBodies } from '../reader/segment-bodies.ts';
import type { ContextEntry, SegmentContext } from '../segment/context.ts';
import { isDead } from '../summarize.ts';
import type { OpenSegment } from './records-of.ts';
import type { Substitutes } from './rebuild-segment.ts';

/** What redaction makes of a stored segment. */
export interface RedactedSegment {
  /** Ordinals of the records that count, ascending. */
  readonly live: readonly number[];
  /** Undefined when every byte may stay. */
  readonly instead: Substitutes | undefined;
  /** What was found in live records, and in the resources and scopes they belong to, each of these once. */
  readonly counts: readonly RedactionCount[];
}

/**
 * Sends a stored segment through redaction as if it arrived now. Changes nothing and ends without a pause, so that
 * a redactor can serve several at a time.
 *
 * Repeated records are looked at as well: they are never shown, but their bytes are in the file.
 * @throws SegmentError when it is damaged
 */
export function redactSegment(segment: OpenSegment, redactor: Redactor): RedactedSegment {
  const { row, reader, header, context } = segment;
  const { resource: resourceOf, scope: scopeOf } = header.of;
  const all = Array.from({ length: row.records }, (_, i) => i);
  const live = all.filter((i) => !isDead(row.dead, i));
  const resources = [...context.resources];
  const scopes = [...context.scopes];
  const bodies = new Map<number, Uint8Array>();
  let isChanged = false;

  const replace = (entries: ContextEntry[], index: number, kind: 'resource' | 'scope'): void => {
    const entry = entries[index]!;
    const bytes = redactor.redact(kind, entry.bytes);
    const schemaUrl = redactSchemaUrl(redactor.redact, entry.schemaUrl);
    if (bytes === entry.bytes && schemaUrl === entry.schemaUrl) return;
    entries[index] = { bytes, schemaUrl };
    isChanged = true;
  };
  const counts = new ReportCounts();
  // Of each resource by itself: of one there are so few that none are counted together. No report tells environments.
  const count = (): void =>
    counts.add(redactor.takeCounts().map((row) => ({ ...row, environment: '' })));
  const seen = { resources: new Set<number>(), scopes: new Set<number>() };
  const look = (ordinals: readonly number[]): void => {
    const kind = RECORD_KINDS[header.signal];
    let under = -1;
    for (const { ordinal, bytes } of readBodies(reader, row.id, header.of, ordinals)) {
      const resource = resourceOf[ordinal]!;
      const scope = scopeOf[ordinal]!;
      if (isNew(seen.resources, resource, resources)) replace(resources, resource, 'resource');
      if (resource !== under) {
        count();
        redactor.under(resources[resource]?.bytes ?? NO_BYTES);
      }
      under = resource;
      if (isNew(seen.scopes, scope, scopes)) replace(scopes, scope, 'scope');
      const redacted = redactor.redact(kind, bytes);
      if (redacted === bytes) continue;
      bodies.set(ordinal, redacted);
      isChanged = true;
    }
  };
  redactor.takeCounts();
  look(live);
  count();
  const found = counts.take();
  if (!isChanged) {
    look(all.filter((i) => isDead(row.dead, i)));
    for (const i of resources.keys()) if (!seen.resources.has(i)) replace(resources, i, 'resource');
    for (const i of scopes.keys()) if (!seen.scopes.has(i)) replace(scopes, i, 'scope');
    redactor.takeCounts();
  }
  const changed: SegmentContext = { resources, scopes };
  return { live, counts: found, instead: isChanged ? { context: changed, bodies } : undefined };
}

const RECORD_KINDS = { traces: 'span', logs: 'log', metrics: 'metric' } as const;
const NO_BYTES = new Uint8Array(0);

/** Whether an entry is there and was not met before; notes it. */
function isNew(seen: Set<number>, index: number, entries: readonly ContextEntry[]): boolean {
  if (seen.has(index) || entries[index] === undefined) return false;
  seen.add(index);
  return true;
}
