import type { Signal } from '../../otlp/types.ts';
import type { DayReader, SegmentRow } from '../reader/day-reader.ts';
import { readContext, readHeader } from '../reader/segment-bodies.ts';
import type { SegmentContext } from '../segment/context.ts';
import type { LogHeader } from '../segment/log-header.ts';
import type { MetricHeader } from '../segment/metric-header.ts';
import type { SpanHeader } from '../segment/span-header.ts';

/** A stored segment, opened as far as every judgment needs. */
export interface OpenSegment {
  readonly row: SegmentRow;
  readonly reader: DayReader;
  readonly header:
    | { readonly signal: 'traces'; readonly of: SpanHeader }
    | { readonly signal: 'logs'; readonly of: LogHeader }
    | { readonly signal: 'metrics'; readonly of: MetricHeader };
  readonly context: SegmentContext;
}

/** Opens a segment. Throws `SegmentError` when it is damaged. */
function openSegment(reader: DayReader, signal: Signal, row: SegmentRow): OpenSegment {
  const context = readContext(reader, row.id);
  const header = { signal, of: readHeader(reader, signal, row.id) } as OpenSegment['header'];
  return { row, reader, header, context };
}

/** The segments of a file after an id, up to another one, as far as they are committed; read one by one. */
export function* segmentsOf(
  reader: DayReader,
  signal: Signal,
  afterId = 0,
  throughId = Infinity,
): IterableIterator<OpenSegment> {
  for (let after = afterId; ;) {
    const [row] = reader.segments(after, 1);
    if (row === undefined || row.id > throughId) return;
    after = row.id;
    yield openSegment(reader, signal, row);
  }
}

/**
 * A record's own time, or that of its arrival where it has none or one yet to come; ms since the epoch. What came while
 * the clock was behind is only as young as it says itself.
 */
export function timeOf(timeUs: number, arrivedMs: number, nowMs: number): number {
  const ownMs = timeUs / 1000;
  return ownMs > 0 && ownMs <= Math.max(arrivedMs, nowMs) ? ownMs : arrivedMs;
}
