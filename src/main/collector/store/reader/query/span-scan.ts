import { createHash } from 'node:crypto';
import type { SpanLeaf } from '../../../../../shared/query/plan.ts';
import { hidesAnything, type HiddenAttributes } from '../../../visibility/hidden-attributes.ts';
import { Rewriter } from '../../../visibility/rewriter.ts';
import { mayHold } from '../../segment/filter.ts';
import type { DataFiles } from '../data-files.ts';
import { LruMap } from '../lru-map.ts';
import { FILTER_BATCH, type SegmentFilters } from '../segment-filters.ts';
import { Slices } from '../slices.ts';
import { skipDamage } from '../trace-segments.ts';
import { LeafProgress, type LeafFindings } from './leaf-progress.ts';
import { scanSegment } from './scan-segment.ts';
import { SegmentView } from './segment-view.ts';
import { spanMatcher, type SpanMatcher } from './span-matcher.ts';

/** Bytes of remembered results. */
const CACHE_BYTES = 32 * 1024 * 1024;

/** What is looked for, by whom. */
export interface ScanQuery {
  readonly projectId: string;
  readonly leaves: readonly SpanLeaf[];
  /** Traces that start before may be left out, microseconds. */
  readonly fromUs?: number | undefined;
  /** What the one who asks may not see; it meets no condition. */
  readonly hidden?: HiddenAttributes | null | undefined;
  /** The answer is not wanted any more. */
  readonly signal?: AbortSignal | undefined;
}

/** A leaf under a scan. */
interface Running {
  readonly matcher: SpanMatcher;
  readonly progress: LeafProgress;
}

/**
 * Finds the traces with spans that meet conditions: by the filters of the segments, their headers, and then in the
 * records themselves, reading each segment once for all conditions. What was found stays known, and only newer
 * segments are left to do when the same is asked again.
 */
export class SpanScan {
  readonly #files: DataFiles;
  readonly #known = new LruMap<string, LeafProgress>(CACHE_BYTES);
  readonly #filters: SegmentFilters;

  constructor(files: DataFiles, filters: SegmentFilters) {
    this.#files = files;
    this.#filters = filters;
  }

  /**
   * The traces of each leaf. Damaged segments are left out.
   *
   * Throws AppError `invalid` for a pattern that cannot be read, `unavailable` once the signal is given.
   */
  async find(query: ScanQuery): Promise<LeafFindings[]> {
    const { projectId, leaves, fromUs = 0, signal } = query;
    const hidden = hidesAnything(query.hidden ?? null) ? query.hidden! : null;
    const running = leaves.map(({ condition, isCounted }): Running & { name: string } => {
      const matcher = spanMatcher(condition);
      // What was found for one viewer must not be given to another.
      const name = nameOf([projectId, condition, isCounted, hidden]);
      let progress = this.#known.get(name);
      if (progress === undefined || progress.fromUs > fromUs) {
        progress = new LeafProgress(fromUs, isCounted);
      }
      this.#known.set(name, progress, progress.bytes + name.length);
      return { matcher, progress, name };
    });
    // Whoever asks for one of these conditions meanwhile follows, and has little left to do.
    const before = running.map(({ progress }) => progress.turn);
    const turn = Promise.allSettled(before).then(() =>
      this.#advance(projectId, running, hidden, signal),
    );
    for (const { progress } of running) progress.turn = turn;
    await turn;
    for (const { name, progress } of running) {
      // Not if it was forgotten meanwhile: files it knows may be gone.
      if (this.#known.peek(name) === progress) {
        this.#known.set(name, progress, progress.bytes + name.length);
      }
    }
    return running.map(({ progress }) => progress.findings());
  }

  /** Forgets what was found; it is scanned for again when asked. */
  clear(): void {
    this.#known.clear();
  }

  /** Tests the segments that were committed since the last time. */
  async #advance(
    projectId: string,
    running: readonly Running[],
    hidden: HiddenAttributes | null,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const rewriter = hidden === null ? undefined : new Rewriter(hidden);
    const slices = new Slices();
    const files = this.#files.list(projectId, 'traces');
    const paths = new Set(files.map(({ path }) => path));
    for (const { progress } of running) progress.keepTo(paths);
    for (const { path } of files) {
      let after = Math.min(...running.map(({ progress }) => progress.testedOf(path)));
      for (let more = true; more;) {
        const batch = this.#filters.after(path, after);
        more = batch.length === FILTER_BATCH;
        for (const [segmentId, filter] of batch) {
          signal?.throwIfAborted();
          after = segmentId;
          const left = running.filter(({ progress }) => progress.testedOf(path) < segmentId);
          const possible = left.filter(
            ({ matcher }) => skipDamage(() => mayHold(filter, matcher.hashes)) !== false,
          );
          if (possible.length > 0) this.#scan(path, segmentId, possible, rewriter);
          for (const { progress } of left) progress.setTested(path, segmentId);
          if (slices.due) await slices.next();
        }
      }
    }
  }

  #scan(
    path: string,
    segmentId: number,
    running: readonly Running[],
    rewriter: Rewriter | undefined,
  ): void {
    const reader = this.#files.reopen(path);
    const row = reader.segment(segmentId);
    if (row === undefined) return;
    // Spans do not start before their trace, so nothing here belongs to a trace that starts later.
    const due = running.filter(({ progress }) => row.maxUs >= progress.fromUs);
    if (due.length === 0) return;
    const marks = skipDamage(() => scanSegment(new SegmentView(reader, row, rewriter), due));
    for (const [i, { progress }] of due.entries()) marks?.[i]?.addTo(progress);
  }
}

/** Tells conditions apart; short also where one lists thousands of spans. */
export function nameOf(what: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('base64');
}
