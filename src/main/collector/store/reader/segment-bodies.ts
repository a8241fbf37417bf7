import type { Signal } from '../../otlp/types.ts';
import { decodeContext, type SegmentContext } from '../segment/context.ts';
import { unpackFrame } from '../segment/frames.ts';
import { decodeLogHeader } from '../segment/log-header.ts';
import { decodeMetricHeader } from '../segment/metric-header.ts';
import { SegmentError } from '../segment/segment-error.ts';
import {
  decodeSpanColumns,
  decodeSpanHeader,
  type SpanColumn,
  type SpanColumns,
} from '../segment/span-header.ts';
import type { DayReader } from './day-reader.ts';

/** What every header tells of its records: sizes, and the resource and scope each belongs to. */
export interface RecordColumns {
  readonly count: number;
  readonly length: Uint32Array;
  readonly resource: Uint32Array;
  readonly scope: Uint32Array;
}

/** Header of a segment by signal; throws `SegmentError`. */
const HEADER_DECODERS = {
  traces: decodeSpanHeader,
  logs: decodeLogHeader,
  metrics: decodeMetricHeader,
} as const;

/** One record of a segment with the entries of its context. */
export interface BodyOf {
  readonly ordinal: number;
  readonly bytes: Uint8Array;
}

/** Header of a segment, whatever its signal. Throws `SegmentError` when it is missing or damaged. */
export function readHeader<S extends Signal>(
  reader: DayReader,
  signal: S,
  segmentId: number,
): ReturnType<(typeof HEADER_DECODERS)[S]> {
  const stored = reader.section('header', segmentId);
  if (stored === undefined) throw new SegmentError('its header is missing');
  return HEADER_DECODERS[signal](stored) as ReturnType<(typeof HEADER_DECODERS)[S]>;
}

/** Some columns of the header of a segment of spans, all where none are named. Throws `SegmentError` when it is missing or damaged. */
export function readColumns<C extends SpanColumn>(
  reader: DayReader,
  segmentId: number,
  columns?: ReadonlySet<C>,
): SpanColumns<C> {
  const stored = reader.section('header', segmentId);
  if (stored === undefined) throw new SegmentError('its header is missing');
  return columns === undefined ? decodeSpanHeader(stored) : decodeSpanColumns(stored, columns);
}

/** Resources and scopes of a segment. Throws `SegmentError` when they are missing or damaged. */
export function readContext(reader: DayReader, segmentId: number): SegmentContext {
  const stored = reader.section('context', segmentId);
  if (stored === undefined) throw new SegmentError('its context is missing');
  return decodeContext(stored);
}

/** Bodies of these ordinals, given in ascending order, frame by frame. Throws `SegmentError`. */
export function* readBodies(
  reader: DayReader,
  segmentId: number,
  header: RecordColumns,
  ordinals: readonly number[],
): IterableIterator<BodyOf> {
  if (ordinals.length === 0) return;
  let next = 0;
  const end = ordinals.at(-1)! + 1;
  for (const frame of reader.frames(segmentId, ordinals[0]!, end)) {
    const last = frame.first + frame.records;
    let from = next;
    while (next < ordinals.length && ordinals[next]! < last) next++;
    if (from === next) continue;
    const bodies = unpackFrame(frame, header.length);
    for (; from < next; from++) {
      const ordinal = ordinals[from]!;
      const bytes = bodies[ordinal - frame.first];
      if (bytes === undefined) throw new SegmentError('a frame is missing');
      yield { ordinal, bytes };
    }
  }
  if (next < ordinals.length) throw new SegmentError('a frame is missing');
}
