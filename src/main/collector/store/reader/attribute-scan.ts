import type { TraceFilter } from '../../../../shared/contract/traces.ts';
import { mayHold } from '../segment/filter.ts';
import { splitFrame } from '../segment/frames.ts';
import { unpackSection } from '../segment/section.ts';
import type { SpanHeader } from '../segment/span-header.ts';
import { isDead } from '../summarize.ts';
import { AttributeTest } from './attribute-test.ts';
import { hidesAnything, type HiddenAttributes } from '../../visibility/hidden-attributes.ts';
import type { DataFiles } from './data-files.ts';
import type { DayReader, SegmentRow } from './day-reader.ts';
import { LruMap } from './lru-map.ts';
import { readContext, readHeader } from './segment-bodies.ts';
import { Slices } from './slices.ts';
import { TraceIdSet } from './trace-id-set.ts';
import { skipDamage } from './trace-segments.ts';

/** Segments whose filters are read at a time. */
const BATCH = 64;
/** Bytes of filters kept in memory: those of some eight million spans. */
const FILTER_BYTES = 32 * 1024 * 1024;
/** Bytes of remembered results. */
const CACHE_BYTES = 32 * 1024 * 1024;
/** Bytes a trace id takes in a set, its place in the table included. */
const ID_BYTES = 32;

type AttributeFilters = NonNullable<TraceFilter['attributes']>;

/** What is looked for, and what the one who looks may not see. */
interface Condition {
  readonly key: string;
  readonly value: string;
  readonly fromUs: number;
  readonly hidden: HiddenAttributes | null;
}

/** How far a condition has been tested: segments never change, so only newer ones are left to do. */
interface Progress {
  /** Segments that end before this were passed over. */
  readonly fromUs: number;
  /** Newest tested segment by file. */
  readonly tested: Map<string, number>;
  readonly found: TraceIdSet;
  /** The scan under way: the next one of the same condition follows it and has little left to do. */
  turn: Promise<void>;
}

/** Finds the traces that have attributes, by the filters of the segments and then in the records themselves. */
export class AttributeScan {
  private readonly files: DataFiles;
  private readonly progress = new LruMap<string, Progress>(CACHE_BYTES);
  private readonly filters = new LruMap<string, [number, Uint8Array][]>(FILTER_BYTES);

  constructor(files: DataFiles) {
    this.files = files;
  }

  /**
   * Ids, 16 bytes each, of the traces in which every condition is met by some span, its resource, scope, an event or
   * a link. Damaged segments are left out. Traces that start before `fromUs` may be left out. Attributes that are
   * hidden from the one who asks meet no condition.
   */
  async traceIds(
    projectId: string,
    filters: AttributeFilters,
    fromUs = 0,
    hidden: HiddenAttributes | null = null,
  ): Promise<Uint8Array<ArrayBuffer>> {
    let kept: TraceIdSet | undefined;
    for (const { key, value } of filters) {
      const view = hidesAnything(hidden) ? hidden : null;
      const found = await this.scan(projectId, { key, value, fromUs, hidden: view });
      kept = kept === undefined ? found : intersection(kept, found);
      if (kept.size === 0) break;
    }
    return (kept ?? new TraceIdSet()).toBytes();
  }

  /** Forgets what was found; it is scanned for again when asked. */
  clear(): void {
    this.progress.clear();
  }

  private async scan(
    projectId: string,
    { key, value, fromUs, hidden }: Condition,
  ): Promise<TraceIdSet> {
    // What was found for one viewer must not be given to another.
    const name = JSON.stringify([projectId, key, value, hidden]);
    let progress = this.progress.get(name);
    if (progress === undefined || progress.fromUs > fromUs) {
      progress = { fromUs, tested: new Map(), found: new TraceIdSet(), turn: Promise.resolve() };
    }
    const advance = (): Promise<void> =>
      this.advance(projectId, new AttributeTest(key, value, hidden), progress);
    progress.turn = progress.turn.then(advance, advance);
    this.progress.set(name, progress, name.length + progress.found.size * ID_BYTES);
    await progress.turn;
    this.progress.set(name, progress, name.length + progress.found.size * ID_BYTES);
    return progress.found;
  }

  /** Tests the segments that were committed since the last time. */
  private async advance(projectId: string, test: AttributeTest, progress: Progress): Promise<void> {
    const { tested, found } = progress;
    const slices = new Slices();
    for (const { path } of this.files.list(projectId, 'traces')) {
      for (let more = true; more;) {
        const batch = this.filtersAfter(path, tested.get(path) ?? 0);
        more = batch.length === BATCH;
        for (const [segmentId, filter] of batch) {
          if (skipDamage(() => mayHold(filter, [test.hashes])) !== false) {
            const ids = segmentIds(this.files.reopen(path), segmentId, test, progress.fromUs);
            for (let at = 0; at < ids.length; at += 16) found.add(ids, at);
          }
          tested.set(path, segmentId);
          if (slices.due) await slices.next();
        }
      }
    }
  }

  /** Filters of the next segments of a file, at most {@link BATCH}: full batches never change, so they are kept. */
  private filtersAfter(path: string, afterId: number): [number, Uint8Array][] {
    const reader = this.files.open(path);
    if (reader === undefined) return [];
    const key = `${path}:${afterId}`;
    const known = this.filters.get(key);
    if (known !== undefined) return known;
    const batch = reader.filtersAfter(afterId, BATCH);
    if (batch.length === BATCH) {
      this.filters.set(
        key,
        batch,
        batch.reduce((bytes, [, filter]) => bytes + filter.length, key.length),
      );
    }
    return batch;
  }
}

/** Ids of the matching traces of a segment; none of one that ends before `fromUs` or is damaged. */
function segmentIds(
  reader: DayReader,
  segmentId: number,
  test: AttributeTest,
  fromUs: number,
): Uint8Array {
  const row = reader.segment(segmentId);
  // Spans do not start before their trace, so nothing here belongs to a trace that starts later.
  if (row === undefined || row.maxUs < fromUs) return new Uint8Array(0);
  return skipDamage(() => matchingTraces(reader, row, test)) ?? new Uint8Array(0);
}

/** Ids of the traces of a segment with a span that passes. Throws `SegmentError`. */
function matchingTraces(reader: DayReader, row: SegmentRow, test: AttributeTest): Uint8Array {
  const context = readContext(reader, row.id);
  const resources = context.resources.map(({ bytes }) => test.matches('resource', bytes));
  const scopes = context.scopes.map(({ bytes }) => test.matches('scope', bytes));
  // Most segments that come here do so by chance: their header is read only when there is something in them.
  let marks: TraceMarks | undefined;
  if (resources.includes(true) || scopes.includes(true)) {
    marks = new TraceMarks(readHeader(reader, 'traces', row.id), row.dead);
    marks.markContexts(resources, scopes);
  }
  for (const frame of reader.frames(row.id, 0, row.records)) {
    const raw = unpackSection(frame.data);
    if (!test.mayBeIn(raw)) continue;
    marks ??= new TraceMarks(readHeader(reader, 'traces', row.id), row.dead);
    marks.markSpans(frame.first, splitFrame(frame, raw, marks.header.length), test);
  }
  return marks?.ids() ?? new Uint8Array(0);
}

/** Which traces of a segment matched. */
class TraceMarks {
  readonly header: SpanHeader;
  private readonly dead: Uint8Array | undefined;
  private readonly traceOf: Uint32Array;
  private readonly matched: Uint8Array;

  constructor(header: SpanHeader, dead: Uint8Array | undefined) {
    this.header = header;
    this.dead = dead;
    this.matched = new Uint8Array(header.traces);
    this.traceOf = new Uint32Array(header.count);
    for (let trace = 0; trace < header.traces; trace++) {
      this.traceOf.fill(trace, header.runAt[trace], header.runAt[trace + 1]);
    }
  }

  /** Marks the traces with a live span under a resource or scope that matched. */
  markContexts(resources: readonly boolean[], scopes: readonly boolean[]): void {
    const { header } = this;
    for (let i = 0; i < header.count; i++) {
      if (!resources[header.resource[i]!] && !scopes[header.scope[i]!]) continue;
      if (!isDead(this.dead, i)) this.matched[this.traceOf[i]!] = 1;
    }
  }

  /** Marks the traces of the live spans that match; `first` is the ordinal of the first body. */
  markSpans(first: number, bodies: readonly Uint8Array[], test: AttributeTest): void {
    for (const [offset, body] of bodies.entries()) {
      const trace = this.traceOf[first + offset]!;
      if (this.matched[trace] === 1 || isDead(this.dead, first + offset)) continue;
      if (test.matches('span', body)) this.matched[trace] = 1;
    }
  }

  /** Ids of the marked traces, 16 bytes each. */
  ids(): Uint8Array {
    const found: number[] = [];
    for (const [trace, hit] of this.matched.entries()) if (hit === 1) found.push(trace);
    const bytes = new Uint8Array(found.length * 16);
    for (const [i, trace] of found.entries()) {
      bytes.set(this.header.traceIds.subarray(trace * 16, trace * 16 + 16), i * 16);
    }
    return bytes;
  }
}

function intersection(a: TraceIdSet, b: TraceIdSet): TraceIdSet {
  const both = new TraceIdSet();
  const ids = a.toBytes();
  for (let at = 0; at < ids.length; at += 16) if (b.has(ids, at)) both.add(ids, at);
  return both;
}
