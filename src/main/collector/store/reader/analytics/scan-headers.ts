import type { SpanColumn, SpanColumns } from '../../segment/span-header.ts';
import type { SegmentRow } from '../day-reader.ts';
import type { DataFiles } from '../data-files.ts';
import { readColumns } from '../segment-bodies.ts';
import { Slices } from '../slices.ts';
import { skipDamage } from '../trace-segments.ts';

/** Rows of the table of segments read at a time. */
const BATCH = 64;

/** A segment whose spans are looked at: of its header, all columns or those that were asked for. */
export interface ScannedSegment<C extends SpanColumn = SpanColumn> {
  readonly path: string;
  readonly segmentId: number;
  readonly header: SpanColumns<C>;
  /** Bitmap of ordinals that repeat stored spans. */
  readonly dead: Uint8Array | undefined;
}

/** What of a project is scanned; times as microseconds since the epoch. */
export interface ScanRange {
  readonly projectId: string;
  readonly fromUs?: number | undefined;
  readonly toUs?: number | undefined;
}

/** A segment that holds spans of the time that is scanned. */
export interface FoundSegment {
  readonly path: string;
  readonly row: SegmentRow;
}

/**
 * The headers of the segments that hold spans of a time, newest file first, in slices. Damaged segments are left out.
 */
export async function* scanHeaders<C extends SpanColumn = SpanColumn>(
  files: DataFiles,
  range: ScanRange,
  columns?: ReadonlySet<C>,
): AsyncGenerator<ScannedSegment<C>, void> {
  for await (const segment of findSegments(files, range)) {
    const scanned = readSegment(files, segment, columns);
    if (scanned !== undefined) yield scanned;
  }
}

/** The segments that hold spans of a time, newest file first, in slices. */
export async function* findSegments(
  files: DataFiles,
  { projectId, fromUs = -Infinity, toUs = Infinity }: ScanRange,
): AsyncGenerator<FoundSegment, void> {
  const slices = new Slices();
  for (const { path } of files.list(projectId, 'traces')) {
    const times = files.open(path)?.times();
    if (times === undefined || times.maxUs < fromUs || times.minUs >= toUs) continue;
    for (let after = 0, more = true; more;) {
      const rows = files.reopen(path).segmentsWithin(after, fromUs, toUs, BATCH);
      more = rows.length === BATCH;
      for (const row of rows) {
        after = row.id;
        yield { path, row };
        if (slices.due) await slices.next();
      }
    }
  }
}

/** The header of a segment; undefined where it is damaged. */
export function readSegment<C extends SpanColumn>(
  files: DataFiles,
  { path, row: { id, dead } }: FoundSegment,
  columns?: ReadonlySet<C>,
): ScannedSegment<C> | undefined {
  const header = skipDamage(() => readColumns(files.reopen(path), id, columns));
  return header && { path, segmentId: id, header, dead };
}

/** Earliest and latest time of the spans of a project, microseconds; the wrong way round without any. */
export function storedTimes(files: DataFiles, projectId: string): { first: number; last: number } {
  let first = Infinity;
  let last = -Infinity;
  for (const { reader } of files.days(projectId, 'traces')) {
    const { minUs, maxUs } = reader.times();
    if (minUs > maxUs) continue;
    first = Math.min(first, minUs);
    last = Math.max(last, maxUs);
  }
  return { first, last };
}
