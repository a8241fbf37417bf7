import type { SpanRecord } from '../../otlp/types.ts';
import { hashWords, slotsFor, wordAt } from './id-words.ts';
import { traceKey } from '../trace-key.ts';

/** Spans of a segment in stored order: by trace, then by start. */
export interface SpanOrder {
  /** Index of the record at each ordinal; duplicates within the segment are not in it. */
  readonly order: Uint32Array;
  /** Ordinals where each trace begins, and the end. */
  readonly runAt: Uint32Array;
  /** Indexes of the records left out because the same span came before them. */
  readonly repeated: readonly number[];
  /** Index of the record with a span id in the trace of the record `like`; -1 when it is not here. */
  find(like: number, high: number, low: number): number;
}

/**
 * Groups spans by trace, leaves out repeated spans (the first one wins) and sorts.
 *
 * Traces come in order of their keys, so that rows go into the index in its own order.
 */
export function orderSpans(records: readonly SpanRecord[]): SpanOrder {
  const count = records.length;
  const { size, shift } = slotsFor(count);
  const groupOf = new Uint32Array(count);
  const groups: GroupTable = {
    slots: new Int32Array(size),
    shift,
    ids: new Int32Array(count * 4),
    leaders: [],
  };
  const sizes: number[] = [];
  const spanSlots = new Int32Array(size);
  const repeated: number[] = [];
  const skipped = new Uint8Array(count);

  const slotOfSpan = (group: number, high: number, low: number): number => {
    let slot = hashWords(high, low, group, 0) >>> shift;
    for (;;) {
      const other = spanSlots[slot]! - 1;
      if (other < 0) return slot;
      const { bytes, spanIdAt } = records[other]!;
      const same = groupOf[other] === group && wordAt(bytes, spanIdAt) === high;
      if (same && wordAt(bytes, spanIdAt + 4) === low) return slot;
      slot = (slot + 1) & (size - 1);
    }
  };

  for (let i = 0; i < count; i++) {
    const { bytes, spanIdAt } = records[i]!;
    const group = groupFor(records[i]!, i, groups);
    if (group === sizes.length) sizes.push(0);
    groupOf[i] = group;
    const slot = slotOfSpan(group, wordAt(bytes, spanIdAt), wordAt(bytes, spanIdAt + 4));
    if (spanSlots[slot] !== 0) {
      repeated.push(i);
      skipped[i] = 1;
      continue;
    }
    spanSlots[slot] = i + 1;
    sizes[group]!++;
  }
  const { order, runAt } = place(records, groupOf, skipped, groups.leaders, sizes);
  const find = (like: number, high: number, low: number): number =>
    spanSlots[slotOfSpan(groupOf[like]!, high, low)]! - 1;
  return { order, runAt, repeated, find };
}

/** Traces by number, in open addressing. */
interface GroupTable {
  /** Number of the group + 1, or 0. */
  readonly slots: Int32Array;
  readonly shift: number;
  /** Four words of each group's trace id. */
  readonly ids: Int32Array;
  /** First record of each group. */
  readonly leaders: number[];
}

/** Group of the trace of the record numbered `index`, which begins a new one where there is none. */
function groupFor({ bytes, traceIdAt: at }: SpanRecord, index: number, table: GroupTable): number {
  const { slots, ids, leaders } = table;
  const a = wordAt(bytes, at);
  const b = wordAt(bytes, at + 4);
  const c = wordAt(bytes, at + 8);
  const d = wordAt(bytes, at + 12);
  let slot = hashWords(a, b, c, d) >>> table.shift;
  for (;;) {
    const group = slots[slot]! - 1;
    if (group < 0) break;
    const word = group * 4;
    const isSame = ids[word] === a && ids[word + 1] === b && ids[word + 2] === c;
    if (isSame && ids[word + 3] === d) return group;
    slot = (slot + 1) & (slots.length - 1);
  }
  const group = leaders.push(index) - 1;
  slots[slot] = group + 1;
  ids[group * 4] = a;
  ids[group * 4 + 1] = b;
  ids[group * 4 + 2] = c;
  ids[group * 4 + 3] = d;
  return group;
}

/** Counting sort by group, then each group by start time; records that came first stay first. */
function place(
  records: readonly SpanRecord[],
  groupOf: Uint32Array,
  skipped: Uint8Array,
  leaders: readonly number[],
  sizes: readonly number[],
): { order: Uint32Array; runAt: Uint32Array } {
  const keys = new Float64Array(leaders.length);
  const groups = new Uint32Array(leaders.length);
  for (let group = 0; group < leaders.length; group++) {
    const { bytes, traceIdAt } = records[leaders[group]!]!;
    keys[group] = traceKey(bytes, traceIdAt);
    groups[group] = group;
  }
  groups.sort((x, y) => keys[x]! - keys[y]!);
  const next = new Uint32Array(leaders.length);
  const runAt = new Uint32Array(leaders.length + 1);
  let at = 0;
  for (let run = 0; run < groups.length; run++) {
    const group = groups[run]!;
    next[group] = at;
    at += sizes[group]!;
    runAt[run + 1] = at;
  }
  const order = new Uint32Array(at);
  for (let i = 0; i < records.length; i++) {
    if (skipped[i] === 0) order[next[groupOf[i]!]!++] = i;
  }
  for (let run = 0; run < groups.length; run++) {
    sortByStart(records, order, runAt[run]!, runAt[run + 1]!);
  }
  return { order, runAt };
}

function sortByStart(
  records: readonly SpanRecord[],
  order: Uint32Array,
  from: number,
  end: number,
): void {
  if (end - from > 32) {
    const byStart = (x: number, y: number): number =>
      records[x]!.startUs - records[y]!.startUs || x - y;
    order.subarray(from, end).sort(byStart);
    return;
  }
  for (let i = from + 1; i < end; i++) {
    const moving = order[i]!;
    const start = records[moving]!.startUs;
    let at = i;
    for (; at > from && records[order[at - 1]!]!.startUs > start; at--) order[at] = order[at - 1]!;
    order[at] = moving;
  }
}
