import { UsageSum } from '../usage-sum.ts';
import {
  binOf,
  combinationOf,
  failedOf,
  isCallKey,
  type Minute,
  sortByKey,
  type SpanKeys,
  withCombination,
} from './minute.ts';

/** Numbers of a value in a block: its number, entries before it, spans, failed spans, calls, failed calls. */
const WIDTH = 6;
const AT = { value: 0, first: 1, spans: 2, errors: 3, calls: 4, callErrors: 5 } as const;

/** The spans of some minutes together, by value of one field: what a step of a chart is made of. */
export class Block {
  /** {@link WIDTH} numbers a value. */
  private readonly runs: Float64Array;
  private readonly keys: Uint32Array;
  private readonly counts: Uint32Array;
  /** By value. */
  readonly usage = new Map<number, UsageSum>();

  /** @param valueOf number of the value of each combination */
  constructor(minutes: readonly Minute[], valueOf: Uint32Array) {
    const { keys, counts, length } = joined(minutes, valueOf);
    this.keys = keys.slice(0, length);
    this.counts = counts.slice(0, length);
    const runs: number[] = [];
    let last = -1;
    for (let i = 0; i < length; i++) {
      const key = keys[i]!;
      const count = counts[i]!;
      // The number of a value stands where that of a combination was.
      const value = combinationOf(key);
      if (value !== last) {
        runs.push(value, i, 0, 0, 0, 0);
        last = value;
      }
      const at = runs.length - WIDTH;
      const failed = failedOf(key) * count;
      runs[at + AT.spans]! += count;
      runs[at + AT.errors]! += failed;
      if (!isCallKey(key)) continue;
      runs[at + AT.calls]! += count;
      runs[at + AT.callErrors]! += failed;
    }
    this.runs = Float64Array.from(runs);
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
    return 400 + this.keys.length * 8 + this.runs.length * 8 + this.usage.size * 160;
  }

  /** Calls back with each value and how many spans have it, and how many of them failed. */
  eachValue(
    onlyCalls: boolean,
    tell: (value: number, count: number, errors: number) => void,
  ): void {
    const { runs } = this;
    const [count, errors] = onlyCalls ? [AT.calls, AT.callErrors] : [AT.spans, AT.errors];
    for (let at = 0; at < runs.length; at += WIDTH) {
      if (runs[at + count]! > 0) tell(runs[at]!, runs[at + count]!, runs[at + errors]!);
    }
  }

  /** Calls back with each value, bin of a duration, and how many spans have both; a bin may come twice. */
  eachBin(onlyCalls: boolean, tell: (value: number, bin: number, count: number) => void): void {
    const { runs, keys, counts } = this;
    for (let at = 0; at < runs.length; at += WIDTH) {
      const value = runs[at]!;
      const end = at + WIDTH < runs.length ? runs[at + WIDTH + AT.first]! : keys.length;
      for (let i = runs[at + AT.first]!; i < end; i++) {
        const key = keys[i]!;
        if (!onlyCalls || isCallKey(key)) tell(value, binOf(key), counts[i]!);
      }
    }
  }
}

/** Entries of all minutes by value, alike ones together and none that is empty. */
function joined(minutes: readonly Minute[], valueOf: Uint32Array): SpanKeys {
  const length = minutes.reduce((sum, minute) => sum + minute.length, 0);
  const all = { keys: new Uint32Array(length), counts: new Uint32Array(length), length };
  let at = 0;
  for (const { keys, counts, length: entries } of minutes) {
    for (let i = 0; i < entries; i++) {
      const key = keys[i]!;
      all.keys[at] = withCombination(key, valueOf[combinationOf(key)]!);
      all.counts[at++] = counts[i]!;
    }
  }
  return sortByKey(all);
}
