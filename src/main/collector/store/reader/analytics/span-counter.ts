import type { GroupField } from '../../../../../shared/contract/analytics.ts';
import { USAGE_CALL, USAGE_NONE } from '../../../otlp/types.ts';
import { spanName } from '../../segment/segment-calls.ts';
import type { SpanHeader } from '../../segment/span-header.ts';
import { isDead } from '../../summarize.ts';
import type { StringTable } from '../string-table.ts';
import type { TraceIdSet } from '../trace-id-set.ts';
import type { SpanRollup } from './rollup/span-rollup.ts';
import type { ScannedSegment } from './scan-headers.ts';
import { SeriesFacts } from './series-facts.ts';
import type { TimeSteps } from './time-steps.ts';
import { USAGE_WIDTH } from './usage-sum.ts';
import { usesAnything, WrappedCalls, writeUsage } from './wrapped-calls.ts';

export interface CounterOptions {
  readonly time: TimeSteps;
  /** Starts of the spans that count, microseconds; `toUs` itself is left out. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly groupBy: GroupField | undefined;
  readonly onlyCalls: boolean;
  /** Numbers the values of the field that is split by. */
  readonly values: StringTable;
}

/** Counts the spans of segments one by one, and what calls used. */
export class SpanCounter {
  private readonly facts = new SeriesFacts();
  private readonly options: CounterOptions;
  private readonly rollup: SpanRollup | undefined;
  /** Without a roll-up, calls and what is below them are known as far as they are scanned. */
  private readonly wrapped = new WrappedCalls();
  private readonly usage = new Float64Array(USAGE_WIDTH);

  /** @param rollup knows of the whole project which calls only repeat those below them */
  constructor(options: CounterOptions, rollup: SpanRollup | undefined) {
    this.options = options;
    this.rollup = rollup;
  }

  add({ header, dead }: ScannedSegment, wanted: TraceIdSet | undefined): void {
    const { time, fromUs, toUs, groupBy, onlyCalls, values } = this.options;
    const refs = groupBy && header[groupBy];
    /** Numbers of the header's strings in `values`, plus 1. */
    const known = new Uint32Array(refs === undefined ? 0 : header.strings.length);
    const groupOf = (ordinal: number): number => {
      if (refs === undefined) return 0;
      const ref = refs[ordinal]!;
      if (known[ref] === 0) known[ref] = values.intern(header.strings[ref]!) + 1;
      return known[ref]! - 1;
    };
    for (let trace = 0; trace < header.traces; trace++) {
      if (wanted !== undefined && !wanted.has(header.traceIds, trace * 16)) continue;
      const end = header.runAt[trace + 1]!;
      for (let i = header.runAt[trace]!; i < end; i++) {
        if (isDead(dead, i)) continue;
        const usage = header.usage[i]!;
        if (this.rollup === undefined && usage !== USAGE_NONE && usesAnything(header, i)) {
          this.wrapped.addParent(header, trace, i, dead);
        }
        const start = header.startUs[i]!;
        if (start < fromUs || start >= toUs) continue;
        const isCall = usage === USAGE_CALL && !this.isWrapper(header, trace, i);
        if (onlyCalls && !isCall) continue;
        const step = Math.floor((start - time.fromUs) / time.stepUs);
        const failed = header.status[i] === 2;
        const entry = this.facts.add(step, groupOf(i), header.durationUs[i]!, failed);
        // Every call, as one that says nothing of its use may still be a wrapper.
        if (isCall) this.addCall(header, trace, i, entry);
      }
    }
  }

  /** All that was counted, without calls that only repeat those below them. */
  finish(): SeriesFacts {
    if (this.rollup === undefined) {
      this.facts.drop(this.wrapped.wrappers(), this.options.onlyCalls);
    }
    return this.facts;
  }

  private isWrapper(header: SpanHeader, trace: number, ordinal: number): boolean {
    if (this.rollup === undefined) return false;
    return this.rollup.isWrapper(spanName(header, trace, header.spanIds, ordinal));
  }

  private addCall(header: SpanHeader, trace: number, i: number, entry: number): void {
    if (this.rollup === undefined) this.wrapped.addCall(header, trace, i);
    writeUsage(header, i, this.usage, 0);
    this.facts.addUsage(entry, this.usage);
  }
}
