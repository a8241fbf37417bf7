import type { SpanLeaf } from '../../../../../shared/query/plan.ts';
import { hidesAnything } from '../../../visibility/hidden-attributes.ts';
import { Rewriter } from '../../../visibility/rewriter.ts';
import type { SpanColumns } from '../../segment/span-header.ts';
import { isDead } from '../../summarize.ts';
import { scanHeaders, type ScannedSegment } from '../analytics/scan-headers.ts';
import type { DataFiles } from '../data-files.ts';
import { type FamilyColumn, SpanFamily } from '../kin/span-family.ts';
import { LruMap } from '../lru-map.ts';
import { Slices } from '../slices.ts';
import { TraceIdSet } from '../trace-id-set.ts';
import { skipDamage } from '../trace-segments.ts';
import { amongMatcher, Candidates } from './candidates.ts';
import { neededOfTrace } from './kin-condition.ts';
import { Kin } from './kin-test.ts';
import { LeafProgress, type LeafFindings } from './leaf-progress.ts';
import { scanSegment } from './scan-segment.ts';
import { SegmentView } from './segment-view.ts';
import { spanMatcher } from './span-matcher.ts';
import { nameOf, type ScanQuery, type SpanScan } from './span-scan.ts';

/** Bytes of remembered results. */
const CACHE_BYTES = 8 * 1024 * 1024;
/** Spans whose kin is in memory at a time: some 80 MB. */
const MAX_FAMILY = 1_000_000;
const COLUMNS: ReadonlySet<FamilyColumn> = new Set([
  'strings',
  'parent',
  'startUs',
  'service',
  'operation',
  'model',
  'name',
] as const);

interface Place {
  readonly path: string;
  readonly segmentId: number;
}

interface Known {
  /** The newest segment of each file when it was found: a parent may come later than what it called. */
  readonly asOf: string;
  readonly progress: LeafProgress;
}

/**
 * Finds the traces with spans that meet conditions on the spans above them. First the traces that can have such spans,
 * by conditions on single spans; then of these the spans with their parents, whatever segments they are in.
 */
export class KinScan {
  readonly #files: DataFiles;
  readonly #spans: SpanScan;
  readonly #known = new LruMap<string, Known>(CACHE_BYTES);
  /** One search at a time: each takes memory, and the same one is mostly asked for several times at once. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(files: DataFiles, spans: SpanScan) {
    this.#files = files;
    this.#spans = spans;
  }

  /** As {@link SpanScan.find}, of one condition. */
  find(leaf: SpanLeaf, query: Omit<ScanQuery, 'leaves'>): Promise<LeafFindings> {
    const result = this.#turn.then(() => this.#find(leaf, query));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Forgets what was found. */
  clear(): void {
    this.#known.clear();
  }

  async #find(leaf: SpanLeaf, query: Omit<ScanQuery, 'leaves'>): Promise<LeafFindings> {
    const { projectId, fromUs = 0, hidden = null, signal } = query;
    signal?.throwIfAborted();
    const name = nameOf([projectId, leaf, hidden]);
    const asOf = this.#newest(projectId);
    const known = this.#known.get(name);
    if (known?.asOf === asOf && known.progress.fromUs <= fromUs) return known.progress.findings();
    const candidates = await this.#candidates(leaf, query);
    const progress = new LeafProgress(fromUs, leaf.isCounted);
    if (candidates !== null) await this.#search(leaf, query, candidates, progress);
    this.#known.set(name, { asOf, progress }, progress.bytes + name.length + asOf.length);
    return progress.findings();
  }

  #newest(projectId: string): string {
    const files = this.#files.list(projectId, 'traces');
    return files
      .map(({ path }) => `${path}:${this.#files.open(path)?.lastSegment() ?? 0}`)
      .join(' ');
  }

  /** Traces that may have what is looked for; null where none may. */
  async #candidates(
    { condition }: SpanLeaf,
    query: Omit<ScanQuery, 'leaves'>,
  ): Promise<Candidates | null> {
    const leaves = neededOfTrace(condition).map((needed) => ({
      condition: needed,
      isCounted: false,
    }));
    if (leaves.length === 0) return new Candidates(undefined);
    const [first, ...others] = await this.#spans.find({ ...query, leaves });
    const sets = others.map(({ ids }) => TraceIdSet.from(ids));
    const inAll = new TraceIdSet();
    const { ids } = first!;
    for (let at = 0; at < ids.length; at += 16) {
      if (sets.every((set) => set.has(ids, at))) inAll.add(ids, at);
    }
    return inAll.size === 0 ? null : new Candidates(inAll);
  }

  async #search(
    leaf: SpanLeaf,
    query: Omit<ScanQuery, 'leaves'>,
    candidates: Candidates,
    progress: LeafProgress,
  ): Promise<void> {
    const read = await this.#read(query, candidates, MAX_FAMILY);
    const parts = Math.max(1, Math.ceil(read.spans / MAX_FAMILY));
    for (let part = 0; part < parts; part++) {
      const some = candidates.cut(part, parts);
      const { family } = parts === 1 ? read : await this.#read(query, some);
      await this.#match(leaf, query, { some, places: read.places, family }, progress);
    }
  }

  /**
   * Reads the spans of traces with those above them.
   *
   * @param limit of more spans it is only counted how many there are, and the family is of no use
   */
  async #read(
    { projectId, fromUs, signal }: Omit<ScanQuery, 'leaves'>,
    candidates: Candidates,
    limit = Infinity,
  ): Promise<{ family: SpanFamily; places: Place[]; spans: number }> {
    let family = new SpanFamily();
    const places: Place[] = [];
    let spans = 0;
    for await (const segment of scanHeaders(this.#files, { projectId, fromUs }, COLUMNS)) {
      signal?.throwIfAborted();
      const before = spans;
      const add = family.begin(segment.header);
      for (const { trace, ordinal } of liveSpans(segment, candidates)) {
        spans++;
        if (spans <= limit) add(trace, ordinal);
      }
      if (spans > before) places.push({ path: segment.path, segmentId: segment.segmentId });
      if (spans > limit && family.count > 0) family = new SpanFamily();
    }
    return { family, places, spans };
  }

  /** Tests the spans of traces whose kin is known. */
  async #match(
    { condition }: SpanLeaf,
    { hidden = null, signal }: Omit<ScanQuery, 'leaves'>,
    among: { some: Candidates; places: readonly Place[]; family: SpanFamily },
    progress: LeafProgress,
  ): Promise<void> {
    const rewriter = hidesAnything(hidden) ? new Rewriter(hidden!) : undefined;
    const matcher = amongMatcher(among.some, spanMatcher(condition, new Kin(among.family)));
    const slices = new Slices();
    for (const { path, segmentId } of among.places) {
      signal?.throwIfAborted();
      const reader = this.#files.reopen(path);
      const row = reader.segment(segmentId);
      if (row === undefined) continue;
      const due = [{ matcher, progress }];
      const marks = skipDamage(() => scanSegment(new SegmentView(reader, row, rewriter), due));
      marks?.[0]?.addTo(progress);
      if (slices.due) await slices.next();
    }
  }
}

function* liveSpans(
  { header, dead }: Pick<ScannedSegment<never>, 'dead'> & { header: SpanColumns<never> },
  candidates: Candidates,
): Iterable<{ trace: number; ordinal: number }> {
  for (let trace = 0; trace < header.traces; trace++) {
    if (!candidates.has(header, trace)) continue;
    const end = header.runAt[trace + 1]!;
    for (let ordinal = header.runAt[trace]!; ordinal < end; ordinal++) {
      if (!isDead(dead, ordinal)) yield { trace, ordinal };
    }
  }
}
