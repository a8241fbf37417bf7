import type { GroupField } from '../../../../../shared/contract/group-fields.ts';
import { USAGE_CALL, USAGE_NONE } from '../../../otlp/types.ts';
import { spanName } from '../../segment/segment-calls.ts';
import type { SpanColumn, SpanColumns } from '../../segment/span-header.ts';
import { isDead } from '../../summarize.ts';
import type { StringTable } from '../string-table.ts';
import type { TraceIdSet } from '../trace-id-set.ts';
import { isRolled } from './rollup/combinations.ts';
import type { KeptSegment } from './rollup/kept-segment.ts';
import { binOf, combinationOf, failedOf, isCallKey } from './rollup/minute.ts';
import { MINUTE_US, type SpanRollup } from './rollup/span-rollup.ts';
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
  /** Gives the values that are split by numbers. */
  readonly intern: (value: string) => number;
}

/** Values of the spans of a segment, as numbers of texts. */
export interface ListedValues {
  /** By the order of kept spans, else by ordinal. */
  readonly values: Uint32Array;
  readonly texts: StringTable;
}

/** A group that is not known yet. */
const UNKNOWN = 0xffffffff;

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
  /** Groups by number of a combination. */
  private groups = new Uint32Array(0);
  /** Groups by number of a text, {@link UNKNOWN} until one is met. */
  private readonly groupsOfTexts = new WeakMap<StringTable, Uint32Array>();

  /** @param rollup knows of the whole project which calls only repeat those below them */
  constructor(options: CounterOptions, rollup: SpanRollup | undefined) {
    this.options = options;
    this.rollup = rollup;
  }

  /** Makes room for all that a roll-up holds of the time: of spans that are spread evenly, about as much as there is. */
  reserve({ range, spanCount, callCount }: SpanRollup): void {
    const { fromUs, toUs } = this.options;
    const heldUs = Math.max(1, (range.to - range.from) * MINUTE_US);
    const share = Math.min(1, (toUs - fromUs) / heldUs);
    this.facts.reserve(Math.ceil(spanCount * share), Math.ceil(callCount * share));
  }

  /** What of headers {@link add} needs to know. */
  get columns(): ReadonlySet<CountedColumn> {
    const { groupBy } = this.options;
    const columns = new Set<CountedColumn>(COUNTED);
    if (groupBy !== undefined) columns.add(groupBy).add('strings');
    if (this.rollup === undefined) columns.add('parent');
    return columns;
  }

  /** @param listed values that are split by, where these are not in the header */
  add(
    { header, dead }: CountedSegment,
    wanted: TraceIdSet | undefined,
    listed?: ListedValues,
  ): void {
    const { time, fromUs, toUs, groupBy, onlyCalls, intern } = this.options;
    const refs = listed?.values ?? (groupBy && header[groupBy]);
    const known = listed
      ? this.groupsOf(listed.texts)
      : new Uint32Array(refs === undefined ? 0 : header.strings.length).fill(UNKNOWN);
    const groupOf = (ordinal: number): number => {
      if (refs === undefined) return 0;
      const ref = refs[ordinal]!;
      if (known[ref] === UNKNOWN) {
        known[ref] = intern(listed ? listed.texts.text(ref) : header.strings[ref]!);
      }
      return known[ref]!;
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

  /**
   * Adds what was kept of a segment of the roll-up.
   *
   * @param listed numbers of the values of a field that is not in roll-ups, and the table they are from
   */
  addKept(kept: KeptSegment, wanted: TraceIdSet | undefined, listed?: ListedValues): void {
    const { time, fromUs, toUs, onlyCalls, intern } = this.options;
    const { runs, traceIds, spanAt, callAt, baseUs, afterUs, keys, calls } = kept;
    const { facts } = this;
    const rollup = this.rollup!;
    const { usages } = rollup;
    const groups = listed === undefined ? this.groupsOfCombinations() : this.groupsOf(listed.texts);
    const numbers = listed?.values;
    facts.reserve(facts.count + keys.length, facts.usages + calls.length);
    const { step: stepOf, group: groupOf, bin: binsOf, error: errorOf } = facts;
    // Spans of a trace are mostly of the same step.
    let step = 0;
    let stepFromUs = Infinity;
    let stepToUs = -Infinity;
    for (let run = 0; run < runs; run++) {
      if (wanted !== undefined && !wanted.has(traceIds, run * 16)) continue;
      let nextCall = callAt[run]!;
      const end = spanAt[run + 1]!;
      for (let i = spanAt[run]!; i < end; i++) {
        const key = keys[i]!;
        const call = isCallKey(key) ? calls[nextCall++]! : -1;
        const start = baseUs + afterUs[i]!;
        if (start < fromUs || start >= toUs) continue;
        const isCall = call >= 0 && !rollup.isGone(call);
        if (onlyCalls && !isCall) continue;
        if (start < stepFromUs || start >= stepToUs) {
          step = Math.floor((start - time.fromUs) / time.stepUs);
          stepFromUs = time.fromUs + step * time.stepUs;
          stepToUs = stepFromUs + time.stepUs;
        }
        const entry = facts.count++;
        stepOf[entry] = step;
        const number = numbers === undefined ? combinationOf(key) : numbers[i]!;
        let group = groups[number]!;
        if (group === UNKNOWN) {
          group = intern(listed!.texts.text(number));
          groups[number] = group;
        }
        groupOf[entry] = group;
        binsOf[entry] = binOf(key);
        errorOf[entry] = failedOf(key);
        if (isCall) facts.addUsage(entry, usages, call * USAGE_WIDTH);
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

  /** Groups by the number of a combination. */
  private groupsOfCombinations(): Uint32Array {
    const { groupBy, intern } = this.options;
    const { combinations } = this.rollup!;
    // New ones may have come with other segments meanwhile.
    if (this.groups.length === combinations.size) return this.groups;
    const field = groupBy !== undefined && isRolled(groupBy) ? groupBy : undefined;
    const texts = field && combinations.textsOf(field);
    this.groups = combinations
      .valuesOf(field)
      .map((value) => (texts === undefined ? 0 : intern(texts.text(value))));
    return this.groups;
  }

  /** Groups by the number of a text: only those of spans that count are asked for. */
  private groupsOf(texts: StringTable): Uint32Array {
    const known = this.groupsOfTexts.get(texts);
    if (known?.length === texts.size) return known;
    const groups = new Uint32Array(texts.size).fill(UNKNOWN);
    if (known !== undefined) groups.set(known);
    this.groupsOfTexts.set(texts, groups);
    return groups;
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
