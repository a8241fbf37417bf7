import {
  openDayFileForReading,
  type DayFileConnection,
} from '../../../src/main/collector/store/day-file.ts';
import { listDayFiles } from '../../../src/main/collector/store/day-files.ts';
import { unpackFrame } from '../../../src/main/collector/store/segment/frames.ts';
import { decodeSpanHeader } from '../../../src/main/collector/store/segment/span-header.ts';
import { decodeTraceParts } from '../../../src/main/collector/store/segment/trace-parts-codec.ts';
import { isDead } from '../../../src/main/collector/store/summarize.ts';

interface SegmentRow {
  id: number;
  records: number;
  live: number;
  dead: Uint8Array | null;
}

export interface StoredSegment {
  readonly day: string;
  readonly id: number;
  readonly dead: Uint8Array | null;
  /** `traceId/spanId` of every live span. */
  readonly spans: string[];
  /** Span counts of the parts, by trace id. */
  readonly parts: Map<string, number>;
  /** Bodies of the live spans. */
  readonly bodies: Uint8Array[];
}

function readSegment(db: DayFileConnection, day: string, row: SegmentRow): StoredSegment {
  const one = (table: string): Uint8Array =>
    db.prepare(`SELECT data FROM ${table} WHERE segment_id = ?`).pluck().get(row.id) as Uint8Array;
  const header = decodeSpanHeader(one('segment_header'));
  const parts = decodeTraceParts(one('segment_parts'));
  const frames = db
    .prepare('SELECT first, records, data FROM frame WHERE id BETWEEN ? AND ? ORDER BY id')
    .all(row.id * 65_536, row.id * 65_536 + 65_535) as Parameters<typeof unpackFrame>[0][];
  const all = frames.flatMap((frame) => unpackFrame(frame, header.length));
  const dead = row.dead ?? undefined;
  const spans: string[] = [];
  const bodies: Uint8Array[] = [];
  for (let trace = 0; trace < header.traces; trace++) {
    const id = hex(header.traceIds, trace * 16, 16);
    for (let i = header.runAt[trace]!; i < header.runAt[trace + 1]!; i++) {
      if (isDead(dead, i)) continue;
      spans.push(`${id}/${hex(header.spanIds, i * 8, 8)}`);
      bodies.push(all[i]!);
    }
  }
  const counts = new Map<string, number>();
  for (let i = 0; i < parts.count; i++)
    counts.set(hex(parts.traceIds, i * 16, 16), parts.spans[i]!);
  return { day, id: row.id, dead: row.dead, spans, parts: counts, bodies };
}

const hex = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.subarray(at, at + length)).toString('hex');

/** Everything stored of a project's traces, oldest first, read straight from the files. */
export function storedSegments(dataDir: string, projectId: string): StoredSegment[] {
  return listDayFiles(dataDir, projectId, 'traces')
    .reverse()
    .flatMap(({ day, path }) => {
      const db = openDayFileForReading(path, {});
      if (!db) return [];
      try {
        const rows = db.prepare('SELECT * FROM segment ORDER BY id').all() as SegmentRow[];
        return rows.map((row) => readSegment(db, day, row));
      } finally {
        db.close();
      }
    });
}

/** `traceId/spanId` of every stored span, sorted; a span stored twice is in it twice. */
export function storedSpans(dataDir: string, projectId: string): string[] {
  return storedSegments(dataDir, projectId)
    .flatMap(({ spans }) => spans)
    .sort();
}
