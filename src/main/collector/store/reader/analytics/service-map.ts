import type { ServiceMap } from '../../../../../shared/contract/analytics.ts';
import { spanName } from '../../segment/segment-calls.ts';
import type { SpanHeader } from '../../segment/span-header.ts';
import { isDead } from '../../summarize.ts';
import type { DataFiles } from '../data-files.ts';
import type { TraceIds } from '../protocol.ts';
import { StringTable } from '../string-table.ts';
import { TraceIdSet } from '../trace-id-set.ts';
import { type ScannedSegment, scanHeaders, type ScanRange } from './scan-headers.ts';
import { FactsSource } from './facts-source.ts';
import { SeriesFacts } from './series-facts.ts';
import { sumSeries } from './sum-series.ts';

/** Spans looked at, the newest first. */
const MAX_SPANS = 2_000_000;
/** Services and calls between them that are given back, the most frequent first. */
const MAX_NODES = 200;
const MAX_EDGES = 1000;
/** How much earlier than its child a parent may begin and still be found, microseconds: an hour. */
const PARENT_US = 3600e6;
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
  if (counter.open > 0) {
    const { fromUs = 0 } = range;
    for await (const segment of scanHeaders(files, { ...range, fromUs: fromUs - PARENT_US })) {
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
      const place = header.parent[i]!;
      if (place === 0) continue;
      const index = (place - 1) >>> 1;
      const child = { service, durationUs, failed };
      if (place % 2 === 1) {
        const parent = header.service[header.runAt[trace]! + index]!;
        this.addCall(header.strings[parent]!, child);
      } else {
        const name = spanName(header, trace, header.parentIds, index);
        const others = this.orphans.get(name);
        if (others === undefined) this.orphans.set(name, [child]);
        else others.push(child);
      }
    }
  }

  findParents({ header, dead }: ScannedSegment, wanted: TraceIdSet | undefined): void {
    for (const { trace, ordinal } of liveSpans(header, dead, wanted)) {
      const name = spanName(header, trace, header.spanIds, ordinal);
      const children = this.orphans.get(name);
      if (children === undefined) continue;
      this.orphans.delete(name);
      const parent = header.strings[header.service[ordinal]!]!;
      for (const child of children) this.addCall(parent, child);
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

  private addCall(from: string, { service, durationUs, failed }: Orphan): void {
    if (from === service) return;
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
}

function* liveSpans(
  header: SpanHeader,
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
