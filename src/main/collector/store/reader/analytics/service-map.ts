import type { ServiceMap } from '../../../../../shared/contract/analytics.ts';
import { spanName } from '../../segment/segment-calls.ts';
import type { SpanColumns } from '../../segment/span-header.ts';
import { isDead } from '../../summarize.ts';
import type { DataFiles } from '../data-files.ts';
import { isCalledBy, NO_SPAN, parentAt, parentName } from '../kin/parent-name.ts';
import type { TraceIds } from '../protocol.ts';
import { StringTable } from '../string-table.ts';
import { TraceIdSet } from '../trace-id-set.ts';
import { type ScannedSegment, scanHeaders, type ScanRange } from './scan-headers.ts';
import { FactsSource } from './facts-source.ts';
import { rangesAround } from './ranges-around.ts';
import { SeriesFacts } from './series-facts.ts';
import { sumSeries } from './sum-series.ts';

/** Spans looked at, the newest first. */
const MAX_SPANS = 2_000_000;
/** Services and calls between them that are given back, the most frequent first. */
const MAX_NODES = 200;
const MAX_EDGES = 1000;
/** Columns of those that may be parents. */
const OF_PARENTS: ReadonlySet<ParentColumn> = new Set(['strings', 'service', 'startUs']);
type ParentColumn = 'strings' | 'service' | 'startUs';
/** Between the two services of a call; in no name of a service that is not made to hurt. */
const ARROW = '\u0000';

/** Which service calls which, from the spans of a time; of some traces, absent for all. */
export async function serviceMap(
  files: DataFiles,
  range: ScanRange,
  only?: TraceIds,
): Promise<ServiceMap> {
  const wanted = only && TraceIdSet.from(only);
  const counter = new CallCounter(range);
  let truncated = false;
  for await (const segment of scanHeaders(files, range)) {
    if (counter.spans >= MAX_SPANS) {
      truncated = true;
      break;
    }
    counter.add(segment, wanted);
  }
  for (const part of [range, ...rangesAround(range)]) {
    if (counter.open === 0) break;
    for await (const segment of scanHeaders(files, part, OF_PARENTS)) {
      if (counter.open === 0) break;
      counter.findParents(segment, wanted);
    }
  }
  return { ...counter.result(), truncated };
}

class CallCounter {
  spans = 0;
  private readonly range: ScanRange;
  private readonly services = new StringTable();
  private readonly edges = new StringTable();
  private readonly ofServices = new SeriesFacts();
  private readonly ofEdges = new SeriesFacts();
  /** Spans whose parent is in another segment, by 53 bits of its id. */
  private readonly orphans = new Map<number, Orphan[]>();

  constructor(range: ScanRange) {
    this.range = range;
  }

  /** Parents not found yet. */
  get open(): number {
    return this.orphans.size;
  }

  add({ header, dead }: ScannedSegment, wanted: TraceIdSet | undefined): void {
    const { fromUs = -Infinity, toUs = Infinity } = this.range;
    for (const { trace, ordinal: i } of liveSpans(header, dead, wanted)) {
      if (header.startUs[i]! < fromUs || header.startUs[i]! >= toUs) continue;
      this.spans++;
      const service = header.strings[header.service[i]!]!;
      const failed = header.status[i] === 2;
      const durationUs = header.durationUs[i]!;
      this.ofServices.add(0, this.services.intern(service), durationUs, failed);
      const name = parentName(header, trace, i);
      if (name === 0) continue;
      const child = { service, durationUs, failed, startUs: header.startUs[i]! };
      const parent = parentAt(header, trace, i);
      // One that was stored before in another segment is found there.
      if (parent !== NO_SPAN && !isDead(dead, parent)) this.addCall(header, parent, child);
      else {
        const others = this.orphans.get(name);
        if (others === undefined) this.orphans.set(name, [child]);
        else others.push(child);
      }
    }
  }

  findParents(
    { header, dead }: ScannedSegment<ParentColumn>,
    wanted: TraceIdSet | undefined,
  ): void {
    for (const { trace, ordinal } of liveSpans(header, dead, wanted)) {
      const name = spanName(header, trace, header.spanIds, ordinal);
      const children = this.orphans.get(name);
      if (children === undefined) continue;
      this.orphans.delete(name);
      for (const child of children) this.addCall(header, ordinal, child);
    }
  }

  result(): Omit<ServiceMap, 'truncated'> {
    return {
      services: sumGroups(this.ofServices, this.services, MAX_NODES).map(({ value, total }) => ({
        service: value,
        spans: total.count,
        errors: total.errors,
        p95DurationUs: total.p95DurationUs,
      })),
      calls: sumGroups(this.ofEdges, this.edges, MAX_EDGES).map(({ value, total }) => {
        const at = value.indexOf(ARROW);
        return {
          from: value.slice(0, at),
          to: value.slice(at + ARROW.length),
          calls: total.count,
          errors: total.errors,
          p50DurationUs: total.p50DurationUs,
          p95DurationUs: total.p95DurationUs,
        };
      }),
    };
  }

  private addCall(
    header: SpanColumns<ParentColumn>,
    parent: number,
    { service, durationUs, failed, startUs }: Orphan,
  ): void {
    const from = header.strings[header.service[parent]!]!;
    if (from === service || !isCalledBy(startUs, header.startUs[parent]!)) return;
    this.ofEdges.add(0, this.edges.intern(from + ARROW + service), durationUs, failed);
  }
}

/** The most frequent groups, each as a whole. */
function sumGroups(facts: SeriesFacts, texts: StringTable, limit: number) {
  const { groups } = sumSeries([new FactsSource(facts, 1)], {
    steps: 1,
    groups: texts.size,
    textOf: (number) => texts.text(number),
    orderBy: 'count',
    limit,
    groupOf: (value) => texts.find(value),
  });
  return groups;
}

interface Orphan {
  readonly service: string;
  readonly durationUs: number;
  readonly failed: boolean;
  readonly startUs: number;
}

function* liveSpans(
  header: SpanColumns<never>,
  dead: Uint8Array | undefined,
  wanted: TraceIdSet | undefined,
): Iterable<{ trace: number; ordinal: number }> {
  for (let trace = 0; trace < header.traces; trace++) {
    if (wanted !== undefined && !wanted.has(header.traceIds, trace * 16)) continue;
    const end = header.runAt[trace + 1]!;
    for (let ordinal = header.runAt[trace]!; ordinal < end; ordinal++) {
      if (!isDead(dead, ordinal)) yield { trace, ordinal };
    }
  }
}
