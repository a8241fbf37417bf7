import { existsSync } from 'node:fs';
import type { TraceFilter } from '../../../../shared/contract/traces.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Signal } from '../../otlp/types.ts';
import type { LogHeader } from '../segment/log-header.ts';
import type { MetricHeader } from '../segment/metric-header.ts';
import { SegmentError } from '../segment/segment-error.ts';
import { UnreadableFileError } from '../day-file.ts';
import type { SpanHeader } from '../segment/span-header.ts';
import { isDead } from '../summarize.ts';
import type { DataFiles } from './data-files.ts';
import type { DayReader, SegmentRow } from './day-reader.ts';
import type { HiddenAttributes } from '../../visibility/hidden-attributes.ts';
import { BatchBuilder, type PackedBatch } from './packed-batch.ts';
import { readBodies, readContext, readHeader } from './segment-bodies.ts';
import { runsByTime, type LogSegment } from './log-order.ts';
import { TraceIdSet } from './trace-id-set.ts';
import { shownTo } from './shown-records.ts';
import { skipDamage, type TraceSegments } from './trace-segments.ts';

/** What of a project is exported. */
export interface ExportSelection {
  readonly signal: Signal;
  /** Ids of 16 bytes each: only what belongs to these traces; absent for all. */
  readonly traceIds?: Uint8Array | undefined;
  /** Logs and metrics where no traces are named: only records of this time. */
  readonly filter: Pick<TraceFilter, 'fromUs' | 'toUs'>;
  /** What is taken out of the records. */
  readonly hidden?: HiddenAttributes | null;
}

/** A day that is gone through. */
interface DayInTurn {
  readonly projectId: string;
  readonly signal: Signal;
  readonly day: string;
  /** Its file; undefined: to be looked for. */
  path: string | undefined;
  /** Records of it that are packed. */
  packed: number;
  /** Segments up to this id are done. */
  after: number;
}

const removed = (path: string): UnreadableFileError =>
  new UnreadableFileError('unavailable', path, `The data file ${path} was removed.`);

/** Reads whole records in stored order, a batch at a time. Damaged segments are left out. */
export class RecordExport {
  private readonly files: DataFiles;
  private readonly segments: TraceSegments;

  constructor(files: DataFiles, segments: TraceSegments) {
    this.files = files;
    this.segments = segments;
  }

  /** All spans of a trace. */
  async *trace(
    projectId: string,
    traceId: string,
    hidden?: HiddenAttributes | null,
  ): AsyncIterable<PackedBatch> {
    const batch = new BatchBuilder('traces', shownTo(hidden));
    const found = await this.segments.spans(projectId, traceId);
    for (const segment of found.toReversed()) {
      yield* this.add(batch, segment.path, segment.segmentId, segment.header, segment.ordinals);
    }
    if (!batch.empty) yield batch.take();
  }

  /** Log records of a trace, or of one span of it, by time. */
  async *logs(
    projectId: string,
    traceId: string,
    spanId?: string,
    hidden?: HiddenAttributes | null,
  ): AsyncIterable<PackedBatch> {
    const batch = new BatchBuilder('logs', shownTo(hidden));
    const found = await this.segments.logs(projectId, traceId, spanId);
    const read = (segment: LogSegment, ordinals: readonly number[]) =>
      readBodies(this.files.reopen(segment.path), segment.segmentId, segment.header, ordinals);
    for (const { segment, ordinals } of runsByTime(found.toReversed(), read)) {
      yield* this.add(batch, segment.path, segment.segmentId, segment.header, ordinals);
    }
    if (!batch.empty) yield batch.take();
  }

  /** Everything of a signal that is selected, oldest day first. */
  async *project(projectId: string, selection: ExportSelection): AsyncIterable<PackedBatch> {
    const { signal, traceIds, filter } = selection;
    const wanted = traceIds && TraceIdSet.from(traceIds);
    const batch = new BatchBuilder(signal, shownTo(selection.hidden));
    for (const { day } of this.files.list(projectId, signal).toReversed()) {
      const place: DayInTurn = { projectId, signal, day, path: undefined, packed: 0, after: 0 };
      for (let next = this.next(place); next !== undefined; next = this.next(place)) {
        const { path, row } = next;
        const picked = skipDamage(() => pick(this.files.reopen(path), signal, row, wanted, filter));
        if (picked) yield* this.add(batch, path, row.id, picked.header, picked.ordinals);
      }
    }
    if (!batch.empty) yield batch.take();
  }

  /**
   * The next segment of a day, from the file that the day is in by then: an export takes its time, and what stays of a
   * day that is written anew keeps the ids of its segments. Undefined at its end, and where the day went meanwhile.
   *
   * @throws AppError `not_found` where the project went, `unavailable` where the day was packed before it was written
   *   anew: then segments were joined
   */
  private next(place: DayInTurn): { path: string; row: SegmentRow } | undefined {
    for (;;) {
      const { projectId, signal, day, after } = place;
      const known = place.path;
      const find = () => this.files.list(projectId, signal).find((each) => each.day === day)?.path;
      const path = known ?? find();
      if (path === undefined) {
        if (this.files.projects().includes(projectId)) return undefined;
        throw new AppError('not_found', `The project ${projectId} was deleted.`);
      }
      try {
        const reader = this.files.open(path);
        if (known === undefined) {
          const packed = reader?.packedTotals().records ?? 0;
          if (after > 0 && packed > place.packed) throw removed(path);
          Object.assign(place, { path, packed });
        }
        const [row] = reader?.segments(after, 1) ?? [];
        place.after = row?.id ?? after;
        return row && { path, row };
      } catch (error) {
        const isGone = error instanceof UnreadableFileError && !existsSync(path);
        if (!isGone) throw error;
        place.path = undefined;
      }
    }
  }

  /** The newest records of a signal, those of the newest segments first. */
  async *newest(
    projectId: string,
    signal: Signal,
    limit: number,
    hidden?: HiddenAttributes | null,
  ): AsyncIterable<PackedBatch> {
    const batch = new BatchBuilder(signal, shownTo(hidden));
    let left = limit;
    for (const { path } of this.files.list(projectId, signal)) {
      let id = this.files.open(path)?.lastSegment() ?? 0;
      for (; id > 0 && left > 0; id = this.files.open(path)?.previousSegment(id) ?? 0) {
        const picked = skipDamage(() => {
          const reader = this.files.reopen(path);
          const row = reader.segment(id);
          return row && pick(reader, signal, row, undefined, {});
        });
        if (picked === undefined) continue;
        const ordinals = picked.ordinals.slice(0, left);
        left -= ordinals.length;
        yield* this.add(batch, path, id, picked.header, ordinals);
      }
    }
    if (!batch.empty) yield batch.take();
  }

  private *add(
    batch: BatchBuilder,
    path: string,
    segmentId: number,
    header: SpanHeader | LogHeader | MetricHeader,
    ordinals: readonly number[],
  ): Iterable<PackedBatch> {
    const context = skipDamage(() => readContext(this.files.reopen(path), segmentId));
    if (context === undefined) return;
    // All of the segment at once: the file may be removed before somebody asks for more.
    const full: PackedBatch[] = [];
    try {
      for (const { ordinal, bytes } of readBodies(
        this.files.reopen(path),
        segmentId,
        header,
        ordinals,
      )) {
        batch.add(bytes, context, header.resource[ordinal]!, header.scope[ordinal]!);
        if (batch.full) full.push(batch.take());
      }
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
    }
    yield* full;
  }
}

/** The selected live records of a segment. Throws `SegmentError`. */
function pick(
  reader: DayReader,
  signal: Signal,
  { id, dead, minUs, maxUs }: SegmentRow,
  traces: TraceIdSet | undefined,
  { fromUs = -Infinity, toUs = Infinity }: ExportSelection['filter'],
): { header: SpanHeader | LogHeader | MetricHeader; ordinals: number[] } | undefined {
  const isTimed = traces === undefined && (fromUs !== -Infinity || toUs !== Infinity);
  if (signal === 'metrics' && traces !== undefined) return undefined;
  if (signal !== 'traces' && isTimed && (maxUs < fromUs || minUs >= toUs)) return undefined;
  const ordinals: number[] = [];
  const keep = (count: number, isWanted: (ordinal: number) => boolean): void => {
    for (let i = 0; i < count; i++) if (!isDead(dead, i) && isWanted(i)) ordinals.push(i);
  };
  if (signal === 'logs') {
    const header = readHeader(reader, signal, id);
    const isOfTime = (i: number) => header.timeUs[i]! >= fromUs && header.timeUs[i]! < toUs;
    // The number of a record's trace counts from 1.
    const isOfTrace = (i: number) =>
      header.trace[i]! > 0 && traces!.has(header.traceIds, (header.trace[i]! - 1) * 16);
    keep(header.count, traces === undefined ? (i) => !isTimed || isOfTime(i) : isOfTrace);
    return { header, ordinals };
  }
  if (signal === 'metrics') {
    const header = readHeader(reader, signal, id);
    keep(
      header.count,
      (i) => !isTimed || (header.endUs[i]! >= fromUs && header.startUs[i]! < toUs),
    );
    return { header, ordinals };
  }
  const header = readHeader(reader, signal, id);
  for (let trace = 0; trace < header.traces; trace++) {
    if (traces !== undefined && !traces.has(header.traceIds, trace * 16)) continue;
    const end = header.runAt[trace + 1]!;
    for (let i = header.runAt[trace]!; i < end; i++) if (!isDead(dead, i)) ordinals.push(i);
  }
  return { header, ordinals };
}
