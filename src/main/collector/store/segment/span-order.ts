import { ID_WORD, ID_WORDS } from '../../otlp/span-ids.ts';
import type { SpanRecord } from '../../otlp/types.ts';
import { ColumnSpace } from './column-space.ts';
import { hashWords, slotsFor } from './id-words.ts';
import { traceKey } from '../trace-key.ts';

/** Spans of a segment in stored order: by trace, then by start. */
export interface SpanOrder {
  /** {@link ID_WORDS} words a record, by its index. */
  readonly ids: Int32Array;
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
  const space = new ColumnSpace(
    ColumnSpace.bytes(count, { u8: 1, u32: 5 + ID_WORDS, f64: 1 }) + 2 * size * 4 + 3 * 8,
  );
  const ids = space.i32(count * ID_WORDS);
  const starts = space.f64(count);
  const groupOf = space.u32(count);
  const groups: GroupTable = {
    slots: space.i32(size),
    shift,
    ids: space.i32(count * 4),
    leaders: [],
  };
  const sizes: number[] = [];
  const spanSlots = space.i32(size);
  const repeated: number[] = [];
  const skipped = space.u8(count);

  // Slots of records of the same group only are compared, so those of all groups lie in one table.
  const slotOfSpan = (group: number, high: number, low: number): number => {
    let slot = hashWords(high, low, group, 0) >>> shift;
    for (;;) {
      const other = spanSlots[slot]! - 1;
      if (other < 0) return slot;
      const word = other * ID_WORDS + ID_WORD.span;
      if (groupOf[other] === group && ids[word] === high && ids[word + 1] === low) return slot;
      slot = (slot + 1) & (size - 1);
    }
  };

  for (let i = 0; i < count; i++) {
    const { ids: words, idsAt, startUs } = records[i]!;
    for (let k = 0; k < ID_WORDS; k++) ids[i * ID_WORDS + k] = words[idsAt + k]!;
    starts[i] = startUs;
  }
  for (let i = 0; i < count; i++) {
    const group = groupFor(ids, i, groups);
    if (group === sizes.length) sizes.push(0);
    groupOf[i] = group;
    const word = i * ID_WORDS + ID_WORD.span;
    const slot = slotOfSpan(group, ids[word]!, ids[word + 1]!);
    if (spanSlots[slot] !== 0) {
      repeated.push(i);
      skipped[i] = 1;
      continue;
    }
    spanSlots[slot] = i + 1;
    sizes[group]!++;
  }
  const { order, runAt } = place(groups, starts, groupOf, skipped, sizes);
  const find = (like: number, high: number, low: number): number =>
    spanSlots[slotOfSpan(groupOf[like]!, high, low)]! - 1;
  return { ids, order, runAt, repeated, find };
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
function groupFor(idsOf: Int32Array, index: number, table: GroupTable): number {
  const { slots, ids, leaders } = table;
  const at = index * ID_WORDS + ID_WORD.trace;
  const a = idsOf[at]!;
  const b = idsOf[at + 1]!;
  const c = idsOf[at + 2]!;
  const d = idsOf[at + 3]!;
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
  { ids, leaders }: GroupTable,
  starts: Float64Array,
  groupOf: Uint32Array,
  skipped: Uint8Array,
  sizes: readonly number[],
): { order: Uint32Array; runAt: Uint32Array } {
  const keys = new Float64Array(leaders.length);
  const groups = new Uint32Array(leaders.length);
  const traceId = new Uint8Array(16);
  const view = new DataView(traceId.buffer);
  for (let group = 0; group < leaders.length; group++) {
    for (let k = 0; k < 4; k++) view.setInt32(k * 4, ids[group * 4 + k]!);
    keys[group] = traceKey(traceId, 0);
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
  for (let i = 0; i < skipped.length; i++) {
    if (skipped[i] === 0) order[next[groupOf[i]!]!++] = i;
  }
  for (let run = 0; run < groups.length; run++) {
    sortByStart(starts, order, runAt[run]!, runAt[run + 1]!);
  }
  return { order, runAt };
}

function sortByStart(starts: Float64Array, order: Uint32Array, from: number, end: number): void {
  if (end - from > 32) {
    const byStart = (x: number, y: number): number => starts[x]! - starts[y]! || x - y;
    order.subarray(from, end).sort(byStart);
    return;
  }
  for (let i = from + 1; i < end; i++) {
    const moving = order[i]!;
    const start = starts[moving]!;
    let at = i;
    for (; at > from && starts[order[at - 1]!]! > start; at--) order[at] = order[at - 1]!;
    order[at] = moving;
  }
}
