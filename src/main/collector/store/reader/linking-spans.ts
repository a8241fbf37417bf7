import type { LinkCursor, LinkedFrom, LinkingSpan } from '../../../../shared/contract/traces.ts';
import { decodeSpan } from '../../otlp/decode-detail.ts';
import { LINKS_HASHED, linkHash } from '../../otlp/link-hash.ts';
import { asBuffer } from '../../otlp/wire.ts';
import { mayHold } from '../segment/filter.ts';
import { HEADER_FLAG, type SpanHeader } from '../segment/span-header.ts';
import { isDead } from '../summarize.ts';
import type { LinkingQuery } from '../types.ts';
import type { DataFiles } from './data-files.ts';
import type { SegmentRow } from './day-reader.ts';
import { readable } from './query/readable.ts';
import { readBodies, readHeader } from './segment-bodies.ts';
import { FILTER_BATCH, type SegmentFilters } from './segment-filters.ts';
import { Slices } from './slices.ts';
import { skipDamage } from './trace-segments.ts';

/** A segment that may hold a link to the trace. */
interface Candidate {
  readonly path: string;
  readonly row: SegmentRow;
}

/** Ids that are looked for, as bytes. */
interface Target {
  readonly traceId: Buffer;
  readonly spanId: Buffer;
}

/**
 * Spans of a project with a link to a span, the latest first. Links lead one way: segments are found by their filters,
 * then read from the latest on, and no further than the page needs. Damaged segments are left out.
 *
 * Throws `AbortError` once the signal is given.
 */
export async function linkingSpans(
  { files, filters }: { readonly files: DataFiles; readonly filters: SegmentFilters },
  query: LinkingQuery,
  signal?: AbortSignal,
): Promise<LinkedFrom> {
  const target: Target = {
    traceId: Buffer.from(query.traceId, 'hex'),
    spanId: Buffer.from(query.spanId, 'hex'),
  };
  const slices = new Slices();
  const candidates = await candidatesFor(files, filters, query, target, slices, signal);
  candidates.sort((a, b) => b.row.maxUs - a.row.maxUs);
  const found: LinkingSpan[] = [];
  for (const { path, row } of candidates) {
    // What is left starts before all that are on the page already.
    if (found.length > query.limit && found[query.limit]!.startUs > row.maxUs) break;
    signal?.throwIfAborted();
    found.push(...(skipDamage(() => linksIn(files, path, row, query, target)) ?? []));
    found.sort(compare);
    found.length = Math.min(found.length, query.limit + 1);
    if (slices.due) await slices.next();
  }
  const spans = found.slice(0, query.limit);
  return { spans, next: found.length > query.limit ? cursorOf(spans.at(-1)!) : null };
}

/** Segments of the time that is asked for whose filters do not say that they have no link to the trace. */
async function candidatesFor(
  files: DataFiles,
  filters: SegmentFilters,
  { projectId, fromUs = -Infinity, toUs = Infinity, after }: LinkingQuery,
  target: Target,
  slices: Slices,
  signal: AbortSignal | undefined,
): Promise<Candidate[]> {
  const hash = [[linkHash(target.traceId, 0)]];
  const hashed = LINKS_HASHED.map((mark) => [mark]);
  const latest = Math.min(toUs, after?.startUs ?? Infinity);
  const candidates: Candidate[] = [];
  for (const { path } of files.list(projectId, 'traces')) {
    const times = files.open(path)?.times();
    if (times === undefined || times.maxUs < fromUs || times.minUs > latest) continue;
    for (let afterId = 0, more = true; more;) {
      signal?.throwIfAborted();
      const batch = filters.after(path, afterId);
      more = batch.length === FILTER_BATCH;
      for (const [id, filter] of batch) {
        afterId = id;
        const may = skipDamage(() => mayHold(filter, hash) || !mayHold(filter, hashed));
        if (may === false) continue;
        const row = files.reopen(path).segment(id);
        if (row === undefined || row.maxUs < fromUs || row.minUs > latest) continue;
        candidates.push({ path, row });
      }
      if (slices.due) await slices.next();
    }
  }
  return candidates;
}

/** Throws `SegmentError`. */
function linksIn(
  files: DataFiles,
  path: string,
  { id, dead }: SegmentRow,
  { traceId, spanId, fromUs = -Infinity, toUs = Infinity, after }: LinkingQuery,
  target: Target,
): LinkingSpan[] {
  const reader = files.reopen(path);
  const header = readHeader(reader, 'traces', id);
  const ordinals: number[] = [];
  for (let i = 0; i < header.count; i++) {
    if ((header.flags[i]! & HEADER_FLAG.links) === 0 || isDead(dead, i)) continue;
    const startUs = header.startUs[i]!;
    if (startUs < fromUs || startUs >= toUs || startUs > (after?.startUs ?? Infinity)) continue;
    ordinals.push(i);
  }
  const found: LinkingSpan[] = [];
  for (const { ordinal, bytes } of readBodies(reader, id, header, ordinals)) {
    // Most links lead elsewhere: the bytes tell before the span is decoded.
    const body = asBuffer(bytes);
    if (!body.includes(target.traceId) || !body.includes(target.spanId)) continue;
    const span = readable(() => decodeSpan(body));
    if (!span?.links.some((link) => link.traceId === traceId && link.spanId === spanId)) continue;
    const linking = describe(header, ordinal, span.traceId, span.spanId);
    if (after === undefined || compare(linking, after) > 0) found.push(linking);
  }
  return found;
}

function describe(header: SpanHeader, i: number, traceId: string, spanId: string): LinkingSpan {
  return {
    traceId,
    spanId,
    name: header.strings[header.name[i]!]!,
    service: header.strings[header.service[i]!]!,
    startUs: header.startUs[i]!,
    durationUs: header.durationUs[i]!,
    status: header.status[i] === 2 ? 'error' : 'ok',
  };
}

const cursorOf = ({ startUs, traceId, spanId }: LinkingSpan): LinkCursor => ({
  startUs,
  traceId,
  spanId,
});

/** The latest first; ids settle what started at the same time. */
function compare(a: LinkCursor, b: LinkCursor): number {
  if (a.startUs !== b.startUs) return b.startUs - a.startUs;
  const [one, other] = [a.traceId + a.spanId, b.traceId + b.spanId];
  return one < other ? -1 : Number(one > other);
}
