import { BINS } from '../../duration-histogram.ts';
import { UsageSum } from '../usage-sum.ts';
import { BlockLines } from './block-lines.ts';
import { binOf, combinationOf, failedOf, isCallKey, type Minute } from './minute.ts';

/** Bins that are looked through together. */
const STRETCH_SHIFT = 7;
const STRETCH = 1 << STRETCH_SHIFT;
const STRETCHES = Math.ceil(BINS / STRETCH);
/** Room to count the spans and calls of one value by bin; empty between two. */
const spansByBin = new Uint32Array(STRETCHES * STRETCH);
const callsByBin = new Uint32Array(STRETCHES * STRETCH);
const isUsed = new Uint8Array(STRETCHES);

/** The spans of some minutes together, by value of one field: what a step of a chart is made of. */
export class Block {
  readonly spans: BlockLines;
  /** Of the spans, those that are calls. */
  readonly calls: BlockLines;
  /** By value. */
  readonly usage = new Map<number, UsageSum>();

  /** @param valueOf number of the value of each combination */
  constructor(minutes: readonly Minute[], valueOf: Uint32Array) {
    const { keys, counts, starts } = byValue(minutes, valueOf);
    const spans = new BlockLines(keys.length);
    const calls = new BlockLines(keys.length);
    for (let value = 0; value + 1 < starts.length; value++) {
      if (starts[value] === starts[value + 1]) continue;
      spans.begin(value);
      calls.begin(value);
      for (let i = starts[value]!; i < starts[value + 1]!; i++) {
        const key = keys[i]!;
        const count = counts[i]!;
        const failed = failedOf(key) * count;
        const bin = binOf(key);
        isUsed[bin >>> STRETCH_SHIFT] = 1;
        spansByBin[bin]! += count;
        spans.count(count, failed);
        if (!isCallKey(key)) continue;
        callsByBin[bin]! += count;
        calls.count(count, failed);
      }
      for (let stretch = 0; stretch < STRETCHES; stretch++) {
        if (isUsed[stretch] === 0) continue;
        isUsed[stretch] = 0;
        const end = (stretch + 1) * STRETCH;
        for (let bin = stretch * STRETCH; bin < end; bin++) {
          if (spansByBin[bin] === 0) continue;
          spans.addBin(bin, spansByBin[bin]!);
          spansByBin[bin] = 0;
          if (callsByBin[bin] === 0) continue;
          calls.addBin(bin, callsByBin[bin]!);
          callsByBin[bin] = 0;
        }
      }
    }
    this.spans = spans.finish();
    this.calls = calls.finish();
    for (const minute of minutes) {
      for (const [combination, usage] of minute.usage) {
        const value = valueOf[combination]!;
        let sum = this.usage.get(value);
        if (sum === undefined) this.usage.set(value, (sum = new UsageSum()));
        sum.addSum(usage);
      }
    }
  }

  /** Rough size in memory. */
  get bytes(): number {
    return 600 + this.spans.bytes + this.calls.bytes + this.usage.size * 160;
  }
}

/** Keys of all minutes by value: those of value v are `starts[v]` to `starts[v + 1]`; without those of no span. */
function byValue(
  minutes: readonly Minute[],
  valueOf: Uint32Array,
): { keys: Uint32Array; counts: Uint32Array; starts: Uint32Array } {
  const values = valueOf.reduce((most, value) => Math.max(most, value + 1), 0);
  const starts = new Uint32Array(values + 1);
  for (const minute of minutes) {
    for (let i = 0; i < minute.length; i++) {
      if (minute.counts[i]! > 0) starts[valueOf[combinationOf(minute.keys[i]!)]! + 1]!++;
    }
  }
  for (let value = 0; value < values; value++) starts[value + 1]! += starts[value]!;
  const ends = starts.slice();
  const keys = new Uint32Array(starts[values]!);
  const counts = new Uint32Array(keys.length);
  for (const minute of minutes) {
    for (let i = 0; i < minute.length; i++) {
      if (minute.counts[i] === 0) continue;
      const key = minute.keys[i]!;
      const at = ends[valueOf[combinationOf(key)]!]!++;
      keys[at] = key;
      counts[at] = minute.counts[i]!;
    }
  }
  return { keys, counts, starts };
}
