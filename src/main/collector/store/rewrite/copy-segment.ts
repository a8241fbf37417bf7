import { traceKey } from '../trace-key.ts';
import { unpackBody } from '../segment/body.ts';
import { SegmentError } from '../segment/segment-error.ts';
import { allocateTraceRows, viewTraceRows, type TraceRows } from '../segment/trace-rows.ts';
import { isDead } from '../summarize.ts';
import type { PreparedSegment } from '../types.ts';
import type { OpenFile } from '../writer/open-file.ts';
import { rebuildSegment } from './rebuild-segment.ts';
import type { OpenSegment } from './records-of.ts';

/**
 * Puts a segment into another file under its id, without the records that go. Must run inside a transaction of it.
 *
 * @param goes ordinals, ascending; none: every byte is taken over as it is
 * @returns whether anything of it stays
 */
export function copySegment(segment: OpenSegment, goes: readonly number[], to: OpenFile): boolean {
  if (goes.length === 0) {
    to.insert(unchanged(segment));
    const saved = segment.reader.savedBy(segment.row.id);
    if (saved !== undefined) to.markPacked(segment.row.id, saved);
  } else {
    const kept = keptOf(segment, goes);
    if (kept.length === 0) return false;
    insertInPlaceOf(segment, rebuildSegment(segment, kept), to);
  }
  return true;
}

/** Puts what was made of a segment into another file, under its id and with the time of its arrival. */
export function insertInPlaceOf(
  { row: { id, committedMs } }: OpenSegment,
  { parts, records, minUs, maxUs }: PreparedSegment,
  to: OpenFile,
): void {
  to.insert({
    id,
    records,
    live: records,
    minUs,
    maxUs,
    committedMs,
    dead: null,
    body: unpackBody(parts['body']!),
    rows: viewTraceRows(parts['rows']!),
    isListed: () => true,
  });
}

/** Live records that stay: those that repeat others are left behind as well. */
function keptOf({ row }: OpenSegment, goes: readonly number[]): number[] {
  const gone = new Set(goes);
  const kept: number[] = [];
  for (let i = 0; i < row.records; i++) if (!gone.has(i) && !isDead(row.dead, i)) kept.push(i);
  return kept;
}

function unchanged(segment: OpenSegment): Parameters<OpenFile['insert']>[0] {
  const { row, reader } = segment;
  const { id, records, minUs, maxUs, committedMs, dead } = row;
  const section = (name: 'header' | 'context' | 'filter'): Uint8Array => {
    const stored = reader.section(name, id);
    if (stored === undefined) throw new SegmentError(`its ${name} is missing`);
    return stored;
  };
  const rows = traceRowsOf(segment);
  let live = records;
  if (dead) for (let i = 0; i < records; i++) if (isDead(dead, i)) live--;
  return {
    id,
    records,
    live,
    minUs,
    maxUs,
    committedMs,
    dead: dead ?? null,
    body: {
      parts: reader.section('parts', id) ?? new Uint8Array(0),
      header: section('header'),
      context: section('context'),
      filter: section('filter'),
      frames: [...reader.frames(id, 0, records)],
    },
    rows,
    isListed: (trace) => {
      const end = rows.first[trace]! + rows.count[trace]!;
      for (let i = rows.first[trace]!; i < end; i++) if (!isDead(dead, i)) return true;
      return false;
    },
  };
}

/** What the index of a file holds of a segment; times and span ids are the writer's alone. */
export function traceRowsOf({ header }: Pick<OpenSegment, 'header'>): TraceRows {
  if (header.signal === 'metrics') return allocateTraceRows(0, 0).rows;
  const { traceIds } = header.of;
  const traces = traceIds.length / 16;
  const { rows } = allocateTraceRows(traces, 0);
  rows.traceIds.set(traceIds);
  for (let t = 0; t < traces; t++) rows.keys[t] = traceKey(traceIds, t * 16);
  if (header.signal === 'traces') {
    for (let t = 0; t < traces; t++) {
      rows.first[t] = header.of.runAt[t]!;
      rows.count[t] = header.of.runAt[t + 1]! - header.of.runAt[t]!;
    }
    return rows;
  }
  const seen = new Uint8Array(traces);
  for (const [i, trace] of header.of.trace.entries()) {
    if (trace === 0) continue;
    if (seen[trace - 1] === 0) rows.first[trace - 1] = i;
    seen[trace - 1] = 1;
    rows.count[trace - 1] = i - rows.first[trace - 1]! + 1;
  }
  return rows;
}
