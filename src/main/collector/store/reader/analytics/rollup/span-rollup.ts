import { USAGE_CALL, USAGE_NONE } from '../../../../otlp/types.ts';
import { spanName } from '../../../segment/segment-calls.ts';
import type { SpanHeader } from '../../../segment/span-header.ts';
import { isDead } from '../../../summarize.ts';
import { durationBin } from '../../duration-histogram.ts';
import { roomFor } from '../growing.ts';
import { USAGE_WIDTH, UsageSum } from '../usage-sum.ts';
import { farParent, usesAnything, writeUsage } from '../wrapped-calls.ts';
import { Block } from './block.ts';
import { BlockCache, type BlockPlace } from './block-cache.ts';
import { Combinations } from './combinations.ts';
import { keptSegment, type KeptSegment, liveSpans, type ReadSpans } from './kept-segment.ts';
import {
  combinationOf,
  keyOf,
  MAX_COMBINATIONS,
  Minute,
  MINUTE_BYTES,
  USAGE_BYTES,
  withoutCall,
} from './minute.ts';
import { NameTable } from './name-table.ts';

/** Width of a {@link Minute}, microseconds. */
export const MINUTE_US = 60e6;
/** Bytes of a call: minute, key, usage and mark. */
const CALL_BYTES = 9 + USAGE_WIDTH * 8;

/**
 * All spans of a project by the minute they began in, kept exact while segments are added.
 *
 * A call turns out to be a wrapper when a span that reports usage, in whatever segment, names it as its parent: it is
 * then taken out of what calls come to. That is why the calls are remembered one by one.
 */
export class SpanRollup {
  readonly combinations = new Combinations();
  /** Spans that were added, and those of them that were calls. */
  spanCount = 0;
  callCount = 0;
  /** By whole minutes since the epoch. */
  private readonly minutes = new Map<number, Minute>();
  /** Numbers of the calls that count, by name; see `spanName`. */
  private readonly calls = new NameTable();
  private callMinute = new Uint32Array(0);
  private callKey = new Uint32Array(0);
  private callUsage = new Float64Array(0);
  /** 1 for calls that were taken out again. */
  private callGone = new Uint8Array(0);
  /** Parents, in other segments, of spans that report usage. */
  private readonly parents = new NameTable();
  private minuteBytes = 0;
  private firstMinute = Infinity;
  private endMinute = -Infinity;
  private readonly blocks = new BlockCache();
  /** The minute that was asked for last: spans of a trace begin close together. */
  private lastNumber = -1;
  private lastMinute = new Minute();

  /** Size in memory. */
  get bytes(): number {
    const { calls, parents, combinations } = this;
    const ofCalls = this.callMinute.length * CALL_BYTES + calls.bytes + parents.bytes;
    return ofCalls + combinations.bytes + this.minuteBytes + this.blocks.bytes;
  }

  /** Whether there are more combinations than keys have room for: nothing may be added then. */
  get isFull(): boolean {
    return this.combinations.size > MAX_COMBINATIONS;
  }

  /** Whether the call with this name only repeats what a call below it says. */
  isWrapper(name: number): boolean {
    return this.parents.has(name);
  }

  /** Whether any span began in a minute. */
  holdsAny(minute: number): boolean {
    return this.minutes.has(minute);
  }

  /** First minute of all, and the one after the last; the wrong way round without any. */
  get range(): { from: number; to: number } {
    return { from: this.firstMinute, to: this.endMinute };
  }

  /** The spans of some whole minutes together; undefined for none. */
  block(place: BlockPlace, valueOf: Uint32Array): Block | undefined {
    return this.blocks.of(place, () => {
      const minutes: Minute[] = [];
      const end = Math.min(place.toMinute, this.range.to);
      for (let number = Math.max(place.fromMinute, this.range.from); number < end; number++) {
        const minute = this.minutes.get(number);
        if (minute !== undefined) minutes.push(minute);
      }
      return minutes.length === 0 ? undefined : new Block(minutes, valueOf);
    });
  }

  /** Adds the live spans of a segment; returns what can be kept of them, undefined once {@link isFull}. */
  add(header: SpanHeader, dead: Uint8Array | undefined): KeptSegment | undefined {
    // Blocks may have been made of the minute since.
    this.lastNumber = -1;
    this.addParents(header, dead);
    const read = this.read(header, dead);
    if (this.isFull) return undefined;
    const { ordinals } = read.live;
    this.spanCount += ordinals.length;
    return keptSegment(header, read, (i, call) => {
      const key = read.keys[i]!;
      const ordinal = ordinals[i]!;
      const minute = Math.floor(header.startUs[ordinal]! / MINUTE_US);
      this.minuteBytes += this.minuteAt(minute).add(key);
      return call < 0 ? -1 : this.addCall(read.names[call]!, minute, key, header, ordinal);
    });
  }

  /** What can be kept of a segment that was added before. */
  keep(header: SpanHeader, dead: Uint8Array | undefined): KeptSegment {
    const read = this.read(header, dead);
    return keptSegment(header, read, (_, call) =>
      call < 0 ? -1 : (this.calls.find(read.names[call]!) ?? -1),
    );
  }

  /** Whether a call turned out to be a wrapper. */
  isGone(call: number): boolean {
    return this.callGone[call] === 1;
  }

  /** What calls used, `USAGE_WIDTH` numbers each by their number; good until something is added. */
  get usages(): Float64Array {
    return this.callUsage;
  }

  private addParents(header: SpanHeader, dead: Uint8Array | undefined): void {
    for (let trace = 0; trace < header.traces; trace++) {
      for (let i = header.runAt[trace]!; i < header.runAt[trace + 1]!; i++) {
        if (header.usage[i] === USAGE_NONE || isDead(dead, i) || !usesAnything(header, i)) continue;
        const parent = farParent(header, trace, i, dead);
        if (parent !== 0) this.addParent(parent);
      }
    }
  }

  /** Keys of the live spans, and names of those that are calls. */
  private read(header: SpanHeader, dead: Uint8Array | undefined): ReadSpans {
    const live = liveSpans(header, dead);
    const { ordinals, runs, spanAt } = live;
    const combinationAt = this.combinations.ofSegment(header);
    const keys = new Uint32Array(ordinals.length);
    const names: number[] = [];
    for (let trace = 0; trace < runs; trace++) {
      for (let i = spanAt[trace]!; i < spanAt[trace + 1]!; i++) {
        const at = ordinals[i]!;
        const isNamed = header.usage[at] === USAGE_CALL;
        const name = isNamed ? spanName(header, trace, header.spanIds, at) : 0;
        const isCall = isNamed && !this.parents.has(name);
        if (isCall) names.push(name);
        const bin = durationBin(header.durationUs[at]!);
        keys[i] = keyOf(combinationAt(at), bin, isCall, header.status[at] === 2);
      }
    }
    return { live, keys, names };
  }

  private minuteAt(number: number): Minute {
    if (number === this.lastNumber) return this.lastMinute;
    this.blocks.drop(number);
    let minute = this.minutes.get(number);
    if (minute === undefined) {
      minute = new Minute();
      this.minutes.set(number, minute);
      this.minuteBytes += MINUTE_BYTES;
      this.firstMinute = Math.min(this.firstMinute, number);
      this.endMinute = Math.max(this.endMinute, number + 1);
    }
    this.lastNumber = number;
    return (this.lastMinute = minute);
  }

  private usageOf(minute: Minute, combination: number): UsageSum {
    let sum = minute.usage.get(combination);
    if (sum === undefined) {
      sum = new UsageSum();
      minute.usage.set(combination, sum);
      this.minuteBytes += USAGE_BYTES;
    }
    return sum;
  }

  private addCall(
    name: number,
    minute: number,
    key: number,
    header: SpanHeader,
    i: number,
  ): number {
    const call = this.callCount++;
    this.callUsage = roomFor(this.callUsage, (call + 1) * USAGE_WIDTH);
    this.callMinute = roomFor(this.callMinute, call + 1);
    this.callKey = roomFor(this.callKey, call + 1);
    this.callGone = roomFor(this.callGone, call + 1);
    writeUsage(header, i, this.callUsage, call * USAGE_WIDTH);
    this.callMinute[call] = minute;
    this.callKey[call] = key;
    const sum = this.usageOf(this.minuteAt(minute), combinationOf(key));
    sum.add(this.callUsage, call * USAGE_WIDTH);
    this.calls.add(name, call);
    return call;
  }

  private addParent(name: number): void {
    if (!this.parents.add(name)) return;
    const call = this.calls.find(name);
    if (call === undefined || this.callGone[call] === 1) return;
    this.callGone[call] = 1;
    const key = this.callKey[call]!;
    const minute = this.minuteAt(this.callMinute[call]!);
    minute.take(key);
    this.minuteBytes += minute.add(withoutCall(key));
    this.usageOf(minute, combinationOf(key)).add(this.callUsage, call * USAGE_WIDTH, -1);
  }
}
