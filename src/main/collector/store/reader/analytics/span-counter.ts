import type { GroupField } from '../../../../../shared/contract/analytics.ts';
import { USAGE_CALL, USAGE_NONE } from '../../../otlp/types.ts';
import { spanName } from '../../segment/segment-calls.ts';
import type { SpanColumn, SpanColumns } from '../../segment/span-header.ts';
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

/** Columns that any chart of spans is made of. */
const COUNTED = [
  'startUs',
  'durationUs',
  'status',
  'usage',
  'inputTokens',
  'outputTokens',
  'cachedTokens',
  'reasoningTokens',
  'cost',
  'costSource',
] as const satisfies readonly SpanColumn[];

/** Columns that counting looks at; those of groups and parents are there where they are asked for. */
type CountedColumn = (typeof COUNTED)[number] | GroupField | 'strings' | 'parent';
type CountedSegment = ScannedSegment<CountedColumn>;

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

  /** What of headers {@link add} needs to know. */
  get columns(): ReadonlySet<CountedColumn> {
    const { groupBy } = this.options;
    const columns = new Set<CountedColumn>(COUNTED);
    if (groupBy !== undefined) columns.add(groupBy).add('strings');
    if (this.rollup === undefined) columns.add('parent');
    return columns;
  }

  add({ header, dead }: CountedSegment, wanted: TraceIdSet | undefined): void {
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
    const { startUs, durationUs, status } = header;
    const { facts, rollup } = this;
    for (let trace = 0; trace < header.traces; trace++) {
      if (wanted !== undefined && !wanted.has(header.traceIds, trace * 16)) continue;
      const end = header.runAt[trace + 1]!;
      for (let i = header.runAt[trace]!; i < end; i++) {
        if (isDead(dead, i)) continue;
        const usage = header.usage[i]!;
        if (rollup === undefined && usage !== USAGE_NONE && usesAnything(header, i)) {
          this.wrapped.addParent(header, trace, i, dead);
        }
        const start = startUs[i]!;
        if (start < fromUs || start >= toUs) continue;
        const isCall = usage === USAGE_CALL && !this.isWrapper(header, trace, i);
        if (onlyCalls && !isCall) continue;
        const step = Math.floor((start - time.fromUs) / time.stepUs);
        const failed = status[i] === 2;
        const entry = facts.add(step, groupOf(i), durationUs[i]!, failed);
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

  private isWrapper(header: SpanColumns<never>, trace: number, ordinal: number): boolean {
    if (this.rollup === undefined) return false;
    return this.rollup.isWrapper(spanName(header, trace, header.spanIds, ordinal));
  }

  private addCall(header: CountedSegment['header'], trace: number, i: number, entry: number): void {
    if (this.rollup === undefined) this.wrapped.addCall(header, trace, i);
    writeUsage(header, i, this.usage, 0);
    this.facts.addUsage(entry, this.usage);
  }
}
