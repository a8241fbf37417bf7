import type { GroupField, SeriesInput } from '../../../../../shared/contract/analytics.ts';
import { USAGE_CALL, USAGE_NONE } from '../../../otlp/types.ts';
import type { SpanHeader } from '../../segment/span-header.ts';
import { isDead } from '../../summarize.ts';
import type { DataFiles } from '../data-files.ts';
import type { TraceIds } from '../protocol.ts';
import { StringTable } from '../string-table.ts';
import { TraceIdSet } from '../trace-id-set.ts';
import { type ScannedSegment, scanHeaders, storedTimes } from './scan-headers.ts';
import { SeriesFacts } from './series-facts.ts';
import { sumSeries } from './sum-series.ts';
import { type TimeSteps, timeSteps } from './time-steps.ts';
import type { PlainSeries } from './trace-series.ts';
import { WrappedCalls } from './wrapped-calls.ts';

/** Spans or calls of some traces, absent for all, by their own start. */
export async function spanSeries(
  files: DataFiles,
  query: SeriesInput,
  only?: TraceIds,
): Promise<PlainSeries> {
  const { projectId, filter, groupBy, orderBy, groups: limit } = query;
  const { first, last } = storedTimes(files, projectId);
  const time = timeSteps(filter, first, last, query.steps);
  const range = {
    projectId,
    fromUs: time.fromUs,
    toUs: Math.min(filter.toUs ?? Infinity, time.fromUs + time.stepUs * time.steps),
  };
  const counter = new SpanCounter(time, range.toUs, groupBy, query.counted === 'calls');
  const wanted = only && TraceIdSet.from(only);
  for await (const segment of scanHeaders(files, range)) counter.add(segment, wanted);
  const facts = counter.finish();
  const sums = sumSeries(facts, {
    steps: time.steps,
    groups: groupBy === undefined ? 0 : counter.values.size,
    textOf: (number) => counter.values.text(number),
    orderBy,
    limit,
  });
  return { fromUs: time.fromUs, stepUs: time.stepUs, ...sums };
}

/** Counts the spans of segments, and what calls used. */
class SpanCounter {
  /** Values of the field that is split by. */
  readonly values = new StringTable();
  private readonly facts = new SeriesFacts();
  private readonly wrapped = new WrappedCalls();
  private readonly time: TimeSteps;
  private readonly toUs: number;
  private readonly groupBy: GroupField | undefined;
  private readonly onlyCalls: boolean;

  constructor(time: TimeSteps, toUs: number, groupBy: GroupField | undefined, onlyCalls: boolean) {
    this.time = time;
    this.toUs = toUs;
    this.groupBy = groupBy;
    this.onlyCalls = onlyCalls;
  }

  add({ header, dead }: ScannedSegment, wanted: TraceIdSet | undefined): void {
    const refs = this.groupBy && header[this.groupBy];
    /** Numbers of the header's strings in `values`, plus 1. */
    const known = new Uint32Array(refs === undefined ? 0 : header.strings.length);
    const groupOf = (ordinal: number): number => {
      if (refs === undefined) return 0;
      const ref = refs[ordinal]!;
      if (known[ref] === 0) known[ref] = this.values.intern(header.strings[ref]!) + 1;
      return known[ref]! - 1;
    };
    for (let trace = 0; trace < header.traces; trace++) {
      if (wanted !== undefined && !wanted.has(header.traceIds, trace * 16)) continue;
      const end = header.runAt[trace + 1]!;
      for (let i = header.runAt[trace]!; i < end; i++) {
        if (isDead(dead, i)) continue;
        const usage = header.usage[i]!;
        const used = usage !== USAGE_NONE && usesAnything(header, i);
        if (used) this.wrapped.addParent(header, trace, i, dead);
        const isCall = usage === USAGE_CALL;
        if (this.onlyCalls && !isCall) continue;
        const start = header.startUs[i]!;
        if (start < this.time.fromUs || start >= this.toUs) continue;
        const step = Math.floor((start - this.time.fromUs) / this.time.stepUs);
        const entry = this.facts.add(
          step,
          groupOf(i),
          header.durationUs[i]!,
          header.status[i] === 2,
        );
        // Every call, as one that says nothing of its use may still be a wrapper.
        if (isCall) this.addCall(header, trace, i, entry);
      }
    }
  }

  /** All that was counted, without calls that only repeat those below them. */
  finish(): SeriesFacts {
    this.facts.drop(this.wrapped.wrappers(), this.onlyCalls);
    return this.facts;
  }

  private addCall(header: SpanHeader, trace: number, i: number, entry: number): void {
    this.wrapped.addCall(header, trace, i);
    this.facts.addUsage(
      entry,
      header.inputTokens[i]!,
      header.outputTokens[i]!,
      header.cachedTokens[i]!,
      header.reasoningTokens[i]!,
      header.costSource[i] === 0 ? Number.NaN : header.cost[i]!,
    );
  }
}

function usesAnything(header: SpanHeader, i: number): boolean {
  return header.inputTokens[i]! + header.outputTokens[i]! > 0 || header.costSource[i] !== 0;
}
